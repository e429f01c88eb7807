package mailroad.wire.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/**
 * A dialogue with a server, as text:
 *
 * <pre>
 * # a comment; empty lines are passed over
 * S: +OK *              the server's next line is like this: * stands for anything, \* for itself
 * C: USER joe           the client sends this line, and CRLF
 * C+ STAT\r\nLIST\r\n   the client sends exactly this, with no CRLF of its own
 * C/ 1000000 x          the client sends the text so many times, with no CRLF
 * S~ .                  the server's lines are passed over up to one like this
 * = on second           from here on over another connection, opened at its first use ("first" at the start)
 * = tls                 the client starts TLS
 * = deflate             the client begins to compress (RFC 4978)
 * = half-close          the client ends its stream, and reads on
 * = close               the client closes without a word
 * = closed              the server closes, having sent no more
 * </pre>
 *
 * <p>In all of them {@code \r \n \t \0 \\ \xHH} stand for octets, any other backslash for itself, and
 * {@code ${name}} for a value that the caller gives. A server's line that ends in a bare LF is like {@code
 * text\n}.
 */
public final class Script {
  private static final java.util.regex.Pattern VARIABLE =
      java.util.regex.Pattern.compile("\\$\\{([a-z0-9-]+)}");
  private static final int SEND_OCTETS_MAX = 100_000_000;

  private final List<Step> steps;

  private Script(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads a script.
   *
   * @param values what the script's {@code ${name}} stand for
   * @throws IllegalArgumentException if a line is none of a script's; the message names it
   */
  public static Script parse(String text, Map<String, String> values) {
    List<Step> steps = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          steps.add(step(number, fill(line, values)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("line %d: %s".formatted(number, e.getMessage()), e);
        }
      }
    }
    return new Script(steps);
  }

  /** Reads a script without {@code ${name}}. */
  public static Script parse(String text) {
    return parse(text, Map.of());
  }

  List<Step> steps() {
    return steps;
  }

  private static String fill(String line, Map<String, String> values) {
    return VARIABLE.matcher(line).replaceAll(found -> quoted(found, values));
  }

  private static String quoted(MatchResult found, Map<String, String> values) {
    String value = values.get(found.group(1));
    if (value == null) {
      throw new IllegalArgumentException("no value for " + found.group());
    }
    return java.util.regex.Matcher.quoteReplacement(value);
  }

  private static Step step(int number, String line) {
    String kind = line.substring(0, Math.min(2, line.length()));
    String rest =
        line.length() > 2 && line.charAt(2) == ' '
            ? line.substring(3)
            : line.substring(kind.length());
    return switch (kind) {
      case "C:" -> new Step.Send(number, Octets.unescape(rest) + "\r\n");
      case "C+" -> new Step.Send(number, Octets.unescape(rest));
      case "C/" -> new Step.Send(number, repeated(rest));
      case "S:" -> new Step.Expect(number, Pattern.parse(rest));
      case "S~" -> new Step.Await(number, Pattern.parse(rest));
      case "= " -> act(number, line.substring(2).strip());
      default -> throw new IllegalArgumentException("not a line of a script: " + line);
    };
  }

  private static String repeated(String rest) {
    String[] words = rest.split(" ", 2);
    String text = Octets.unescape(words.length > 1 ? words[1] : "");
    int times = Integer.parseInt(words[0]);
    if (text.isEmpty() || times < 0 || times > SEND_OCTETS_MAX / text.length()) {
      throw new IllegalArgumentException("C/ needs a number and a text, within 100 MB");
    }
    return text.repeat(times);
  }

  private static Step act(int number, String name) {
    if (name.startsWith("on ")) {
      return new Step.Use(number, name.substring(3).strip());
    }
    return switch (name) {
      case "tls" -> new Step.StartTls(number);
      case "deflate" -> new Step.Deflate(number);
      case "half-close" -> new Step.HalfClose(number);
      case "close" -> new Step.Close(number);
      case "closed" -> new Step.ExpectClose(number);
      default -> throw new IllegalArgumentException("not an act: " + name);
    };
  }
}
