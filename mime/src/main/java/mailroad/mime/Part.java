package mailroad.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message or a part of one: header section and body, and where they stand in the message.
 *
 * @param header the header section; the body begins at its {@linkplain Header#end end}
 * @param type what the part holds, as far as it can be believed: a multipart without parts is {@link
 *     ContentType#PLAIN_TEXT}, one beyond the limits {@link ContentType#OPAQUE}
 * @param bodyTo place in the message after the body; the line end before a boundary is the boundary's
 *     (RFC 2046 section 5.1.1)
 * @param lines of the body, an unfinished last one counted
 * @param content what the body is made of
 */
public record Part(Header header, ContentType type, long bodyTo, long lines, Content content) {
  /** What a body is made of. */
  public sealed interface Content {
    /** Octets. */
    record Octets() implements Content {}

    /** Parts, at least one (RFC 2046 section 5.1). */
    record Parts(List<Part> parts) implements Content {
      /** The list does not change. */
      public Parts {
        parts = List.copyOf(parts);
      }
    }

    /** A message (RFC 2046 section 5.2.1). */
    record Message(Part part) implements Content {}
  }

  /** Place in the message of the header section's first octet. */
  public long from() {
    return header.from();
  }

  /** Place in the message of the body's first octet. */
  public long bodyFrom() {
    return header.end();
  }

  /** Octets of the body as it is written down, that is, encoded. */
  public long bodySize() {
    return bodyTo - bodyFrom();
  }

  /** The parts of a multipart, in order; none for other bodies. */
  public List<Part> parts() {
    return content instanceof Content.Parts(var parts) ? parts : List.of();
  }

  /** How the body is written down. */
  public TransferEncoding transferEncoding() {
    return header
        .value("Content-Transfer-Encoding")
        .map(Part::firstToken)
        .map(TransferEncoding::named)
        .orElse(TransferEncoding.IDENTITY);
  }

  /** The name of the transfer encoding as the header has it, in lower case; {@code 7bit} if it has none. */
  public String transferEncodingName() {
    return header
        .value("Content-Transfer-Encoding")
        .map(Part::firstToken)
        .filter(name -> !name.isEmpty())
        .orElse("7bit");
  }

  private static String firstToken(String value) {
    Lexer lexer = Lexer.parameters(value);
    return lexer.nextButComments() == Lexer.Kind.WORD ? lexer.token().toLowerCase(Locale.ROOT) : "";
  }

  /** How the part wants to be shown (RFC 2183). */
  public Optional<Disposition> disposition() {
    return header
        .value("Content-Disposition")
        .flatMap(value -> Disposition.parse(value, MimeLimits.DEFAULT));
  }

  /** The languages of the part (RFC 3282), none if it does not say. */
  public List<String> languages() {
    List<String> out = new ArrayList<>();
    Lexer lexer = new Lexer(header.value("Content-Language").orElse(""), ",");
    while (lexer.nextButComments() != Lexer.Kind.END && out.size() < 100) {
      if (lexer.kind() == Lexer.Kind.WORD) {
        out.add(lexer.token());
      }
    }
    return out;
  }

  /** The part's name for saving it to a file, as the sender gave it, not to be trusted (RFC 2183 section 2.3). */
  public Optional<String> fileName() {
    Optional<String> given = disposition().flatMap(d -> d.parameters().value("filename"));
    return given.isPresent() ? given : type.parameters().value("name");
  }
}
