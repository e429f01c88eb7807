package mailroad.imap.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A command as it came, taken apart from front to back. Literals stand in it as on the wire: <code>{n}</code>,
 * CRLF, and n octets (RFC 3501 section 4.3). Never looks at an octet more than a few times.
 */
public final class Input {
  private final byte[] octets;
  private final NameForm names;
  private int at;

  /** A command, without the CRLF at its end. */
  public Input(byte[] octets) {
    this(octets, NameForm.MODIFIED_UTF_7);
  }

  /** The same, with mailbox names written so. */
  public Input(byte[] octets, NameForm names) {
    this.octets = octets;
    this.names = names;
  }

  /** How mailbox names are written in it. */
  public NameForm names() {
    return names;
  }

  /** The next octet, -1 at the end. */
  public int peek() {
    return at < octets.length ? octets[at] & 0xFF : -1;
  }

  /** Whether all was taken. */
  public boolean atEnd() {
    return at == octets.length;
  }

  /** Takes this octet if it is the next one. */
  public boolean take(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes these octets, in whatever case, if they are the next ones. */
  public boolean take(String word) {
    if (octets.length - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (Character.toUpperCase(octets[at + i] & 0xFF) != Character.toUpperCase(word.charAt(i))) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  /** Takes this octet, which must be the next one. */
  public void need(char c) throws Malformed {
    if (!take(c)) {
      throw new Malformed(
          switch (c) {
            case ' ' -> "space expected";
            case '\r', '\n' -> "line end expected";
            default -> "'" + c + "' expected";
          });
    }
  }

  /** Takes the one space that must stand here. */
  public void space() throws Malformed {
    need(' ');
  }

  /** Nothing may be left. */
  public void end() throws Malformed {
    if (!atEnd()) {
      throw new Malformed("nothing more expected here");
    }
  }

  /** {@code tag}: RFC 3501 section 9. */
  public String tag() throws Malformed {
    return run(c -> isAstringChar(c) && c != '+', "tag expected");
  }

  /** {@code atom}. */
  public String atom() throws Malformed {
    return run(Input::isAtomChar, "atom expected");
  }

  /** An {@code atom} in upper case, as the names of commands and their arguments. */
  public String word() throws Malformed {
    return atom().toUpperCase(Locale.ROOT);
  }

  /** {@code astring} as octets. */
  public byte[] astring() throws Malformed {
    return isString()
        ? string()
        : run(Input::isAstringChar, "string expected").getBytes(StandardCharsets.US_ASCII);
  }

  /** {@code astring} as text; octets beyond ASCII are read as UTF-8. */
  public String astringText() throws Malformed {
    return new String(astring(), StandardCharsets.UTF_8);
  }

  /** {@code list-mailbox}: an astring that may have wildcards. */
  public String pattern() throws Malformed {
    return isString()
        ? new String(string(), StandardCharsets.UTF_8)
        : run(c -> isAstringChar(c) || c == '%' || c == '*', "mailbox pattern expected");
  }

  /** {@code nstring}: a string, or empty for NIL. */
  public Optional<byte[]> nstring() throws Malformed {
    if (isString()) {
      return Optional.of(string());
    }
    if (take("NIL")) {
      return Optional.empty();
    }
    throw new Malformed("string or NIL expected");
  }

  private boolean isString() {
    return peek() == '"' || peek() == '{';
  }

  /** {@code string}: quoted or literal. */
  public byte[] string() throws Malformed {
    return peek() == '{' ? literal() : quoted();
  }

  private byte[] quoted() throws Malformed {
    if (!take('"')) {
      throw new Malformed("string expected");
    }
    byte[] out = new byte[octets.length - at];
    int n = 0;
    while (!take('"')) {
      int c = peek();
      if (c == '\\') {
        at++;
        c = peek();
        if (c != '"' && c != '\\') {
          throw new Malformed("only \\\\ and \\\" may be escaped in a quoted string");
        }
      }
      if (c <= 0 || c == '\r' || c == '\n') {
        throw new Malformed("quoted string without its end, or with NUL, CR or LF");
      }
      out[n++] = (byte) c;
      at++;
    }
    return Arrays.copyOf(out, n);
  }

  private byte[] octetsOfLiteral() throws Malformed {
    LiteralMark mark = literalMark();
    if (atEnd()) {
      throw Malformed.unfinished();
    }
    need('\r');
    need('\n');
    if (mark.octets() > octets.length - at) {
      throw new Malformed("literal without its octets");
    }
    byte[] literal = Arrays.copyOfRange(octets, at, at + (int) mark.octets());
    at += literal.length;
    return literal;
  }

  /** {@code literal8}: any octets, NUL too (RFC 3516 section 7). */
  public byte[] literal8() throws Malformed {
    return octetsOfLiteral();
  }

  private byte[] literal() throws Malformed {
    byte[] literal = octetsOfLiteral();
    for (byte c : literal) {
      if (c == 0) {
        throw new Malformed("NUL in a literal");
      }
    }
    return literal;
  }

  /**
   * <code>{n}</code> or <code>{n+}</code> (RFC 7888 section 3), perhaps with {@code ~} before it (RFC 3516 section 4.4),
   * without the CRLF and the octets behind it.
   */
  public LiteralMark literalMark() throws Malformed {
    boolean binary = take('~');
    need('{');
    long size = number63(); // RFC 9051 section 4.3: number64
    boolean waits = !take('+');
    need('}');
    return new LiteralMark(size, waits, binary);
  }

  /** {@code number}: up to 32 bits. */
  public long number() throws Malformed {
    int from = at;
    long value = 0;
    while (peek() >= '0' && peek() <= '9') {
      value = value * 10 + (octets[at++] - '0');
      if (value > 0xFFFF_FFFFL) {
        throw new Malformed("number beyond 32 bits");
      }
    }
    if (at == from) {
      throw new Malformed("number expected");
    }
    return value;
  }

  /** {@code mod-sequence-valzer}: up to 63 bits (RFC 7162 section 7). */
  public long number63() throws Malformed {
    int from = at;
    long value = 0;
    while (peek() >= '0' && peek() <= '9') {
      int digit = octets[at++] - '0';
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw new Malformed("number beyond 63 bits");
      }
      value = value * 10 + digit;
    }
    if (at == from) {
      throw new Malformed("number expected");
    }
    return value;
  }

  /** All that is left, up to the end. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(octets, at, octets.length);
    at = octets.length;
    return rest;
  }

  private interface Kind {
    boolean holds(int c);
  }

  private String run(Kind kind, String otherwise) throws Malformed {
    int from = at;
    while (at < octets.length && kind.holds(octets[at] & 0xFF)) {
      at++;
    }
    if (at == from) {
      throw new Malformed(otherwise);
    }
    return new String(octets, from, at - from, StandardCharsets.US_ASCII);
  }

  private static boolean isAtomChar(int c) {
    return c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0;
  }

  private static boolean isAstringChar(int c) {
    return isAtomChar(c) || c == ']';
  }
}
