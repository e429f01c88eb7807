package mailroad.imap.session;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mailroad.mime.Charsets;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.Part;
import org.jspecify.annotations.Nullable;

/**
 * What people read of a message: fields and text parts, decoded. Of parts that are no text only the header sections are
 * looked at. Text is decoded once, however many keys look for something in it. Used by one task, for one message.
 */
final class MessageText {
  private final MessageReading reading;
  private final int octetsMax;
  private @Nullable List<String> body;

  /**
   * The text of a message.
   *
   * @param octetsMax octets of the text parts that are looked into
   */
  MessageText(MessageReading reading, int octetsMax) {
    this.reading = reading;
    this.octetsMax = octetsMax;
  }

  Header header() throws IOException {
    return reading.header();
  }

  /** Whether header section or body have the text. */
  boolean has(Needle needle) throws IOException {
    for (Field field : header().fields()) {
      if (needle.isIn(Needle.fold(shown(field)))) {
        return true;
      }
    }
    return bodyHas(needle);
  }

  /** Whether the body has the text; it includes the header sections of parts. */
  boolean bodyHas(Needle needle) throws IOException {
    return body().stream().anyMatch(needle::isIn);
  }

  /** All texts of the header section and the body, folded. */
  List<String> all() throws IOException {
    List<String> all = new ArrayList<>();
    addFields(header(), all);
    all.addAll(body());
    return all;
  }

  private static String shown(Field field) {
    return field.name() + ": " + field.text();
  }

  /** The body's texts, folded. */
  List<String> body() throws IOException {
    List<String> known = body;
    if (known == null) {
      known = new ArrayList<>();
      collect(reading.whole().root(), octetsMax, known);
      body = known;
    }
    return known;
  }

  /** Adds the texts of a part's body; gives how many octets may still be looked into. */
  private int collect(Part part, int octetsLeft, List<String> texts) throws IOException {
    return switch (part.content()) {
      case Part.Content.Octets() -> {
        int octets = part.type().is("text") ? (int) Math.min(part.bodySize(), octetsLeft) : 0;
        if (octets > 0) {
          texts.add(Needle.fold(text(part, octets)));
        }
        yield octetsLeft - octets;
      }
      case Part.Content.Message(var message) -> {
        addFields(message.header(), texts);
        yield collect(message, octetsLeft, texts);
      }
      case Part.Content.Parts(var parts) -> {
        int left = octetsLeft;
        for (Part child : parts) {
          addFields(child.header(), texts);
          left = collect(child, left, texts);
        }
        yield left;
      }
    };
  }

  private static void addFields(Header header, List<String> texts) {
    header.fields().forEach(field -> texts.add(Needle.fold(shown(field))));
  }

  private String text(Part part, int octets) throws IOException {
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
