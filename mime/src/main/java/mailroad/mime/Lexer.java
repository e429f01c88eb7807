package mailroad.mime;

/**
 * Takes a structured field value apart: words, quoted strings, comments, domain literals and single
 * specials (RFC 5322 section 3.2). One pass; comments may nest as deep as they like, since their depth
 * is counted and not recursed into. What is left open ends with the text.
 */
final class Lexer {
  /** What a token is. */
  enum Kind {
    /** A run of characters that are neither blanks nor specials. */
    WORD,
    /** A quoted string, without its quotes. */
    QUOTED,
    /** A comment, without its parentheses. */
    COMMENT,
    /** A domain literal, with its brackets. */
    LITERAL,
    /** One special character. */
    SPECIAL,
    /** Nothing is left. */
    END
  }

  private final String text;
  private final String specials;
  private int at;
  private Kind kind = Kind.END;
  private String token = "";
  private boolean afterBlank;

  /** A lexer that takes each of these characters for a token of its own. */
  Lexer(String text, String specials) {
    this.text = text;
    this.specials = specials;
  }

  /** For addresses: RFC 5322 section 3.4. The dot is no special here: it belongs to words. */
  static Lexer addresses(String text) {
    return new Lexer(text, "<>@,;:");
  }

  /** For MIME fields: RFC 2045 section 5.1. The slash is one; what else {@code tspecials} has is read as part of words. */
  static Lexer parameters(String text) {
    return new Lexer(text, "/;=");
  }

  /** Steps to the next token. */
  Kind next() {
    int before = at;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    afterBlank = at > before;
    kind = at == text.length() ? Kind.END : kindAt(text.charAt(at));
    token =
        switch (kind) {
          case END -> "";
          case QUOTED -> quoted('"');
          case COMMENT -> comment();
          case LITERAL -> "[" + quoted(']') + "]";
          case SPECIAL -> text.substring(at, ++at);
          case WORD -> word();
        };
    return kind;
  }

  private Kind kindAt(char c) {
    return switch (c) {
      case '"' -> Kind.QUOTED;
      case '(' -> Kind.COMMENT;
      case '[' -> Kind.LITERAL;
      default -> specials.indexOf(c) >= 0 ? Kind.SPECIAL : Kind.WORD;
    };
  }

  /** Steps to the next token that is no comment. */
  Kind nextButComments() {
    while (next() == Kind.COMMENT) {
      // passed over
    }
    return kind;
  }

  Kind kind() {
    return kind;
  }

  /** The present token's text. */
  String token() {
    return token;
  }

  /** Whether the present token is this special. */
  boolean is(char special) {
    return kind == Kind.SPECIAL && token.charAt(0) == special;
  }

  /** Whether blanks stand before the present token. */
  boolean afterBlank() {
    return afterBlank;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private String word() {
    int from = at;
    do {
      at++;
    } while (at < text.length() && !endsWord(text.charAt(at)));
    return text.substring(from, at);
  }

  private boolean endsWord(char c) {
    return isBlank(c) || c == '"' || c == '(' || specials.indexOf(c) >= 0;
  }

  private String quoted(char close) {
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != close) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      out.append(text.charAt(at++));
    }
    at = Math.min(at + 1, text.length());
    return out.toString();
  }

  private String comment() {
    StringBuilder out = new StringBuilder();
    int depth = 1;
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        break;
      }
      out.append(c);
    }
    return out.toString().strip();
  }
}
