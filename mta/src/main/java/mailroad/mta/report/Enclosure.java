package mailroad.mta.report;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import mailroad.kernel.Text;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;
import mailroad.mta.report.Unpacking.TooMuchException;

/**
 * The part of a message that brings a report: the first that can be one, opened within bounds of its size and of what it
 * unpacks to (A7, A23). How it is packed is told by its first octets, not by its name. Any number of tasks may use it.
 */
public final class Enclosure {
  private static final int PARTS_MAX = 50;
  private static final int REASON_CHARACTERS_MAX = 200;

  private final Bounds bounds;
  private final Predicate<Part> isReport;
  private final String missing;

  /**
   * How much is read.
   *
   * @param packedOctetsMax largest report, as it comes
   * @param unpackedOctetsMax largest report, once unpacked
   * @param ratioMax how much larger it may become by unpacking
   */
  public record Bounds(int packedOctetsMax, long unpackedOctetsMax, int ratioMax) {}

  /**
   * What may be the parts that are looked for.
   *
   * @param isReport by type and name
   * @param missing what is said of a message without any
   */
  public Enclosure(Bounds bounds, Predicate<Part> isReport, String missing) {
    this.bounds = bounds;
    this.isReport = isReport;
    this.missing = missing;
  }

  /** What opening came to. */
  public sealed interface Opened {
    /** A report to be read; closed by whoever reads it. */
    record Report(Unpacking in) implements Opened {}

    /** None, or one that is not read. */
    record Faulty(String reason) implements Opened {}
  }

  /**
   * Opens it.
   *
   * @throws IOException if the machine fails
   */
  public Opened open(Octets message) throws IOException {
    Part root = Structure.read(message, MimeLimits.DEFAULT).root();
    Optional<Part> part = find(List.of(root), new int[1]);
    return part.isPresent() ? open(message, part.get()) : new Opened.Faulty(missing);
  }

  private Optional<Part> find(List<Part> parts, int[] seen) {
    for (Part part : parts) {
      if (seen[0]++ >= PARTS_MAX) {
        return Optional.empty();
      }
      if (isReport.test(part)) {
        return Optional.of(part);
      }
      Optional<Part> within = find(part.parts(), seen);
      if (within.isPresent()) {
        return within;
      }
    }
    return Optional.empty();
  }

  private Opened open(Octets message, Part part) throws IOException {
    if (part.bodySize() > 2L * bounds.packedOctetsMax()) {
      return tooLarge();
    }
    byte[] octets =
        part.transferEncoding().decode(message.range(part.bodyFrom(), (int) part.bodySize()));
    if (octets.length > bounds.packedOctetsMax()) {
      return tooLarge();
    }
    try {
      return new Opened.Report(unpack(octets));
    } catch (IOException e) {
      return new Opened.Faulty(reason(e, "it cannot be unpacked"));
    }
  }

  private Opened tooLarge() {
    return new Opened.Faulty(
        "the report has more than %d octets".formatted(bounds.packedOctetsMax()));
  }

  private Unpacking unpack(byte[] octets) throws IOException {
    if (startsWith(octets, 0x1F, 0x8B)) { // RFC 1952 section 2.3.1
      return Unpacking.gzip(octets, bounds.unpackedOctetsMax(), bounds.ratioMax());
    }
    return startsWith(octets, 'P', 'K')
        ? Unpacking.zip(octets, bounds.unpackedOctetsMax(), bounds.ratioMax())
        : Unpacking.plain(octets, bounds.unpackedOctetsMax());
  }

  private static boolean startsWith(byte[] octets, int first, int second) {
    return octets.length > 2 && (octets[0] & 0xFF) == first && (octets[1] & 0xFF) == second;
  }

  /** One line about what went wrong; what was too much is told by number, wherever it was met. */
  public static String reason(Exception e, String otherwise) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof TooMuchException tooMuch) {
        return String.valueOf(tooMuch.getMessage());
      }
    }
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return otherwise
        + ": "
        + Text.visible(first.substring(0, Math.min(first.length(), REASON_CHARACTERS_MAX)));
  }
}
