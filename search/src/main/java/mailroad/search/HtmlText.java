package mailroad.search;

import java.util.List;
import java.util.Locale;
import mailroad.mime.CharacterReferences;

/** What of HTML is shown: without tags, comments, styles and scripts, entities resolved. One pass, whatever it is. */
final class HtmlText {
  private static final int NAME_CHARS_MAX = 12;

  /** Elements whose content is not shown. */
  private static final List<String> HIDDEN = List.of("style", "script");

  /** Tags that do not part words. */
  private static final List<String> INLINE =
      List.of("a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u", "wbr");

  private HtmlText() {}

  /** The text that is shown. */
  static String shown(String html) {
    StringBuilder out = new StringBuilder(html.length());
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        at = tag(html, at, out);
      } else if (c == '&') {
        at = CharacterReferences.resolve(html, at, out);
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  /** Passes over a tag, and over what it hides; gives the place behind it. */
  private static int tag(String html, int at, StringBuilder out) {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at + 4);
      return end < 0 ? html.length() : end + 3;
    }
    int nameEnd = at + 1;
    boolean closes = nameEnd < html.length() && html.charAt(nameEnd) == '/';
    int nameFrom = closes ? nameEnd + 1 : nameEnd;
    nameEnd = nameFrom;
    while (nameEnd < html.length()
        && nameEnd - nameFrom < NAME_CHARS_MAX
        && (Character.isLetter(html.charAt(nameEnd))
            || nameEnd > nameFrom && Character.isDigit(html.charAt(nameEnd)))) {
      nameEnd++;
    }
    String name = html.substring(nameFrom, nameEnd).toLowerCase(Locale.ROOT);
    if (name.isEmpty() && !html.startsWith("<!", at) && !html.startsWith("<?", at)) {
      out.append('<');
      return at + 1; // no tag at all
    }
    if (!INLINE.contains(name)) {
      out.append(' ');
    }
    int end = html.indexOf('>', nameEnd);
    if (end < 0) {
      return html.length();
    }
    return !closes && HIDDEN.contains(name) ? closing(html, end + 1, name) : end + 1;
  }

  /** The place of the tag that closes a hidden element; the end if none does. */
  private static int closing(String html, int from, String name) {
    for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at + 2, name, 0, name.length())) {
        return at;
      }
    }
    return html.length();
  }
}
