package mailroad.guard.text;

import java.util.ArrayList;
import java.util.List;

/** Finds in plain text what mail programs make links of. One pass. */
final class PlainLinks {
  private static final List<String> BEGINNINGS = List.of("http://", "https://", "www.", "ftp://");
  private static final int CHARS_MAX = 2_000;

  private PlainLinks() {}

  static List<Link> in(String text, int max) {
    List<Link> links = new ArrayList<>();
    boolean inWord = false;
    for (int at = 0; at < text.length() && links.size() < max; ) {
      int end = inWord ? at : end(text, at);
      if (end > at) {
        String target = trimmed(text.substring(at, end));
        links.add(new Link(Link.Kind.TEXT, target, target));
        at = end;
        inWord = false;
      } else {
        inWord = Character.isLetterOrDigit(text.charAt(at));
        at++;
      }
    }
    return links;
  }

  /** Where the link ends that begins here; the place itself if none does. */
  private static int end(String text, int at) {
    if ("hHwWfF".indexOf(text.charAt(at)) < 0) {
      return at;
    }
    for (String beginning : BEGINNINGS) {
      if (text.regionMatches(true, at, beginning, 0, beginning.length())) {
        int from = at + beginning.length();
        int end = from;
        while (end < text.length() && end - from < CHARS_MAX && isOfLink(text.charAt(end))) {
          end++;
        }
        return end > from + 2 ? end : at;
      }
    }
    return at;
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
