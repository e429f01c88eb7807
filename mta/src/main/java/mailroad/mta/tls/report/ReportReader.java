package mailroad.mta.tls.report;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Text;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;
import mailroad.mta.report.Unpacking;
import mailroad.mta.report.Unpacking.TooMuchException;
import mailroad.mta.tls.TlsReportConfig;
import tools.jackson.core.JacksonException;

/**
 * Reads a message that brings a report (RFC 8460 section 5.3): the first part that can be one, within bounds of its size,
 * of what it unpacks to, and of what its JSON may do (A7, A23). All that it says is its sender's claim.
 */
final class ReportReader {
  private static final int PARTS_MAX = 50;

  private final TlsReportConfig config;

  ReportReader(TlsReportConfig config) {
    this.config = config;
  }

  /** What reading came to. */
  sealed interface Reading {
    /** A report. */
    record Sound(TlsReport report) implements Reading {}

    /** None, or one that is not read. */
    record Faulty(String reason) implements Reading {}
  }

  /**
   * Reads it.
   *
   * @throws IOException if the machine fails
   */
  Reading read(Octets message) throws IOException {
    Part root = Structure.read(message, MimeLimits.DEFAULT).root();
    Optional<Part> part = find(List.of(root), new int[1]);
    return part.isPresent()
        ? read(message, part.get())
        : new Reading.Faulty("no part of it is a report about TLS");
  }

  /** The first part of the right type; some senders call it by the file's type alone. */
  private static Optional<Part> find(List<Part> parts, int[] seen) {
    for (Part part : parts) {
      if (seen[0]++ >= PARTS_MAX) {
        return Optional.empty();
      }
      if (isReport(part)) {
        return Optional.of(part);
      }
      Optional<Part> within = find(part.parts(), seen);
      if (within.isPresent()) {
        return within;
      }
    }
    return Optional.empty();
  }

  private static boolean isReport(Part part) {
    String type = part.type().toString();
    String file = part.fileName().orElse("");
    return switch (type) {
      case "application/tlsrpt+gzip", "application/tlsrpt+json" -> true;
      case "application/gzip", "application/x-gzip" -> file.endsWith(".json.gz");
      case "application/json" -> file.endsWith(".json");
      default -> false;
    };
  }

  private Reading read(Octets message, Part part) throws IOException {
    if (part.bodySize() > 2L * config.packedOctetsMax()) {
      return tooLarge();
    }
    byte[] octets =
        part.transferEncoding().decode(message.range(part.bodyFrom(), (int) part.bodySize()));
    return octets.length > config.packedOctetsMax() ? tooLarge() : unpack(octets);
  }

  private Reading tooLarge() {
    return new Reading.Faulty(
        "the report has more than %d octets".formatted(config.packedOctetsMax()));
  }

  /** By its first octets (RFC 1952 section 2.3.1), not by its name. */
  private Reading unpack(byte[] octets) {
    boolean packed = octets.length > 2 && (octets[0] & 0xFF) == 0x1F && (octets[1] & 0xFF) == 0x8B;
    try (Unpacking in =
        packed
            ? Unpacking.gzip(octets, config.unpackedOctetsMax(), config.ratioMax())
            : Unpacking.plain(octets, config.unpackedOctetsMax())) {
      Optional<TlsReport> report = JsonReport.read(in, config.detailsMax());
      return report.isPresent()
          ? new Reading.Sound(report.get())
          : new Reading.Faulty("it is JSON, and no report: no report-id or date-range");
    } catch (IOException e) {
      return new Reading.Faulty(reason(e, "it cannot be unpacked"));
    } catch (JacksonException e) {
      return new Reading.Faulty(reason(e, "it is no JSON, or too deep a one"));
    }
  }

  /** What was too much is told by number, wherever it was met. */
  private static String reason(Exception e, String otherwise) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof TooMuchException tooMuch) {
        return String.valueOf(tooMuch.getMessage());
      }
    }
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return otherwise + ": " + Text.visible(first.substring(0, Math.min(first.length(), 200)));
  }
}
