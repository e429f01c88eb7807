package mailroad.guard.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds in plain text what mail programs make links of. What each of them has at its beginning is looked for, a colon or
 * a dot, as most characters of a text are neither.
 */
final class PlainLinks {
  private static final List<String> SCHEMES = List.of("http", "https", "ftp");
  private static final String BEHIND_SCHEME = "://";
  private static final String NAME = "www";
  private static final int CHARS_MAX = 2_000;

  private PlainLinks() {}

  static List<Link> in(String text, int max) {
    List<Link> links = new ArrayList<>();
    int colon = text.indexOf(':');
    int dot = text.indexOf('.');
    int done = 0;
    while ((colon >= 0 || dot >= 0) && links.size() < max) {
      boolean named = dot >= 0 && (colon < 0 || dot < colon);
      int mark = named ? dot : colon;
      int from = named ? named(text, done, dot) : addressed(text, done, colon);
      int end = from < 0 ? -1 : end(text, named ? mark + 1 : mark + BEHIND_SCHEME.length());
      if (end >= 0) {
        String target = trimmed(text.substring(from, end));
        links.add(new Link(Link.Kind.TEXT, target, target));
        done = end;
      }
      int next = Math.max(done, mark + 1);
      colon = colon >= next || colon < 0 ? colon : text.indexOf(':', next);
      dot = dot >= next || dot < 0 ? dot : text.indexOf('.', next);
    }
    return links;
  }

  /** Where the link begins whose scheme ends at a colon; -1 if none does. */
  private static int addressed(String text, int done, int colon) {
    if (text.startsWith(BEHIND_SCHEME, colon)) {
      for (String scheme : SCHEMES) {
        if (ends(text, done, colon, scheme)) {
          return colon - scheme.length();
        }
      }
    }
    return -1;
  }

  private static int named(String text, int done, int dot) {
    return ends(text, done, dot, NAME) ? dot - NAME.length() : -1;
  }

  /** Whether a whole word ends here that begins after what is done. */
  private static boolean ends(String text, int done, int end, String word) {
    int from = end - word.length();
    return from >= done
        && text.regionMatches(true, from, word, 0, word.length())
        && (from == done || !Character.isLetterOrDigit(text.charAt(from - 1)));
  }

  /** Where the link ends of which more than its beginning must be there; -1 if it is not. */
  private static int end(String text, int from) {
    int end = from;
    while (end < text.length() && end - from < CHARS_MAX && isOfLink(text.charAt(end))) {
      end++;
    }
    return end > from + 2 ? end : -1;
  }

  private static boolean isOfLink(char c) {
    return c > ' ' && c != '<' && c != '>' && c != '"' && !Character.isWhitespace(c);
  }

  /** Without the punctuation of the sentence around it. */
  private static String trimmed(String target) {
    int end = target.length();
    while (end > 0 && ".,;:!?'\")]}>".indexOf(target.charAt(end - 1)) >= 0) {
      end--;
    }
    return target.substring(0, end);
  }
}
