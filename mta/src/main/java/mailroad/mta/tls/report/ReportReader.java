package mailroad.mta.tls.report;

import java.io.IOException;
import java.util.Optional;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mta.report.Enclosure;
import mailroad.mta.report.Enclosure.Opened;
import mailroad.mta.report.Unpacking;
import mailroad.mta.tls.TlsReportConfig;
import tools.jackson.core.JacksonException;

/**
 * Reads a message that brings a report (RFC 8460 section 5.3): the first part that can be one, within bounds of its size,
 * of what it unpacks to, and of what its JSON may do (A7, A23). All that it says is its sender's claim.
 */
final class ReportReader {
  private final TlsReportConfig config;
  private final Enclosure enclosure;

  ReportReader(TlsReportConfig config) {
    this.config = config;
    this.enclosure =
        new Enclosure(
            new Enclosure.Bounds(
                config.packedOctetsMax(), config.unpackedOctetsMax(), config.ratioMax()),
            ReportReader::isReport,
            "no part of it is a report about TLS");
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
    return switch (enclosure.open(message)) {
      case Opened.Report(var in) -> read(in);
      case Opened.Faulty(var reason) -> new Reading.Faulty(reason);
    };
  }

  /** By type; some senders call it by the file's type alone. */
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

  private Reading read(Unpacking report) {
    try (Unpacking in = report) {
      Optional<TlsReport> read = JsonReport.read(in, config.detailsMax());
      return read.isPresent()
          ? new Reading.Sound(read.get())
          : new Reading.Faulty("it is JSON, and no report: no report-id or date-range");
    } catch (IOException e) {
      return new Reading.Faulty(Enclosure.reason(e, "it cannot be unpacked"));
    } catch (JacksonException e) {
      return new Reading.Faulty(Enclosure.reason(e, "it is no JSON, or too deep a one"));
    }
  }
}
