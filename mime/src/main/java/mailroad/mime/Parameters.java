package mailroad.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Parameters of a MIME field, {@code ; name=value} (RFC 2045 section 5.1, RFC 2231).
 *
 * @param list names in lower case and values, in their order. Continuations ({@code name*0}) are joined;
 *     a value with a charset keeps its form, and its name the star (RFC 2231 section 6 wants exactly that
 *     of IMAP)
 */
public record Parameters(List<Parameter> list) {
  /** None. */
  public static final Parameters NONE = new Parameters(List.of());

  /** One parameter: name in lower case, and value. */
  public record Parameter(String name, String value) {}

  /** The parameters do not change. */
  public Parameters {
    list = List.copyOf(list);
  }

  /** The value of a parameter as people read it: RFC 2231 charsets and, as many write them, encoded words decoded. */
  public Optional<String> value(String name) {
    Optional<String> extended = raw(name + "*").map(Parameters::decodeExtended);
    return extended.isPresent() ? extended : raw(name).map(EncodedWords::decode);
  }

  private Optional<String> raw(String name) {
    return list.stream().filter(p -> p.name().equals(name)).map(Parameter::value).findFirst();
  }

  /** RFC 2231 section 4: {@code charset'language'percent-encoded}. */
  private static String decodeExtended(String value) {
    int first = value.indexOf('\'');
    int second = first < 0 ? -1 : value.indexOf('\'', first + 1);
    Charset charset =
        second < 0
            ? StandardCharsets.UTF_8
            : Charsets.named(value.substring(0, first)).orElse(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] coded = value.substring(second + 1).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < coded.length; i++) {
      int high = coded[i] == '%' && i + 2 < coded.length ? Character.digit(coded[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(coded[i + 2], 16) : -1;
      if (low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(coded[i]);
      }
    }
    return out.toString(charset);
  }

  /** Reads what follows a field's main value; the lexer stands before the first semicolon. */
  static Parameters read(Lexer lexer, int max) {
    Map<String, String> plain = new LinkedHashMap<>();
    Map<String, TreeMap<Integer, Segment>> continued = new LinkedHashMap<>();
    int n = 0;
    Lexer.Kind kind = lexer.kind();
    while (kind != Lexer.Kind.END && n < max) {
      kind = lexer.nextButComments();
      if (kind != Lexer.Kind.WORD) {
        continue; // semicolons, and what does not belong here
      }
      String name = lexer.token().toLowerCase(Locale.ROOT);
      kind = lexer.nextButComments();
      if (!lexer.is('=')) {
        continue;
      }
      String value = value(lexer);
      kind = lexer.kind();
      n++;
      if (!continuation(name, value, continued)) {
        plain.putIfAbsent(name, value);
      } else {
        plain.putIfAbsent(name.substring(0, name.indexOf('*')), "");
      }
    }
    return joined(plain, continued);
  }

  /** One piece of a continued value. */
  private record Segment(String value, boolean extended) {}

  /** The value after an equals sign. An unquoted one may hold what should have been quoted. */
  private static String value(Lexer lexer) {
    Lexer.Kind kind = lexer.nextButComments();
    if (kind == Lexer.Kind.QUOTED) {
      return lexer.token();
    }
    StringBuilder out = new StringBuilder();
    while (kind != Lexer.Kind.END && !lexer.is(';') && kind != Lexer.Kind.COMMENT) {
      if (lexer.afterBlank() && !out.isEmpty()) {
        out.append(' ');
      }
      out.append(lexer.token());
      kind = lexer.next();
    }
    return out.toString();
  }

  /** RFC 2231 section 3: {@code name*0}, {@code name*1*}. Whether this is one. */
  private static boolean continuation(
      String name, String value, Map<String, TreeMap<Integer, Segment>> continued) {
    int star = name.indexOf('*');
    boolean extended = name.endsWith("*");
    if (star <= 0 || star == name.length() - 1) {
      return false;
    }
    String number = name.substring(star + 1, extended ? name.length() - 1 : name.length());
    if (number.isEmpty()
        || number.length() > 4
        || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    continued
        .computeIfAbsent(name.substring(0, star), _ -> new TreeMap<>())
        .putIfAbsent(Integer.parseInt(number), new Segment(value, extended));
    return true;
  }

  private static Parameters joined(
      Map<String, String> plain, Map<String, TreeMap<Integer, Segment>> continued) {
    List<Parameter> out = new ArrayList<>();
    plain.forEach((name, value) -> {
      TreeMap<Integer, Segment> segments = continued.get(name);
      out.add(segments == null ? new Parameter(name, value) : joined(name, segments));
    });
    return new Parameters(out);
  }

  private static Parameter joined(String name, TreeMap<Integer, Segment> segments) {
    boolean extended = segments.values().stream().anyMatch(Segment::extended);
    StringBuilder value = new StringBuilder();
    int expected = 0;
    for (Map.Entry<Integer, Segment> entry : segments.entrySet()) {
      if (entry.getKey() != expected++) {
        break; // one is missing: RFC 2231 knows no way on
      }
      Segment segment = entry.getValue();
      boolean escape = extended && !segment.extended();
      value.append(escape ? segment.value().replace("%", "%25") : segment.value());
    }
    return new Parameter(extended ? name + "*" : name, value.toString());
  }
}
