package mailroad.mime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The character references of HTML that mail has, for all who read the text of a page: by name, where a semicolon ends them,
 * and by number. What has no width is left out, and each space is one. Pure.
 */
public final class CharacterReferences {
  private static final int CHARS_MAX = 12;

  /** The names of U+00A0 to U+00FF, in order. */
  private static final String LATIN_1 =
      "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn"
          + " sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave"
          + " Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc"
          + " Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml"
          + " Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc"
          + " euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash"
          + " ugrave uacute ucirc uuml yacute thorn yuml";

  private static final Map<String, String> NAMED = named();

  private CharacterReferences() {}

  private static Map<String, String> named() {
    Map<String, String> all = new HashMap<>();
    char c = '\u00A0';
    for (String name : LATIN_1.split(" ")) {
      all.put(name, Character.toString(c++));
    }
    all.putAll(
        Map.of(
            "nbsp", " ", "shy", "", "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'",
            "zwnj", "", "zwj", "", "ensp", " "));
    all.putAll(
        Map.of(
            "euro", "\u20AC", "ndash", "\u2013", "mdash", "\u2014", "lsquo", "\u2018", "rsquo",
            "\u2019", "ldquo", "\u201C", "rdquo", "\u201D", "bdquo", "\u201E", "hellip", "\u2026",
            "bull", "\u2022"));
    all.putAll(Map.of("colon", ":", "sol", "/", "period", ".", "commat", "@", "Tab", "\t"));
    return all;
  }

  /** The text with its references resolved. */
  public static String resolve(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      if (text.charAt(at) == '&') {
        at = resolve(text, at, out);
      } else {
        out.append(text.charAt(at++));
      }
    }
    return out.toString();
  }

  /**
   * Resolves the reference that may begin at an ampersand.
   *
   * @param at the ampersand
   * @param out what it stands for; the ampersand itself where it is no reference
   * @return the place behind it
   */
  public static int resolve(String html, int at, StringBuilder out) {
    boolean number = html.startsWith("#", at + 1);
    int end = number ? numberEnd(html, at + 2) : nameEnd(html, at + 1);
    String name = html.substring(at + 1, end);
    String known = number ? numbered(name) : NAMED.get(name);
    boolean closed = html.startsWith(";", end);
    // Browsers resolve numbers without their semicolon too, and who hides an address relies on it.
    if (known == null || !closed && !number) {
      out.append('&');
      return at + 1;
    }
    out.append(known);
    return closed ? end + 1 : end;
  }

  private static int nameEnd(String html, int from) {
    int end = from;
    while (end < html.length() && end - from < CHARS_MAX && isOfName(html.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int numberEnd(String html, int from) {
    boolean hex = html.startsWith("x", from) || html.startsWith("X", from);
    int end = hex ? from + 1 : from;
    while (end < html.length()
        && end - from < CHARS_MAX
        && Character.digit(html.charAt(end), hex ? 16 : 10) >= 0) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static @Nullable String numbered(String name) {
    boolean hex = name.startsWith("x", 1) || name.startsWith("X", 1);
    int base = hex ? 16 : 10;
    int code = 0; // no digits are no character either
    for (int i = hex ? 2 : 1; i < name.length() && code <= Character.MAX_CODE_POINT; i++) {
      code = code * base + Character.digit(name.charAt(i), base);
    }
    boolean stands = Character.isValidCodePoint(code) && code > 0 && !isSurrogate(code);
    return stands ? Character.toString(code) : null;
  }

  /** Half a character is none. */
  private static boolean isSurrogate(int code) {
    return code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
  }
}
