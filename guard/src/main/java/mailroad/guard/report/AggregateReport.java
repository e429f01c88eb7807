package mailroad.guard.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import mailroad.kernel.Domain;
import mailroad.mailauth.dmarc.DmarcRecord;

/**
 * A report as RFC 7489 appendix C has it. Pure.
 *
 * @param domain whose record it is
 * @param record the record
 */
record AggregateReport(Head head, Domain domain, DmarcRecord record, Tally tally) {
  /** Who reports, and about which time. */
  record Head(String organization, String contact, String id, Instant start, Instant end) {}

  /** The report, packed by gzip. */
  byte[] packed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(xml().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  String xml() {
    Xml xml = new Xml();
    xml.open("feedback").line("version", "1.0");
    xml.open("report_metadata")
        .line("org_name", head.organization())
        .line("email", head.contact())
        .line("report_id", head.id());
    xml.open("date_range")
        .line("begin", head.start().getEpochSecond())
        .line("end", head.end().getEpochSecond())
        .close("date_range");
    xml.close("report_metadata");
    published(xml);
    tally.rows().forEach((row, messages) -> row(xml, row, messages));
    return xml.close("feedback").toString();
  }

  private void published(Xml xml) {
    xml.open("policy_published")
        .line("domain", domain)
        .line("adkim", record.dkim())
        .line("aspf", record.spf())
        .line("p", record.policy())
        .line("sp", record.below().orElse(record.policy()))
        .line("pct", record.percent())
        .line("fo", record.options())
        .close("policy_published");
  }

  private static void row(Xml xml, Row row, long messages) {
    xml.open("record").open("row").line("source_ip", row.source()).line("count", messages);
    xml.open("policy_evaluated")
        .line("disposition", row.disposition())
        .line("dkim", row.dkimAligned() ? "pass" : "fail")
        .line("spf", row.spfAligned() ? "pass" : "fail");
    if (!row.reason().isEmpty()) {
      xml.open("reason").line("type", row.reason()).close("reason");
    }
    xml.close("policy_evaluated").close("row");
    xml.open("identifiers")
        .line("envelope_from", row.envelopeFrom())
        .line("header_from", row.headerFrom())
        .close("identifiers");
    xml.open("auth_results");
    for (Row.Signature one : row.signatures()) {
      xml.open("dkim")
          .line("domain", one.domain())
          .line("selector", one.selector())
          .line("result", one.result())
          .close("dkim");
    }
    xml.open("spf")
        .line("domain", row.spfDomain())
        .line("scope", row.envelopeFrom().isEmpty() ? "helo" : "mfrom")
        .line("result", row.spfResult())
        .close("spf");
    xml.close("auth_results").close("record");
  }

  /** Writes elements, a line each. */
  private static final class Xml {
    private final StringBuilder out =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    Xml open(String name) {
      out.append('<').append(name).append(">\n");
      return this;
    }

    Xml close(String name) {
      out.append("</").append(name).append(">\n");
      return this;
    }

    Xml line(String name, Object value) {
      out.append('<').append(name).append('>');
      value.toString().codePoints().forEach(this::character);
      out.append("</").append(name).append(">\n");
      return this;
    }

    private void character(int c) {
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        default ->
            out.appendCodePoint(c < ' ' || c == 0x7f || c >= 0xfffe && c <= 0xffff ? '?' : c);
      }
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }
}
