package mailroad.guard.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mime.Report;
import mailroad.mta.report.DomainDay;

/** Writes the message that brings a report (RFC 7489 section 7.2.1.1). Pure. */
record ReportMail(DomainDay about, Domain submitter, String id, EmailAddress from, byte[] packed) {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(76, "\r\n".getBytes(StandardCharsets.US_ASCII));

  /** The message, each line with its CRLF. */
  byte[] to(EmailAddress recipient, Instant now) {
    String boundary = "=_" + Integer.toHexString(id.hashCode()) + "_report";
    List<String> lines = new ArrayList<>();
    lines.add("From: <%s>".formatted(from));
    lines.add("To: <%s>".formatted(recipient));
    lines.add("Subject: Report Domain: " + about.domain());
    lines.add("\tSubmitter: " + submitter);
    lines.add("\tReport-ID: <%s>".formatted(id));
    lines.add("Date: " + Report.date(now));
    lines.add("Message-ID: <%s@%s>".formatted(id, submitter));
    lines.add("Auto-Submitted: auto-generated"); // RFC 3834 section 5
    lines.add("MIME-Version: 1.0");
    lines.add("Content-Type: multipart/mixed; boundary=\"%s\"".formatted(boundary));
    lines.add("");
    lines.add("--" + boundary);
    lines.add("Content-Type: text/plain; charset=us-ascii");
    lines.add("");
    lines.add(
        "What became of mail in the name of %s on %s (UTC),"
            .formatted(about.domain(), about.day()));
    lines.add("as %s saw it, is in the attachment (RFC 7489).".formatted(submitter));
    lines.add("Questions to: %s".formatted(from));
    lines.add("--" + boundary);
    lines.add("Content-Type: application/gzip");
    lines.add("Content-Transfer-Encoding: base64");
    lines.add("Content-Disposition: attachment;");
    lines.add("\tfilename=\"%s\"".formatted(fileName()));
    lines.add("");
    lines.add(LINES.encodeToString(packed));
    lines.add("--" + boundary + "--");
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** RFC 7489 section 7.2.1.1: receiver, domain, begin and end. */
  private String fileName() {
    return "%s!%s!%d!%d.xml.gz"
        .formatted(
            submitter,
            about.domain(),
            about.start().getEpochSecond(),
            about.end().getEpochSecond());
  }
}
