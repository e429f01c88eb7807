package mailroad.kernel;

import java.util.List;

/**
 * An SMTP reply (RFC 5321 section 4.2): code, enhanced status code (RFC 3463, 2034) and text.
 *
 * @param code 200 to 599
 * @param status enhanced status code such as {@code 5.1.1}; empty if there is none
 * @param lines text without the status, at least one line, no line ends
 */
public record Reply(int code, String status, List<String> lines) {
  /** What the first digit says; it decides whatever the rest is (RFC 5321 section 4.3.2). */
  public enum Kind {
    /** 2xx. */
    DONE,
    /** 3xx. */
    GO_ON,
    /** 4xx. */
    LATER,
    /** 5xx. */
    NEVER
  }

  /** A reply of these parts; the status' class must be the code's. */
  public Reply {
    lines = List.copyOf(lines);
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("not a reply code: " + code);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line, even if empty");
    }
    if (!status.isEmpty() && status.charAt(0) - '0' != code / 100) {
      throw new IllegalArgumentException("%d and %s disagree".formatted(code, status));
    }
  }

  /** A reply of one line. */
  public Reply(int code, String status, String text) {
    this(code, status, List.of(text));
  }

  /** What the reply means for what happens next. */
  public Kind kind() {
    return switch (code / 100) {
      case 2 -> Kind.DONE;
      case 3 -> Kind.GO_ON;
      case 4 -> Kind.LATER;
      default -> Kind.NEVER;
    };
  }

  /** The text in one line. */
  public String text() {
    return String.join(" ", lines);
  }

  /** The status, or the class of the code with {@code .0.0} where none came. */
  public String statusOrDefault() {
    return status.isEmpty() ? code / 100 + ".0.0" : status;
  }

  /** The reply in one line, such as {@code 550 5.1.1 No such mailbox here}. */
  @Override
  public String toString() {
    return (code + " " + (status.isEmpty() ? "" : status + " ") + text()).stripTrailing();
  }
}
