package mailroad.imap.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.Section;
import mailroad.mailbox.Outline;
import mailroad.mime.DecodedBody;
import mailroad.mime.Envelope;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Preview;
import mailroad.mime.Structure;
import mailroad.mime.TransferEncoding;
import org.jspecify.annotations.Nullable;

/**
 * One message as FETCH and SEARCH read it: no more of it than is asked for. What its outline says is not read from the
 * content. Used by one task.
 */
final class MessageReading {
  private static final MimeLimits LIMITS = MimeLimits.DEFAULT;

  /** Smaller messages are looked into at once. */
  private static final int LAZY_OCTETS_MAX = 65_536;

  private final long uid;
  private final Octets octets;
  private final Structures structures;
  private final Optional<Outline> outline;
  private @Nullable Header header;

  /** A message of which nothing is known. */
  MessageReading(long uid, Octets octets, Structures structures) {
    this(uid, octets, structures, Optional.empty());
  }

  /** A message of which an outline is known, if it is. */
  MessageReading(long uid, Octets octets, Structures structures, Optional<Outline> outline) {
    this.uid = uid;
    this.octets = octets;
    this.structures = structures;
    this.outline = outline;
  }

  /** Where the octets of a section are. */
  sealed interface Located {
    /** In the message. */
    record Range(long from, long count) implements Located {}

    /** Here: fields picked from a header section. */
    record Picked(byte[] octets) implements Located {}

    /** Nowhere: the message has no such part. */
    record Nowhere() implements Located {}
  }

  Octets octets() {
    return octets;
  }

  /** The message's own header section. */
  Header header() throws IOException {
    Header known = header;
    if (known == null) {
      known = Header.read(octets, 0, octets.size(), LIMITS);
      header = known;
    }
    return known;
  }

  /** What the message says of itself on its first page. */
  Envelope envelope() throws IOException {
    return outline.isPresent() ? outline.get().envelope() : Envelope.of(header(), LIMITS);
  }

  /** The message with its parts; of their header sections it may have those fields only that {@link Outline#lists} names. */
  Part root() throws IOException {
    return outline.isPresent() ? outline.get().root() : whole().root();
  }

  /** The message's structure with all fields of all header sections. */
  Structure whole() throws IOException {
    Optional<Structure> known = structures.of(uid);
    if (known.isPresent()) {
      return known.get();
    }
    Structure read = Structure.read(octets, LIMITS);
    structures.keep(uid, read);
    return read;
  }

  /** RFC 3501 section 6.4.5: the octets that a section names. */
  Located locate(Section section) throws IOException {
    if (section.part().isEmpty()) {
      return section.text() instanceof Section.Text.Whole
          ? new Located.Range(0, octets.size())
          : inMessage(section.text(), headerFor(section.text()), octets.size());
    }
    Optional<Part> part = new Structure(root(), false).part(section.part());
    return part.isEmpty() ? new Located.Nowhere() : inPart(section.text(), part.get());
  }

  /** What the octets of a part's body stand for, or that nobody can know. */
  sealed interface Decoded {
    /** This. */
    record Body(DecodedBody body) implements Decoded {}

    /** The message has no such part. */
    record Nowhere() implements Decoded {}

    /** The part's transfer encoding is one that we do not know (RFC 3516 section 4.2). */
    record Unknown() implements Decoded {}
  }

  /** RFC 3516 section 4.2: the body of a part, decoded; the message itself is told as it is. */
  Decoded decode(List<Integer> numbers) throws IOException {
    if (numbers.isEmpty()) {
      return new Decoded.Body(DecodedBody.of(octets, 0, octets.size(), TransferEncoding.IDENTITY));
    }
    Optional<Part> part = new Structure(root(), false).part(numbers);
    if (part.isEmpty()) {
      return new Decoded.Nowhere();
    }
    // RFC 2045 section 6.4: what holds parts is not encoded, whatever its header says.
    boolean encoded = part.get().content() instanceof Part.Content.Octets;
    TransferEncoding encoding = encoded ? part.get().transferEncoding() : TransferEncoding.IDENTITY;
    return encoding == TransferEncoding.UNKNOWN
        ? new Decoded.Unknown()
        : new Decoded.Body(
            DecodedBody.of(octets, part.get().bodyFrom(), part.get().bodyTo(), encoding));
  }

  /** The beginning of the text (RFC 8970); empty if that would take work, and none is wanted. */
  Optional<String> preview(boolean lazy) throws IOException {
    boolean work =
        outline.isEmpty() && structures.of(uid).isEmpty() && octets.size() > LAZY_OCTETS_MAX;
    return lazy && work
        ? Optional.empty()
        : Optional.of(Preview.of(octets, new Structure(root(), false)));
  }

  /** The message's header section, with the fields that this text takes of it. */
  private Header headerFor(Section.Text text) throws IOException {
    boolean outlined =
        switch (text) {
          case Section.Text.Fields(var names, var but) ->
              !but && names.stream().allMatch(Outline::lists);
          default -> true; // places only
        };
    return outlined && outline.isPresent() ? outline.get().header() : header();
  }

  private Located inPart(Section.Text text, Part part) throws IOException {
    return switch (text) {
      case Section.Text.Whole() -> new Located.Range(part.bodyFrom(), part.bodySize());
      case Section.Text.Mime() -> new Located.Range(part.from(), part.bodyFrom() - part.from());
      case Section.Text.Header _, Section.Text.Fields _, Section.Text.Body _ ->
          part.content() instanceof Part.Content.Message(var message)
              ? inMessage(text, enclosedHeader(message.header(), text), message.bodyTo())
              : new Located.Nowhere();
    };
  }

  private Header enclosedHeader(Header known, Section.Text text) throws IOException {
    return text instanceof Section.Text.Fields && outline.isPresent()
        ? Header.read(octets, known.from(), known.end(), LIMITS)
        : known;
  }

  /** Within a message that begins with this header section and ends at this place. */
  private Located inMessage(Section.Text text, Header head, long to) throws IOException {
    return switch (text) {
      case Section.Text.Header() -> new Located.Range(head.from(), head.end() - head.from());
      case Section.Text.Fields(var names, var but) -> new Located.Picked(pick(head, names, but));
      case Section.Text.Whole _, Section.Text.Body _, Section.Text.Mime _ ->
          new Located.Range(head.end(), to - head.end());
    };
  }

  /** The fields with their octets as they came, and the empty line. */
  private static byte[] pick(Header head, List<String> names, boolean but) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : head.fields()) {
      boolean named = names.stream().anyMatch(field::is);
      if (named != but) {
        out.writeBytes(field.octets());
      }
    }
    out.write('\r');
    out.write('\n');
    return out.toByteArray();
  }
}
