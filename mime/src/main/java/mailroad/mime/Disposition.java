package mailroad.mime;

import java.util.Locale;
import java.util.Optional;

/**
 * How a part wants to be shown (RFC 2183).
 *
 * @param kind {@code inline}, {@code attachment} or another, in lower case
 */
public record Disposition(String kind, Parameters parameters) {
  /** Reads the value of a Content-Disposition field; empty if it names none. */
  public static Optional<Disposition> parse(String value, MimeLimits limits) {
    Lexer lexer = Lexer.parameters(value);
    if (lexer.nextButComments() != Lexer.Kind.WORD) {
      return Optional.empty();
    }
    String kind = lexer.token().toLowerCase(Locale.ROOT);
    return Optional.of(new Disposition(kind, Parameters.read(lexer, limits.parametersMax())));
  }
}
