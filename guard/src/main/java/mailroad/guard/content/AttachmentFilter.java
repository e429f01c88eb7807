package mailroad.guard.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.text.MessageTexts;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.World;
import mailroad.mime.DecodedBody;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;

/** Looks at the files that hang on a message, by what they really are. Any number of tasks may ask at once. */
public final class AttachmentFilter implements Filter {
  /** Up to where the mark of a disk image stands. */
  private static final int HEAD_OCTETS = 33_000;

  private final ContentConfig config;
  private final Turns turns;

  /** A filter by these rules. */
  public AttachmentFilter(World world, ContentConfig config) {
    this.config = config;
    this.turns = new Turns(world, config.archives().atOnce());
  }

  @Override
  public String name() {
    return "attachments";
  }

  @Override
  public boolean looksAt(Suspect suspect) {
    return config.enabled()
        && (config.submitted() || suspect.direction() == Suspect.Direction.INCOMING);
  }

  @Override
  public Opinion look(Suspect suspect) throws FilterException, InterruptedException {
    return look(suspect.arriving().content(), suspect.structure());
  }

  Opinion look(Octets message, Structure structure) throws FilterException, InterruptedException {
    List<Part> files = new ArrayList<>();
    Findings findings = new Findings(config);
    collect(structure.root(), files, findings);
    if (structure.cut()) {
      findings.add(
          FileFinding.UNREADABLE_ARCHIVE, "the message", "has more parts than are looked at");
    }
    if (!files.isEmpty()) {
      try (Turns.Turn _ = turns.take()) {
        Unpacking unpacking = new Unpacking(config, findings);
        for (Part file : files) {
          unpacking.look(item(message, file), 0);
        }
      } catch (IOException e) {
        throw new FilterException("cannot read the message", e);
      }
    }
    return findings.isEmpty() ? Opinion.NONE : findings.opinion();
  }

  /** A part is a file if it is no text to be read, or if it has a name. */
  private static void collect(Part part, List<Part> files, Findings findings) {
    switch (part.content()) {
      case Part.Content.Octets() -> {
        if (!MessageTexts.isText(part) || part.fileName().isPresent()) {
          files.add(part);
        }
        // RFC 2046 section 5.2.2: what others complete is nothing that anybody could look into.
        if (part.type().is("message", "partial")) {
          findings.add(FileFinding.UNREADABLE_ARCHIVE, "the message", "is only a piece of one");
        }
      }
      case Part.Content.Message(var enclosed) -> collect(enclosed, files, findings);
      case Part.Content.Parts(var parts) -> parts.forEach(child -> collect(child, files, findings));
    }
  }

  private Unpacking.Item item(Octets message, Part part) throws IOException {
    String written = part.fileName().orElse("");
    FileName name = FileName.of(written);
    return new Unpacking.Item(
        name.toString(), name, head(message, part), () -> whole(message, part));
  }

  /** Base64 takes four octets for three, and a line end now and then; quoted-printable may take three for one. */
  private static byte[] head(Octets message, Part part) throws IOException {
    int coded = (int) Math.min(part.bodySize(), HEAD_OCTETS * 3L / 2);
    byte[] octets = part.transferEncoding().decode(message.range(part.bodyFrom(), coded));
    return octets.length > HEAD_OCTETS ? java.util.Arrays.copyOf(octets, HEAD_OCTETS) : octets;
  }

  private Optional<byte[]> whole(Octets message, Part part) throws IOException {
    int max = config.archives().fileOctetsMax();
    // No encoding makes a file smaller than it is, so that what is much larger need not be decoded.
    if (part.bodySize() > 4L * max) {
      return Optional.empty();
    }
    DecodedBody body = DecodedBody.of(message, part);
    if (body.size() > max) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) body.size());
    body.copy(0, body.size(), out::write);
    return Optional.of(out.toByteArray());
  }
}
