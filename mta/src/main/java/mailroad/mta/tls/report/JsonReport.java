package mailroad.mta.tls.report;

import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Text;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.ResultType;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a report's JSON (RFC 8460 section 4.4) token by token, so that its size costs time alone; what is not known here
 * is passed over, and numbers and texts are bounded. Used once.
 */
final class JsonReport {
  private static final int TEXT_CHARACTERS_MAX = 255;
  private static final int TEXTS_MAX = 100;
  private static final long SESSIONS_MAX = 1_000_000_000_000L;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(20)
                  .maxStringLength(100_000)
                  .maxNameLength(1_000)
                  .maxNumberLength(50)
                  .maxTokenCount(5_000_000)
                  .build())
          .build();

  private final JsonParser json;
  private final int detailsMax;
  private String organization = "";
  private String contact = "";
  private String id = "";
  private Optional<Instant> start = Optional.empty();
  private Optional<Instant> end = Optional.empty();
  private final Tally tally;

  private JsonReport(JsonParser json, int detailsMax) {
    this.json = json;
    this.detailsMax = detailsMax;
    this.tally = new Tally(detailsMax);
  }

  /**
   * Reads it.
   *
   * @return empty if it is JSON, and no report
   * @throws tools.jackson.core.JacksonException if it is no JSON, or the stream fails
   */
  static Optional<TlsReport> read(InputStream in, int detailsMax) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      JsonReport report = new JsonReport(json, detailsMax);
      json.nextToken();
      report.object(report::rootField);
      return report.whole();
    }
  }

  private Optional<TlsReport> whole() {
    return id.isEmpty() || start.isEmpty() || end.isEmpty()
        ? Optional.empty()
        : Optional.of(new TlsReport(organization, contact, id, start.get(), end.get(), tally));
  }

  /** Reads one field's value, at whose first token the parser stands; afterwards it stands at its last. */
  private interface Field {
    void read(String name);
  }

  private void object(Field field) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      field.read(name);
    }
  }

  private void array(Runnable element) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.run();
    }
  }

  private String text() {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      json.skipChildren();
      return "";
    }
    String text = json.getString();
    return Text.visible(text.substring(0, Math.min(text.length(), TEXT_CHARACTERS_MAX)));
  }

  private long sessions() {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      json.skipChildren();
      return 0;
    }
    return switch (json.getNumberType()) {
      case INT, LONG -> Math.clamp(json.getLongValue(), 0, SESSIONS_MAX);
      default -> SESSIONS_MAX;
    };
  }

  /** One text, or several: senders differ. */
  private List<String> texts() {
    List<String> out = new ArrayList<>();
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      out.add(text());
    } else {
      array(() -> {
        String text = text();
        if (out.size() < TEXTS_MAX) {
          out.add(text);
        }
      });
    }
    return out;
  }

  private Optional<Instant> time() {
    try {
      return Optional.of(OffsetDateTime.parse(text()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void rootField(String name) {
    switch (name) {
      case "organization-name" -> organization = text();
      case "contact-info" -> contact = text();
      case "report-id" -> id = text();
      case "date-range" -> object(this::rangeField);
      case "policies" -> array(() -> new PolicyEntry().read());
      default -> json.skipChildren();
    }
  }

  private void rangeField(String name) {
    switch (name) {
      case "start-datetime" -> start = time();
      case "end-datetime" -> end = time();
      default -> json.skipChildren();
    }
  }

  /** One element of {@code policies}. Its fields come in any order. */
  private final class PolicyEntry {
    private final PolicyFacts open = PolicyFacts.bare(PolicyFacts.Kind.NONE, "");
    private final Tally failures = new Tally(detailsMax);
    private String kind = "";
    private String domain = "";
    private List<String> lines = List.of();
    private List<String> hosts = List.of();
    private long successes;
    private long failed;

    void read() {
      object(this::field);
      PolicyFacts policy = new PolicyFacts(TallyRecords.kind(kind), domain, lines, hosts);
      tally.succeeded(policy, successes);
      for (Tally.Part part : failures.parts()) {
        part.failures().forEach((detail, sessions) -> tally.failed(policy, detail, sessions));
      }
      long untold = failed - failures.failures();
      if (untold > 0) {
        tally.failed(
            policy, new Detail(ResultType.VALIDATION_FAILURE, "", "", "", "not told"), untold);
      }
    }

    private void field(String name) {
      switch (name) {
        case "policy" -> object(this::policyField);
        case "summary" -> object(this::summaryField);
        case "failure-details" -> array(() -> new FailureEntry().read(this));
        default -> json.skipChildren();
      }
    }

    private void policyField(String name) {
      switch (name) {
        case "policy-type" -> kind = text();
        case "policy-domain" -> domain = text();
        case "policy-string" -> lines = texts();
        case "mx-host", "mx-host-pattern" -> hosts = texts();
        default -> json.skipChildren();
      }
    }

    private void summaryField(String name) {
      switch (name) {
        case "total-successful-session-count" -> successes = sessions();
        case "total-failure-session-count" -> failed = sessions();
        default -> json.skipChildren();
      }
    }
  }

  /** One element of {@code failure-details}. */
  private final class FailureEntry {
    private String type = "";
    private String from = "";
    private String host = "";
    private String to = "";
    private String reason = "";
    private long sessions;

    void read(PolicyEntry entry) {
      object(this::field);
      Optional<ResultType> known = ResultType.named(type);
      Detail detail =
          new Detail(
              known.orElse(ResultType.VALIDATION_FAILURE),
              from,
              host,
              to,
              known.isPresent() ? reason : (type + " " + reason).strip());
      entry.failures.failed(entry.open, detail, sessions);
    }

    private void field(String name) {
      switch (name) {
        case "result-type" -> type = text();
        case "sending-mta-ip" -> from = text();
        case "receiving-mx-hostname" -> host = text();
        case "receiving-ip" -> to = text();
        case "failure-reason-code", "failure-error-code" -> reason = text();
        case "failed-session-count" -> sessions = sessions();
        default -> json.skipChildren();
      }
    }
  }
}
