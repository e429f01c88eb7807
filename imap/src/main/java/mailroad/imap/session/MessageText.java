package mailroad.imap.session;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import mailroad.mime.Charsets;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.Part;

/**
 * What people read of a message: fields and text parts, decoded. Of parts that are no text only the header sections are
 * looked at, and of each text part no more than a limit.
 */
final class MessageText {
  private final MessageReading reading;
  private final int octetsMax;

  MessageText(MessageReading reading, int octetsMax) {
    this.reading = reading;
    this.octetsMax = octetsMax;
  }

  Header header() throws IOException {
    return reading.header();
  }

  /** Whether header section or body have the text. */
  boolean has(Needle needle) throws IOException {
    return headerHas(header(), needle) || bodyHas(needle);
  }

  /** Whether the body has the text; it includes the header sections of parts. */
  boolean bodyHas(Needle needle) throws IOException {
    return bodyHas(reading.structure().root(), needle);
  }

  private boolean bodyHas(Part part, Needle needle) throws IOException {
    return switch (part.content()) {
      case Part.Content.Octets() -> part.type().is("text") && needle.isIn(text(part));
      case Part.Content.Message(var message) ->
          headerHas(message.header(), needle) || bodyHas(message, needle);
      case Part.Content.Parts(var parts) -> {
        for (Part child : parts) {
          if (headerHas(child.header(), needle) || bodyHas(child, needle)) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  private static boolean headerHas(Header header, Needle needle) {
    for (Field field : header.fields()) {
      if (needle.isIn(field.name() + ": " + field.text())) {
        return true;
      }
    }
    return false;
  }

  private String text(Part part) throws IOException {
    int octets = (int) Math.min(part.bodySize(), octetsMax);
    byte[] coded = reading.octets().range(part.bodyFrom(), octets);
    Charset charset =
        part.type()
            .parameters()
            .value("charset")
            .flatMap(Charsets::named)
            .orElse(StandardCharsets.UTF_8);
    return new String(part.transferEncoding().decode(coded), charset);
  }
}
