package mailroad.search;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import mailroad.mime.Charsets;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;
import org.jspecify.annotations.Nullable;

/**
 * What people read of a message: fields and text parts, decoded and folded. Of HTML both what is written and what is shown;
 * of parts that are no text, only the header sections. Text is decoded once, however many keys look for something in it.
 * Used by one task, for one message.
 */
public final class MessageText {
  private final Octets octets;
  private final Reading reading;
  private final int octetsMax;
  private @Nullable List<String> head;
  private @Nullable List<String> body;
  private boolean cut;

  /** Reads header section and structure of the message, with all fields. */
  public interface Reading {
    /** The message's header section. */
    Header header() throws IOException;

    /** The message's structure. */
    Structure structure() throws IOException;

    /** One that is read already. */
    static Reading of(Structure structure) {
      return new Reading() {
        @Override
        public Header header() {
          return structure.root().header();
        }

        @Override
        public Structure structure() {
          return structure;
        }
      };
    }
  }

  /**
   * The text of a message.
   *
   * @param octetsMax octets of the text parts that are looked into
   */
  public MessageText(Octets octets, Reading reading, int octetsMax) {
    this.octets = octets;
    this.reading = reading;
    this.octetsMax = octetsMax;
  }

  /** The message's header section. */
  public Header header() throws IOException {
    return reading.header();
  }

  /** Whether header section or body have the text. */
  public boolean has(Needle needle) throws IOException {
    return head().stream().anyMatch(needle::isIn) || bodyHas(needle);
  }

  /** Whether the body has the text; it includes the header sections of parts. */
  public boolean bodyHas(Needle needle) throws IOException {
    return body().stream().anyMatch(needle::isIn);
  }

  /** All texts of the header section and the body, folded. */
  public List<String> all() throws IOException {
    List<String> all = new ArrayList<>(head());
    all.addAll(body());
    return all;
  }

  /** The fields of the header section, folded, each with its name. */
  public List<String> head() throws IOException {
    List<String> known = head;
    if (known == null) {
      known = new ArrayList<>();
      addFields(header(), known);
      head = known;
    }
    return known;
  }

  /** The body's texts, folded. */
  public List<String> body() throws IOException {
    List<String> known = body;
    if (known == null) {
      known = new ArrayList<>();
      collect(reading.structure().root(), octetsMax, known);
      body = known;
    }
    return known;
  }

  /** Whether the body has more text than was looked into; to be asked after {@link #body}. */
  public boolean isCut() {
    return cut;
  }

  /** Adds the texts of a part's body; gives how many octets may still be looked into. */
  private int collect(Part part, int octetsLeft, List<String> texts) throws IOException {
    return switch (part.content()) {
      case Part.Content.Octets() ->
          part.type().is("text") ? add(part, octetsLeft, texts) : octetsLeft;
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

  private int add(Part part, int octetsLeft, List<String> texts) throws IOException {
    int size = (int) Math.min(part.bodySize(), octetsLeft);
    cut |= size < part.bodySize();
    if (size > 0) {
      String text = text(part, size);
      texts.add(Needle.fold(text));
      if (part.type().is("text", "html")) {
        texts.add(Needle.fold(HtmlText.shown(text)));
      }
    }
    return octetsLeft - size;
  }

  private static void addFields(Header header, List<String> texts) {
    header.fields().forEach(field -> texts.add(Needle.fold(shown(field))));
  }

  private static String shown(Field field) {
    return field.name() + ": " + field.text();
  }

  private String text(Part part, int size) throws IOException {
    byte[] coded = octets.range(part.bodyFrom(), size);
    Charset charset =
        part.type()
            .parameters()
            .value("charset")
            .flatMap(Charsets::named)
            .orElse(StandardCharsets.UTF_8);
    return new String(part.transferEncoding().decode(coded), charset);
  }
}
