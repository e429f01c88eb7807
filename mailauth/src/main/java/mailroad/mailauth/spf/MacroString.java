package mailroad.mailauth.spf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with macros in it (RFC 7208 section 7.1). */
record MacroString(List<Piece> pieces) {
  private static final Pattern MACRO =
      Pattern.compile("%\\{([A-Za-z])(\\d*)([rR]?)([.\\-+,/_=]*)}");
  private static final String LETTERS = "slodipvh";
  private static final String LETTERS_OF_EXPLANATIONS = "crt";
  private static final String UNRESERVED = "-._~";

  /** More than any value has parts. */
  private static final int PARTS_MAX = 128;

  /** The record's list does not change. */
  MacroString {
    pieces = List.copyOf(pieces);
  }

  /** A part of the text. */
  sealed interface Piece {}

  /** Text as it is. */
  record Literal(String text) implements Piece {}

  /** {@code %%}, {@code %_} or {@code %-}: what it stands for. */
  record Escape(String text) implements Piece {}

  /**
   * A value.
   *
   * @param letter which, in lower case
   * @param parts how many parts of it, from the right
   * @param reversed whether its parts are reversed first
   * @param delimiters what parts them
   * @param escaped whether it is escaped as in a URL
   */
  record Macro(char letter, int parts, boolean reversed, String delimiters, boolean escaped)
      implements Piece {}

  /** What macros stand for. */
  interface Values {
    /** The value of a letter; may wait for DNS. */
    String of(char letter) throws InterruptedException;
  }

  /**
   * Reads a text.
   *
   * @param explaining whether it is an explanation, which may have blanks and more macros
   */
  static MacroString parse(String text, boolean explaining) throws MalformedException {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '%') {
        at = macro(text, at, explaining, pieces);
      } else {
        int next = text.indexOf('%', at);
        String literal = text.substring(at, next < 0 ? text.length() : next);
        requireVisible(literal, explaining);
        pieces.add(new Literal(literal));
        at += literal.length();
      }
    }
    return new MacroString(pieces);
  }

  private static void requireVisible(String text, boolean blanks) throws MalformedException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > '~' || c < ' ' || c == ' ' && !blanks) {
        throw new MalformedException("character %d is not allowed in it".formatted((int) c));
      }
    }
  }

  /** Reads what begins with a percent sign; where it ends. */
  private static int macro(String text, int at, boolean explaining, List<Piece> pieces)
      throws MalformedException {
    String escape =
        switch (at + 1 < text.length() ? text.charAt(at + 1) : ' ') {
          case '%' -> "%";
          case '_' -> " ";
          case '-' -> "%20";
          default -> "";
        };
    if (!escape.isEmpty()) {
      pieces.add(new Escape(escape));
      return at + 2;
    }
    Matcher matcher = MACRO.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw new MalformedException("\"%s\" is no macro".formatted(text.substring(at)));
    }
    pieces.add(macro(matcher, explaining));
    return matcher.end();
  }

  private static Macro macro(Matcher matcher, boolean explaining) throws MalformedException {
    char written = matcher.group(1).charAt(0);
    char letter = Character.toLowerCase(written);
    boolean known =
        LETTERS.indexOf(letter) >= 0 || explaining && LETTERS_OF_EXPLANATIONS.indexOf(letter) >= 0;
    String digits = matcher.group(2);
    if (!known || digits.startsWith("0")) {
      throw new MalformedException("\"%s\" is no macro here".formatted(matcher.group()));
    }
    int parts = digits.isEmpty() || digits.length() > 2 ? PARTS_MAX : Integer.parseInt(digits);
    return new Macro(
        letter,
        parts,
        !matcher.group(3).isEmpty(),
        matcher.group(4).isEmpty() ? "." : matcher.group(4),
        letter != written);
  }

  /** The text with its values, no more of it than this many characters. */
  String expand(Values values, int charactersMax) throws InterruptedException {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      if (out.length() > charactersMax) {
        break;
      }
      out.append(text(piece, values));
    }
    out.setLength(Math.min(out.length(), charactersMax));
    return out.toString();
  }

  /** RFC 7208 section 7.3: as a name; what is too long loses labels on its left. */
  String expandName(Values values) throws InterruptedException {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces.reversed()) {
      if (out.length() > HostName.OCTETS_MAX + 1) {
        break;
      }
      out.insert(0, text(piece, values));
    }
    if (!out.isEmpty() && out.charAt(out.length() - 1) == '.') {
      out.setLength(out.length() - 1);
    }
    int from = 0;
    while (out.length() - from > HostName.OCTETS_MAX) {
      int dot = out.indexOf(".", from);
      from = dot < 0 ? out.length() : dot + 1;
    }
    return out.substring(from);
  }

  private static String text(Piece piece, Values values) throws InterruptedException {
    return switch (piece) {
      case Literal(var text) -> text;
      case Escape(var text) -> text;
      case Macro macro -> transformed(macro, values.of(macro.letter()));
    };
  }

  private static String transformed(Macro macro, String value) {
    List<String> parts = split(value, macro.delimiters());
    if (macro.reversed()) {
      Collections.reverse(parts);
    }
    int from = Math.max(0, parts.size() - macro.parts());
    String joined = String.join(".", parts.subList(from, parts.size()));
    return macro.escaped() ? escaped(joined) : joined;
  }

  private static List<String> split(String value, String delimiters) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < value.length(); i++) {
      if (delimiters.indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(value.substring(from));
    return parts;
  }

  /** RFC 3986 section 2.3: all but the unreserved characters. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || UNRESERVED.indexOf(c) >= 0;
      out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return out.toString();
  }
}
