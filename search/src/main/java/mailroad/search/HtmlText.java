package mailroad.search;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of HTML is shown: without tags, comments, styles and scripts, entities resolved. One pass, whatever it is. */
final class HtmlText {
  private static final int ENTITY_CHARS_MAX = 12;

  /** Elements whose content is not shown. */
  private static final List<String> HIDDEN = List.of("style", "script");

  /** Tags that do not part words. */
  private static final List<String> INLINE =
      List.of("a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u", "wbr");

  /** The names of U+00A0 to U+00FF, in order. */
  private static final String LATIN_1 =
      "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
          + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave"
          + " Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc"
          + " Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml"
          + " Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc"
          + " euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash"
          + " ugrave uacute ucirc uuml yacute thorn yuml";

  private static final Map<String, String> ENTITIES = entities();

  private HtmlText() {}

  private static Map<String, String> entities() {
    Map<String, String> all = new HashMap<>();
    char c = '\u00A0';
    for (String name : LATIN_1.split(" ")) {
      all.put(name, Character.toString(c++));
    }
    all.putAll(
        Map.of(
            "nbsp", " ", "shy", "", "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'",
            "euro", "\u20AC", "ndash", "\u2013", "mdash", "\u2014"));
    all.putAll(
        Map.of(
            "lsquo", "\u2018", "rsquo", "\u2019", "ldquo", "\u201C", "rdquo", "\u201D", "bdquo",
            "\u201E", "hellip", "\u2026", "bull", "\u2022"));
    return all;
  }

  /** The text that is shown. */
  static String shown(String html) {
    StringBuilder out = new StringBuilder(html.length());
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        at = tag(html, at, out);
      } else if (c == '&') {
        at = entity(html, at, out);
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
        && nameEnd - nameFrom < ENTITY_CHARS_MAX
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

  private static int entity(String html, int at, StringBuilder out) {
    int end = at + 1;
    while (end < html.length() && end - at <= ENTITY_CHARS_MAX && html.charAt(end) != ';') {
      end++;
    }
    boolean ends = end < html.length() && html.charAt(end) == ';';
    String name = ends ? html.substring(at + 1, end) : "";
    String known = name.startsWith("#") ? numbered(name) : ENTITIES.get(name);
    out.append(known == null ? "&" : known);
    return known == null ? at + 1 : end + 1;
  }

  private static @org.jspecify.annotations.Nullable String numbered(String name) {
    boolean hex = name.startsWith("#x") || name.startsWith("#X");
    try {
      int code = Integer.parseInt(name, hex ? 2 : 1, name.length(), hex ? 16 : 10);
      return Character.isValidCodePoint(code) && code > 0 ? Character.toString(code) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
