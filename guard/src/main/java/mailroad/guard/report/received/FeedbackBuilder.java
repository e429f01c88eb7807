package mailroad.guard.report.received;

import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.report.Row;
import mailroad.guard.report.Tally;
import mailroad.kernel.AddressText;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;

/**
 * Puts a report together from the elements that count, as they end. What is missing, or makes no sense, makes a report
 * unreadable where nothing could be said without it; a row without an address or a count is left out alone.
 */
final class FeedbackBuilder {
  private static final int NAME_CHARACTERS_MAX = 255;
  private static final long MESSAGES_MAX = 1_000_000_000;
  private static final Duration RANGE_MAX = Duration.ofDays(32);

  /** RFC 7489 appendix C; {@code pass} is of RFC 9990. */
  private static final Set<String> DISPOSITIONS = Set.of("none", "pass", "quarantine", "reject");

  private static final String RECORD = "/feedback/record";

  private final int rowsReadMax;
  private final Tally tally;
  private String organization = "";
  private String contact = "";
  private String id = "";
  private String begin = "";
  private String end = "";
  private String domain = "";
  private String policy = "";
  private RowBuilder row = new RowBuilder();
  private int rows;
  private int rowsUnread;
  private boolean over;

  FeedbackBuilder(int rowsReadMax) {
    this.rowsReadMax = rowsReadMax;
    this.tally = new Tally(rowsReadMax, Integer.MAX_VALUE);
  }

  /** Whether the report has ended. */
  boolean isOver() {
    return over;
  }

  /** An element begins. */
  void open(String path) throws UnreadableException {
    if (path.equals(RECORD)) {
      row = new RowBuilder();
      if (++rows > rowsReadMax) {
        throw new UnreadableException("it has more than %d rows".formatted(rowsReadMax));
      }
    }
  }

  /** An element ends. */
  void close(String path, String text) {
    switch (path) {
      case "/feedback" -> over = true;
      case "/feedback/report_metadata/org_name" -> organization = bounded(text);
      case "/feedback/report_metadata/email" -> contact = bounded(text);
      case "/feedback/report_metadata/report_id" -> id = bounded(text);
      case "/feedback/report_metadata/date_range/begin" -> begin = text;
      case "/feedback/report_metadata/date_range/end" -> end = text;
      case "/feedback/policy_published/domain" -> domain = text;
      case "/feedback/policy_published/p" -> policy = bounded(text);
      case RECORD -> count();
      default -> {
        if (path.startsWith(RECORD)) {
          row.close(path.substring(RECORD.length()), text);
        }
      }
    }
  }

  private void count() {
    Optional<Row> built = row.build();
    if (built.isPresent() && row.messages() > 0) {
      tally.add(built.get(), row.messages());
    } else {
      rowsUnread++;
    }
  }

  /** The report. */
  Feedback build(int rowsMax) throws UnreadableException {
    if (!over) {
      throw new UnreadableException("it is XML, and no report");
    }
    if (id.isEmpty()) {
      throw new UnreadableException("it has no report_id");
    }
    if (organization.isEmpty() && contact.isEmpty()) {
      throw new UnreadableException("it does not say who reports");
    }
    Domain about = about();
    Instant from = moment("begin", begin);
    Instant to = moment("end", end);
    if (to.isBefore(from) || Duration.between(from, to).compareTo(RANGE_MAX) > 0) {
      throw new UnreadableException("its date_range is from %s to %s".formatted(from, to));
    }
    if (tally.rows().isEmpty()) {
      throw new UnreadableException(
          rowsUnread == 0 ? "it has no rows" : "none of its %d rows makes sense".formatted(rows));
    }
    return new Feedback(
        organization.isEmpty() ? contact : organization,
        contact,
        id,
        from,
        to,
        about,
        policy,
        rowsUnread,
        tally.biggest(rowsMax));
  }

  private Domain about() throws UnreadableException {
    Optional<Domain> about = Domain.parse(domain).filter(one -> !one.isLiteral());
    if (about.isEmpty()) {
      throw new UnreadableException(
          "it is about \"%s\", which is no domain".formatted(Text.visible(bounded(domain))));
    }
    return about.get();
  }

  /** RFC 7489 appendix C: seconds since 1970. */
  private static Instant moment(String what, String text) throws UnreadableException {
    try {
      return Instant.ofEpochSecond(Long.parseLong(text));
    } catch (NumberFormatException | DateTimeException e) {
      throw new UnreadableException(
          "its date_range has no %s: \"%s\"".formatted(what, Text.visible(bounded(text))));
    }
  }

  /** No longer than a name is, and without what would break a line. */
  static String bounded(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .limit(NAME_CHARACTERS_MAX)
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return out.toString();
  }

  /** One record of a report. */
  private static final class RowBuilder {
    private static final int SIGNATURES_MAX = 5;

    private final java.util.List<Row.Signature> signatures = new java.util.ArrayList<>();
    private String source = "";
    private long messages;
    private String disposition = "";
    private boolean dkim;
    private boolean spf;
    private String reason = "";
    private String headerFrom = "";
    private String envelopeFrom = "";
    private String name = "";
    private String selector = "";
    private String result = "";
    private String scope = "";
    private String spfDomain = "";
    private String spfResult = "";

    long messages() {
      return messages;
    }

    void close(String path, String text) {
      switch (path) {
        case "/row/source_ip" -> source = address(text);
        case "/row/count" -> messages = number(text);
        case "/row/policy_evaluated/disposition" -> disposition = disposition(text);
        case "/row/policy_evaluated/dkim" -> dkim = text.equalsIgnoreCase("pass");
        case "/row/policy_evaluated/spf" -> spf = text.equalsIgnoreCase("pass");
        case "/row/policy_evaluated/reason/type" -> reason = bounded(text);
        // Drafts before RFC 7489 called them identities, and some senders still do.
        case "/identifiers/header_from", "/identities/header_from" -> headerFrom = bounded(text);
        case "/identifiers/envelope_from", "/identities/envelope_from" ->
            envelopeFrom = bounded(text);
        case "/auth_results/dkim/domain", "/auth_results/spf/domain" -> name = bounded(text);
        case "/auth_results/dkim/selector" -> selector = bounded(text);
        case "/auth_results/spf/scope" -> scope = text;
        case "/auth_results/dkim/result", "/auth_results/spf/result" -> result = bounded(text);
        case "/auth_results/dkim" -> signature();
        case "/auth_results/spf" -> path();
        default -> {}
      }
    }

    private void signature() {
      if (signatures.size() < SIGNATURES_MAX) {
        signatures.add(new Row.Signature(name, selector, result));
      }
      clear();
    }

    /** Of several, that of the reverse-path: DMARC asks for no other. */
    private void path() {
      if (spfResult.isEmpty() || !scope.equalsIgnoreCase("helo")) {
        spfDomain = name;
        spfResult = result;
      }
      clear();
    }

    private void clear() {
      name = "";
      selector = "";
      result = "";
      scope = "";
    }

    Optional<Row> build() {
      return source.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Row(
                  source,
                  disposition,
                  dkim,
                  spf,
                  reason,
                  headerFrom,
                  envelopeFrom,
                  spfDomain,
                  spfResult,
                  signatures));
    }

    /** As we write addresses, so that two spellings of one are one; empty if it is none. */
    private static String address(String text) {
      if (!text.matches("[0-9A-Fa-f.:]{3,45}")) {
        return "";
      }
      try {
        return AddressText.of(InetAddress.ofLiteral(text));
      } catch (IllegalArgumentException e) {
        return "";
      }
    }

    /** 0 for what is no count, and for one that nobody has. */
    private static long number(String text) {
      return text.matches("\\+?[0-9]{1,10}")
          ? Long.parseLong(text) <= MESSAGES_MAX ? Long.parseLong(text) : 0
          : 0;
    }

    private static String disposition(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      return DISPOSITIONS.contains(lower) ? lower : "none";
    }
  }
}
