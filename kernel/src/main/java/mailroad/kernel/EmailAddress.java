package mailroad.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A mailbox address, {@code local@domain} (RFC 5321 section 4.1.2, RFC 6531 section 3.3).
 *
 * <p>The local part is kept as meant, without quotes: {@code "joe"@x.example} equals {@code
 * joe@x.example}. Its case is kept and counts (RFC 5321 section 2.4); whether a server ignores it is
 * that server's affair.
 *
 * @param localPart unquoted, at least one character, at most {@value #LOCAL_OCTETS_MAX} octets of UTF-8
 * @param domain name or address literal
 */
public record EmailAddress(String localPart, Domain domain) implements Comparable<EmailAddress> {
  /** RFC 5321 section 4.5.3.1.1. */
  public static final int LOCAL_OCTETS_MAX = 64;

  /**
   * An address whose parts are known to be right.
   *
   * @throws IllegalArgumentException if the local part is empty, too long or has control characters
   */
  public EmailAddress {
    if (!isLocalPart(localPart)) {
      throw new IllegalArgumentException("not a local part: \"" + Text.visible(localPart) + "\"");
    }
  }

  /** Reads {@code local@domain}, the local part a dot-string or quoted; empty if it is not that. */
  public static Optional<EmailAddress> parse(String text) {
    int at = endOfLocalPart(text);
    if (at <= 0 || at >= text.length() - 1 || text.charAt(at) != '@') {
      return Optional.empty();
    }
    Optional<String> local = unquote(text.substring(0, at)).filter(EmailAddress::isLocalPart);
    Optional<Domain> domain = Domain.parse(text.substring(at + 1));
    return local.isPresent() && domain.isPresent() && !text.endsWith(".")
        ? Optional.of(new EmailAddress(local.get(), domain.get()))
        : Optional.empty();
  }

  /** An address that is known to be right, as in tests and literals. */
  public static EmailAddress of(String text) {
    return parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("not an address: \"" + Text.visible(text) + "\""));
  }

  /** Whether the address can only be sent where SMTPUTF8 is offered (RFC 6531). */
  public boolean needsUtf8() {
    return localPart.chars().anyMatch(c -> c > 126);
  }

  @Override
  public int compareTo(EmailAddress other) {
    int byDomain = domain.compareTo(other.domain);
    return byDomain != 0 ? byDomain : localPart.compareTo(other.localPart);
  }

  /** The address as it goes over the wire, with quotes where the local part needs them. */
  @Override
  public String toString() {
    return (isDotString(localPart) ? localPart : quote(localPart)) + "@" + domain;
  }

  private static boolean isLocalPart(String text) {
    boolean ascii = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 127) {
        return false;
      }
      ascii &= c < 127;
    }
    int octets = ascii ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    return octets > 0 && octets <= LOCAL_OCTETS_MAX;
  }

  /** Where the local part ends: at the first {@code @} outside quotes, -1 if there is none. */
  private static int endOfLocalPart(String text) {
    if (!text.startsWith("\"")) {
      return text.indexOf('@');
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i + 1 < text.length() ? i + 1 : -1;
      }
    }
    return -1;
  }

  private static Optional<String> unquote(String local) {
    if (!local.startsWith("\"")) {
      return isDotString(local) ? Optional.of(local) : Optional.empty();
    }
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < local.length() - 1; i++) {
      char c = local.charAt(i);
      if (c == '\\') {
        c = local.charAt(++i);
      }
      out.append(c);
    }
    return Optional.of(out.toString());
  }

  private static String quote(String local) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append('"').toString();
  }

  /** RFC 5321 section 4.1.2: {@code Dot-string}; RFC 6531 adds all beyond ASCII to {@code atext}. */
  private static boolean isDotString(String local) {
    boolean dot = true;
    for (int i = 0; i < local.length(); i++) {
      char c = local.charAt(i);
      if (c == '.') {
        if (dot) {
          return false;
        }
        dot = true;
      } else if (isAtext(c)) {
        dot = false;
      } else {
        return false;
      }
    }
    return !dot;
  }

  private static boolean isAtext(char c) {
    return c > 159
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
  }
}
