package mailroad.mta.tls.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes reports as JSON (RFC 8460 section 4.4). Pure: the same report gives the same octets. */
final class ReportJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ReportJson() {}

  /** The report, packed by gzip (RFC 8460 section 5.2). */
  static byte[] packed(TlsReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(write(report));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  static byte[] write(TlsReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("organization-name", report.organization());
      json.writeObjectPropertyStart("date-range");
      json.writeStringProperty("start-datetime", time(report.start()));
      json.writeStringProperty("end-datetime", time(report.end()));
      json.writeEndObject();
      json.writeStringProperty("contact-info", report.contact());
      json.writeStringProperty("report-id", report.id());
      json.writeArrayPropertyStart("policies");
      report.tally().parts().forEach(part -> part(json, part));
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static String time(Instant moment) {
    return DateTimeFormatter.ISO_INSTANT.format(moment.truncatedTo(ChronoUnit.SECONDS));
  }

  private static void part(JsonGenerator json, Tally.Part part) {
    json.writeStartObject();
    json.writeObjectPropertyStart("policy");
    json.writeStringProperty("policy-type", part.policy().kind().word());
    texts(json, "policy-string", part.policy().lines());
    json.writeStringProperty("policy-domain", part.policy().domain());
    texts(json, "mx-host", part.policy().hosts());
    json.writeEndObject();
    json.writeObjectPropertyStart("summary");
    json.writeNumberProperty("total-successful-session-count", part.successes());
    json.writeNumberProperty("total-failure-session-count", part.failed());
    json.writeEndObject();
    if (!part.failures().isEmpty()) {
      json.writeArrayPropertyStart("failure-details");
      part.failures().entrySet().forEach(failure -> failure(json, failure));
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void failure(JsonGenerator json, Map.Entry<Detail, Long> failure) {
    Detail detail = failure.getKey();
    json.writeStartObject();
    json.writeStringProperty("result-type", detail.type().word());
    text(json, "sending-mta-ip", detail.from());
    text(json, "receiving-mx-hostname", detail.host());
    text(json, "receiving-ip", detail.to());
    json.writeNumberProperty("failed-session-count", failure.getValue());
    text(json, "failure-reason-code", detail.reason());
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, String value) {
    if (!value.isEmpty()) {
      json.writeStringProperty(name, value);
    }
  }

  private static void texts(JsonGenerator json, String name, List<String> values) {
    if (!values.isEmpty()) {
      json.writeArrayPropertyStart(name);
      values.forEach(json::writeString);
      json.writeEndArray();
    }
  }
}
