package mailroad.transfer.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.wire.Wire;

/** Reads responses with their literals, within bounds: what a server says is not to be trusted either. Used by one task. */
public final class ResponseReader {
  private static final int LINE_OCTETS_MAX = 1 << 20;
  private static final int DEPTH_MAX = 50;
  private static final Pattern LITERAL = Pattern.compile("~?\\{(\\d{1,10})\\+?}$");

  private final Wire wire;
  private final Duration timeout;
  private final int literalOctetsMax;

  /**
   * A reader.
   *
   * @param timeout of each line and each literal
   * @param literalOctetsMax most octets of all literals of a response together
   */
  public ResponseReader(Wire wire, Duration timeout, int literalOctetsMax) {
    this.wire = wire;
    this.timeout = timeout;
    this.literalOctetsMax = literalOctetsMax;
  }

  /**
   * Reads one response.
   *
   * @throws ProtocolException if it is none, or too large
   */
  public Response next() throws IOException {
    StringBuilder text = new StringBuilder();
    List<byte[]> literals = new ArrayList<>();
    long literalOctets = 0;
    while (true) {
      String line =
          new String(wire.readLine(LINE_OCTETS_MAX, timeout).octets(), StandardCharsets.ISO_8859_1);
      text.append(line);
      Matcher literal = LITERAL.matcher(line);
      if (!literal.find()) {
        break;
      }
      long octets = Long.parseLong(literal.group(1));
      literalOctets += octets;
      if (literalOctets > literalOctetsMax || text.length() > LINE_OCTETS_MAX) {
        throw new ProtocolException(
            "the server sends %d octets where %d are the most"
                .formatted(literalOctets, literalOctetsMax));
      }
      literals.add(wire.readExactly((int) octets, timeout));
    }
    return new Parser(text.toString(), literals).response();
  }

  /** Takes one response apart. */
  private static final class Parser {
    private final String text;
    private final List<byte[]> literals;
    private int at;
    private int literal;

    Parser(String text, List<byte[]> literals) {
      this.text = text;
      this.literals = literals;
    }

    Response response() throws ProtocolException {
      int space = text.indexOf(' ');
      String tag = space < 0 ? text : text.substring(0, space);
      String rest = space < 0 ? "" : text.substring(space + 1);
      at = space < 0 ? text.length() : space + 1;
      boolean status = rest.matches("(?is)(?:OK|NO|BAD|BYE|PREAUTH)\\b.*") || tag.equals("+");
      return new Response(tag, status ? words(rest) : values(0), rest);
    }

    /** Of a status the first word alone is told apart: its text is free. */
    private static List<Value> words(String rest) {
      return List.of(new Value.Word(rest.split(" ", 2)[0]));
    }

    private List<Value> values(int depth) throws ProtocolException {
      if (depth > DEPTH_MAX) {
        throw new ProtocolException("lists nested deeper than " + DEPTH_MAX);
      }
      List<Value> values = new ArrayList<>();
      while (at < text.length() && text.charAt(at) != ')') {
        char c = text.charAt(at);
        if (c == ' ') {
          at++;
        } else if (c == '(') {
          at++;
          values.add(new Value.Many(values(depth + 1)));
          at++;
        } else if (c == '"') {
          values.add(new Value.Octets(quoted()));
        } else if (c == '{' || c == '~' && text.startsWith("{", at + 1)) {
          values.add(new Value.Octets(literal()));
        } else {
          values.add(new Value.Word(word()));
        }
      }
      if (depth == 0 && at < text.length()) {
        throw new ProtocolException("a parenthesis too many");
      }
      return values;
    }

    private byte[] quoted() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\') {
          at++;
        }
        out.write(at < text.length() ? text.charAt(at) : '?');
      }
      at++;
      return out.toByteArray();
    }

    private byte[] literal() throws ProtocolException {
      int end = text.indexOf('}', at);
      if (end < 0 || literal >= literals.size()) {
        throw new ProtocolException("a literal without its octets");
      }
      at = end + 1;
      return literals.get(literal++);
    }

    /** An atom; what stands in brackets belongs to it, as in {@code BODY[HEADER.FIELDS (To)]}. */
    private String word() {
      int from = at;
      int brackets = 0;
      while (at < text.length()) {
        char c = text.charAt(at);
        brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (brackets <= 0 && (c == ' ' || c == '(' || c == ')') && at > from) {
          break;
        }
        at++;
      }
      return text.substring(from, at);
    }
  }
}
