package mailroad.guard.report.received;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import mailroad.guard.report.received.FeedbackReader.Reading;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mta.report.Enclosure;
import mailroad.mta.report.Enclosure.Opened;
import mailroad.mta.report.Unpacking;

/** Reads a message that brings a report (RFC 7489 section 7.2.1.1), by gzip, ZIP or not packed at all. */
final class FeedbackMail {
  private static final Set<String> TYPES =
      Set.of(
          "application/zip",
          "application/x-zip",
          "application/x-zip-compressed",
          "application/gzip",
          "application/x-gzip",
          "application/xml",
          "text/xml");

  /** RFC 7489 section 7.2.1.1: "Report Domain: example.org Submitter: ...". */
  private static final Pattern SUBJECT =
      Pattern.compile("report[ _-]*domain", Pattern.CASE_INSENSITIVE);

  /** The same: {@code submitter!domain!begin!end}. */
  private static final Pattern FILE = Pattern.compile("[^\\s\"!]+![^\\s\"!]+!\\d+!\\d+");

  private final ReceivedConfig config;
  private final Enclosure enclosure;

  FeedbackMail(ReceivedConfig config) {
    this.config = config;
    this.enclosure =
        new Enclosure(
            new Enclosure.Bounds(
                config.packedOctetsMax(), config.unpackedOctetsMax(), config.ratioMax()),
            FeedbackMail::isReport,
            "no part of it is a report of DMARC");
  }

  /** Whether a message says of itself that it brings a report, to judge by its header section alone. */
  static boolean looksLikeOne(Header header) {
    return header.value("Subject").filter(text -> SUBJECT.matcher(text).find()).isPresent()
        || header.value("Content-Type").filter(text -> FILE.matcher(text).find()).isPresent()
        || header
            .value("Content-Disposition")
            .filter(text -> FILE.matcher(text).find())
            .isPresent();
  }

  private static boolean isReport(Part part) {
    String file = part.fileName().orElse("").toLowerCase(Locale.ROOT);
    boolean named = file.endsWith(".xml") || file.endsWith(".gz") || file.endsWith(".zip");
    return part.parts().isEmpty() && (named || TYPES.contains(part.type().toString()));
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

  private Reading read(Unpacking report) {
    try (Unpacking in = report) {
      return FeedbackReader.read(in, config.rowsReadMax(), config.rowsMax());
    } catch (IOException e) {
      return new Reading.Faulty(Enclosure.reason(e, "it cannot be unpacked"));
    }
  }
}
