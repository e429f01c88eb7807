package mailroad.kernel;

import java.util.Optional;

/** Where a failure is reported (RFC 5321 section 3.3): a mailbox, or nowhere. */
public sealed interface ReversePath {
  /** {@code <>}: mail that must never be answered (RFC 5321 section 4.5.5). */
  record Nowhere() implements ReversePath {
    @Override
    public String toString() {
      return "<>";
    }
  }

  /** A mailbox that wants to know. */
  record Mailbox(EmailAddress address) implements ReversePath {
    @Override
    public String toString() {
      return "<" + address + ">";
    }
  }

  /** The path to that mailbox. */
  static ReversePath of(EmailAddress address) {
    return new Mailbox(address);
  }

  /** Reads {@code <>}, {@code <local@domain>}, or the same without its brackets. */
  static Optional<ReversePath> parse(String text) {
    String inner =
        text.startsWith("<") && text.endsWith(">") && text.length() > 1
            ? text.substring(1, text.length() - 1)
            : text;
    return inner.isEmpty()
        ? Optional.of(new Nowhere())
        : EmailAddress.parse(inner).map(Mailbox::new);
  }

  /** The mailbox, if there is one. */
  default Optional<EmailAddress> mailbox() {
    return switch (this) {
      case Nowhere() -> Optional.empty();
      case Mailbox(var address) -> Optional.of(address);
    };
  }
}
