package mailroad.guard.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in plain text what mail programs make links of. */
final class PlainLinks {
  /** Possessive, so that no text makes it look twice. */
  private static final Pattern BEGIN =
      Pattern.compile("(?i)\\b(?:https?://|ftp://|www\\.)[^\\s<>\"]{3,2000}+");

  private PlainLinks() {}

  static List<Link> in(String text, int max) {
    List<Link> links = new ArrayList<>();
    Matcher matcher = BEGIN.matcher(text);
    while (links.size() < max && matcher.find()) {
      String target = trimmed(matcher.group());
      links.add(new Link(Link.Kind.TEXT, target, target));
    }
    return links;
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
