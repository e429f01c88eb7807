package mailroad.mta.tls.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mime.Report;
import mailroad.mta.report.DomainDay;

/**
 * Writes the message that brings a report (RFC 8460 section 5.3): words for people, and the report for programs. Pure.
 *
 * @param submitter this server's name
 * @param unique letters and digits that no other report has
 */
record ReportMail(
    TlsReport report, DomainDay about, Domain submitter, String unique, EmailAddress from) {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(76, "\r\n".getBytes(StandardCharsets.US_ASCII));

  /** What the report is called as a file (RFC 8460 section 5.1). */
  String fileName() {
    return "%s!%s!%d!%d!%s.json.gz"
        .formatted(
            submitter,
            about.domain(),
            about.start().getEpochSecond(),
            about.end().getEpochSecond(),
            unique);
  }

  /** The message, each line with its CRLF. */
  byte[] to(EmailAddress recipient, Instant now) {
    String boundary = "=_" + unique;
    List<String> lines = new ArrayList<>();
    lines.add("From: <%s>".formatted(from));
    lines.add("To: <%s>".formatted(recipient));
    lines.add("Subject: Report Domain: " + about.domain());
    lines.add("\tSubmitter: " + submitter);
    lines.add("\tReport-ID: <%s>".formatted(report.id()));
    lines.add("Date: " + Report.date(now));
    lines.add("Message-ID: <%s>".formatted(report.id()));
    lines.add("TLS-Report-Domain: " + about.domain());
    lines.add("TLS-Report-Submitter: " + submitter);
    // RFC 8460 section 3: it goes whatever becomes of TLS, as RFC 8689 section 5 has a message say.
    lines.add("TLS-Required: No");
    lines.add("Auto-Submitted: auto-generated"); // RFC 3834 section 5
    lines.add("MIME-Version: 1.0");
    lines.add("Content-Type: multipart/report; report-type=\"tlsrpt\";");
    lines.add("\tboundary=\"%s\"".formatted(boundary));
    lines.add("");
    lines.add("This is a report about TLS, in parts (RFC 8460).");
    lines.add("");
    lines.add("--" + boundary);
    lines.add("Content-Type: text/plain; charset=us-ascii");
    lines.add("");
    lines.addAll(words());
    lines.add("--" + boundary);
    lines.add("Content-Type: application/tlsrpt+gzip");
    lines.add("Content-Transfer-Encoding: base64");
    lines.add("Content-Disposition: attachment;");
    lines.add("\tfilename=\"%s\"".formatted(fileName()));
    lines.add("");
    lines.add(LINES.encodeToString(ReportJson.packed(report)));
    lines.add("--" + boundary + "--");
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private List<String> words() {
    List<String> lines = new ArrayList<>();
    lines.add("How TLS went between %s and the mail hosts of".formatted(submitter));
    lines.add("%s, from %s to %s (UTC).".formatted(about.domain(), report.start(), report.end()));
    lines.add("");
    for (Tally.Part part : report.tally().parts()) {
      lines.add(
          "%s: %d sessions as they should be, %d failed"
              .formatted(part.policy().kind().word(), part.successes(), part.failed()));
      part.failures()
          .forEach((detail, sessions) ->
              lines.add(
                  "  %s at %s: %d"
                      .formatted(
                          detail.type().word(),
                          detail.host().isEmpty() ? "-" : detail.host(),
                          sessions)));
    }
    lines.add("");
    lines.add("All of it is in the attachment, which programs read (RFC 8460).");
    lines.add("Questions to: %s".formatted(report.contact()));
    return lines;
  }
}
