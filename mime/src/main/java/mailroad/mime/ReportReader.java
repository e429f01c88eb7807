package mailroad.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.mime.ReceivedReport.Action;
import mailroad.mime.ReceivedReport.Fate;
import mailroad.mime.ReceivedReport.OfDelivery;
import mailroad.mime.ReceivedReport.OfDisposition;
import mailroad.mime.ReceivedReport.Typed;

/**
 * Reads reports: {@code multipart/report} (RFC 6522) with a part for programs (RFC 3464, RFC 3798, and their forms in
 * UTF-8, RFC 6533). Lenient as to form, strict as to sense: what lacks the fields that it needs is no report.
 */
public final class ReportReader {
  private static final int STATUS_OCTETS_MAX = 1 << 20;
  private static final int RECIPIENTS_MAX = 1000;
  private static final Pattern STATUS = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?!\\d)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z-]+");

  private final Octets message;
  private final MimeLimits limits;

  private ReportReader(Octets message, MimeLimits limits) {
    this.message = message;
    this.limits = limits;
  }

  /**
   * Reads a report; empty if the message is none.
   *
   * @throws IOException if the machine fails
   */
  public static Optional<ReceivedReport> read(Octets message, MimeLimits limits)
      throws IOException {
    Part root = Structure.read(message, limits).root();
    return root.type().is("multipart", "report")
        ? new ReportReader(message, limits).read(root.parts())
        : Optional.empty();
  }

  private Optional<ReceivedReport> read(List<Part> parts) throws IOException {
    for (Part part : parts) {
      switch (part.type().toString()) {
        case "message/delivery-status", "message/global-delivery-status" -> {
          return delivery(groups(part), about(parts));
        }
        case "message/disposition-notification", "message/global-disposition-notification" -> {
          return disposition(groups(part), about(parts));
        }
        default -> {
          // The words for people, or the message.
        }
      }
    }
    return Optional.empty();
  }

  /** The groups of fields, parted by empty lines (RFC 3464 section 2.1). */
  private List<Header> groups(Part part) throws IOException {
    int length = (int) Math.min(part.bodySize(), STATUS_OCTETS_MAX);
    byte[] octets = part.transferEncoding().decode(message.range(part.bodyFrom(), length));
    Octets fields = Octets.of(octets);
    List<Header> groups = new ArrayList<>();
    int at = afterEmptyLines(octets, 0);
    while (at < octets.length && groups.size() <= RECIPIENTS_MAX) {
      Header group = Header.read(fields, at, octets.length, limits);
      if (!group.fields().isEmpty()) {
        groups.add(group);
      }
      at = afterEmptyLines(octets, (int) group.end());
    }
    return groups;
  }

  /** More of them than one part nothing: a body of nothing else is no work. */
  private static int afterEmptyLines(byte[] octets, int from) {
    int at = from;
    while (at < octets.length
        && (octets[at] == '\n'
            || octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n')) {
      at += octets[at] == '\n' ? 1 : 2;
    }
    return at;
  }

  /** The Message-ID of what was given back, header section or message. */
  private Optional<String> about(List<Part> parts) throws IOException {
    for (Part part : parts) {
      Optional<Header> returned =
          switch (part.type().toString()) {
            case "message/rfc822" ->
                part.content() instanceof Part.Content.Message(var enclosed)
                    ? Optional.of(enclosed.header())
                    : Optional.empty();
            case "text/rfc822-headers", "message/global", "message/global-headers" ->
                Optional.of(Header.read(message, part.bodyFrom(), part.bodyTo(), limits));
            default -> Optional.empty();
          };
      Optional<String> id = returned.flatMap(header -> header.value("Message-ID"));
      if (id.isPresent()) {
        return id;
      }
    }
    return Optional.empty();
  }

  private static Optional<ReceivedReport> delivery(List<Header> groups, Optional<String> about) {
    if (groups.size() < 2) {
      return Optional.empty();
    }
    Header whole = groups.getFirst();
    List<Fate> fates =
        groups.subList(1, groups.size()).stream()
            .map(ReportReader::fate)
            .flatMap(Optional::stream)
            .toList();
    return fates.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OfDelivery(
                about,
                whole.value("Original-Envelope-Id"),
                whole.value("Reporting-MTA").map(Typed::parse),
                whole.value("Arrival-Date"),
                fates));
  }

  private static Optional<Fate> fate(Header group) {
    Optional<Typed> recipient = group.value("Final-Recipient").map(Typed::parse);
    Optional<Action> action = group.value("Action").flatMap(ReportReader::action);
    if (recipient.isEmpty() || action.isEmpty()) {
      return Optional.empty();
    }
    Matcher status = STATUS.matcher(group.value("Status").orElse(""));
    return Optional.of(
        new Fate(
            recipient.get(),
            group.value("Original-Recipient").map(Typed::parse),
            action.get(),
            status.lookingAt() ? status.group(1) : classOf(action.get()) + ".0.0",
            group.value("Remote-MTA").map(Typed::parse),
            group.value("Diagnostic-Code").map(Typed::parse),
            group.value("Will-Retry-Until")));
  }

  private static Optional<Action> action(String value) {
    return switch (firstWord(value)) {
      case "failed" -> Optional.of(Action.FAILED);
      case "delayed" -> Optional.of(Action.DELAYED);
      case "delivered" -> Optional.of(Action.DELIVERED);
      case "relayed" -> Optional.of(Action.RELAYED);
      case "expanded" -> Optional.of(Action.EXPANDED);
      default -> Optional.empty();
    };
  }

  private static int classOf(Action action) {
    return switch (action) {
      case FAILED -> 5;
      case DELAYED -> 4;
      case DELIVERED, RELAYED, EXPANDED -> 2;
    };
  }

  private static Optional<ReceivedReport> disposition(List<Header> groups, Optional<String> about) {
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    Header fields = groups.getFirst();
    Optional<Typed> recipient = fields.value("Final-Recipient").map(Typed::parse);
    // RFC 3798 section 3.2.6: action-mode "/" sending-mode ";" type ["/" modifier *("," modifier)]
    String[] halves = fields.value("Disposition").orElse("").split(";", 2);
    if (recipient.isEmpty() || halves.length < 2) {
      return Optional.empty();
    }
    String[] modes = halves[0].split("/", 2);
    String[] what = halves[1].split("/", 2);
    return Optional.of(
        new OfDisposition(
            fields.value("Original-Message-ID").or(() -> about),
            fields.value("Reporting-UA"),
            recipient.get(),
            fields.value("Original-Recipient").map(Typed::parse),
            firstWord(modes[0]),
            modes.length < 2 ? "" : firstWord(modes[1]),
            firstWord(what[0]),
            what.length < 2
                ? List.of()
                : Arrays.stream(what[1].split(","))
                    .map(ReportReader::firstWord)
                    .filter(word -> !word.isEmpty())
                    .toList()));
  }

  /** What stands before a comment or further words. */
  private static String firstWord(String text) {
    Matcher matcher = WORD.matcher(text.strip());
    return matcher.lookingAt() ? matcher.group().toLowerCase(Locale.ROOT) : "";
  }
}
