package mailroad.imap.syntax;

import java.util.Locale;
import java.util.Optional;
import mailroad.mailbox.MailboxName;

/**
 * What LIST and LSUB ask for: {@code *} stands for anything, {@code %} for anything within one level (RFC
 * 3501 section 6.3.8). Matching takes one pass over the name with all places of the pattern at once, so that
 * {@code *%*%*%} costs no more than its length, which is bounded, times the name's.
 */
public final class MailboxPattern {
  private static final char SEPARATOR = '/';

  /** The longest pattern that can match a name: a wildcard between each two characters. */
  public static final int LENGTH_MAX = 2 * MailboxName.OCTETS_MAX + 1;

  private final String pattern;

  private MailboxPattern(String pattern) {
    this.pattern = pattern;
  }

  /**
   * A pattern as a client wrote it.
   *
   * @return empty if no name can match it: it is no modified UTF-7, or has more characters than any name and a wildcard
   *     between each two of them
   */
  public static Optional<MailboxPattern> parse(String reference, String text) {
    return parse(reference, text, NameForm.MODIFIED_UTF_7);
  }

  /** The same, with names written so. */
  public static Optional<MailboxPattern> parse(String reference, String text, NameForm form) {
    return form.decode(reference + text)
        .map(MailboxPattern::of)
        .filter(found -> found.pattern.length() <= LENGTH_MAX);
  }

  private static MailboxPattern of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    String normal = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC);
    for (int i = 0; i < normal.length(); i++) {
      char c = normal.charAt(i);
      char last = out.isEmpty() ? 0 : out.charAt(out.length() - 1);
      boolean swallowed = isWildcard(c) && (last == '*' || last == c);
      if (c == '*' && last == '%') {
        out.setLength(out.length() - 1);
      }
      if (!swallowed) {
        out.append(c);
      }
    }
    return new MailboxPattern(out.toString());
  }

  private static boolean isWildcard(char c) {
    return c == '*' || c == '%';
  }

  /** Whether a name, its levels joined by {@code /}, matches. INBOX matches in any case (RFC 3501 section 5.1). */
  public boolean matches(String name) {
    return matches(pattern, name) || isInbox(name) && matches(upper(pattern), upper(name));
  }

  private static boolean isInbox(String name) {
    return name.equals("INBOX") || name.startsWith("INBOX" + SEPARATOR);
  }

  /** The first level in upper case. */
  private static String upper(String text) {
    int end = text.indexOf(SEPARATOR) < 0 ? text.length() : text.indexOf(SEPARATOR);
    return text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end);
  }

  /** {@code reached[i]}: what was read of the name can be what the first i characters of the pattern say. */
  private static boolean matches(String pattern, String name) {
    int length = pattern.length();
    boolean[] reached = new boolean[length + 1];
    reached[0] = true;
    skipWildcards(pattern, reached);
    for (int n = 0; n < name.length(); n++) {
      char c = name.charAt(n);
      boolean[] next = new boolean[length + 1];
      boolean any = false;
      for (int p = 0; p < length; p++) {
        char wanted = pattern.charAt(p);
        if (wanted == '*' || wanted == '%' && c != SEPARATOR) {
          // Its place after the wildcard was reached as soon as the place before it was.
          next[p] |= reached[p];
        } else if (reached[p] && wanted == c && !isWildcard(wanted)) {
          next[p + 1] = true;
        }
        any |= next[p] || next[p + 1];
      }
      if (!any) {
        return false;
      }
      reached = next;
      skipWildcards(pattern, reached);
    }
    return reached[length];
  }

  /** A wildcard can stand for nothing. */
  private static void skipWildcards(String pattern, boolean[] reached) {
    for (int p = 0; p < pattern.length(); p++) {
      if (reached[p] && isWildcard(pattern.charAt(p))) {
        reached[p + 1] = true;
      }
    }
  }

  /** How many characters it has, those left out that change nothing. */
  public int length() {
    return pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
