package mailroad.mime;

import java.util.Locale;
import java.util.Optional;

/**
 * What a part holds (RFC 2045 section 5).
 *
 * @param type such as {@code text}, in lower case
 * @param subtype such as {@code plain}, in lower case
 */
public record ContentType(String type, String subtype, Parameters parameters) {
  /** RFC 2045 section 5.2: what a part holds that does not say. */
  public static final ContentType PLAIN_TEXT =
      new ContentType(
          "text",
          "plain",
          new Parameters(java.util.List.of(new Parameters.Parameter("charset", "us-ascii"))));

  /** RFC 2046 section 5.1.5: what parts of a digest hold that do not say. */
  public static final ContentType MESSAGE = new ContentType("message", "rfc822", Parameters.NONE);

  /** Octets that nobody looks into. */
  public static final ContentType OPAQUE =
      new ContentType("application", "octet-stream", Parameters.NONE);

  /** Reads the value of a Content-Type field; empty if it names no type. */
  public static Optional<ContentType> parse(String value, MimeLimits limits) {
    Lexer lexer = Lexer.parameters(value);
    if (lexer.nextButComments() != Lexer.Kind.WORD) {
      return Optional.empty();
    }
    String type = lexer.token().toLowerCase(Locale.ROOT);
    lexer.nextButComments();
    if (!lexer.is('/') || lexer.nextButComments() != Lexer.Kind.WORD) {
      return Optional.empty();
    }
    String subtype = lexer.token().toLowerCase(Locale.ROOT);
    return Optional.of(
        new ContentType(type, subtype, Parameters.read(lexer, limits.parametersMax())));
  }

  /** Whether this is of a type, such as {@code multipart}. */
  public boolean is(String otherType) {
    return type.equals(otherType);
  }

  /** Whether this is of a type and subtype. */
  public boolean is(String otherType, String otherSubtype) {
    return type.equals(otherType) && subtype.equals(otherSubtype);
  }

  @Override
  public String toString() {
    return type + "/" + subtype;
  }
}
