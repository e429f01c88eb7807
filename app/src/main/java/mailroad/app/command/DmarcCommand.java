package mailroad.app.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad dmarc}: what domains want of mail in their name, and reports about it. */
@Command(
    name = "dmarc",
    description = "What domains want of mail in their name (RFC 7489), and reports about it.",
    mixinStandardHelpOptions = true)
final class DmarcCommand extends Group {
  private static final int REPORTERS_SHOWN = 3;

  @Command(
      name = "reports",
      description = {
        "Shows what others report of mail in the name of our domains, and what is reported to others.",
        "Theirs are summed up by domain and by the address that sent the mail; of ours, what is counted and will"
            + " be told to domains that ask for it, and which reports were sent. --json shows all details."
      },
      mixinStandardHelpOptions = true)
  int reports(
      @Mixin Common common,
      @Option(names = "--domain", paramLabel = "DOMAIN", description = "about this domain only")
          @Nullable String domain,
      @Option(
              names = "--days",
              paramLabel = "N",
              description = "reports of others about so many days (${DEFAULT-VALUE})",
              defaultValue = "30")
          int days,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "most of each kind that are shown (${DEFAULT-VALUE})",
              defaultValue = "1000")
          int limit)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("days", days);
    arguments.put("limit", limit);
    Shown.put(arguments, "domain", domain);
    return common.run("dmarc.reports", arguments, DmarcCommand::reported);
  }

  @Command(
      name = "check",
      description =
          "Shows what is wanted of mail in the name of a domain, and which record says so.",
      mixinStandardHelpOptions = true)
  int check(@Mixin Common common, @Parameters(paramLabel = "DOMAIN") String domain)
      throws Exception {
    return common.run("dmarc.check", Map.of("domain", domain), DmarcCommand::checked);
  }

  private static String reported(JsonNode answer) {
    Table counted = new Table("DAY", "DOMAIN", "MESSAGES", "FAILED");
    for (JsonNode line : answer.path("counted")) {
      counted.row(
          Shown.text(line, "day"),
          Shown.text(line, "domain"),
          Shown.number(line, "messages"),
          Shown.number(line, "failed"));
    }
    Table sent = new Table("DAY", "DOMAIN", "MESSAGES", "FAILED", "TO", "LAST WORD");
    for (JsonNode line : answer.path("sent")) {
      if (line.path("to").isEmpty()) {
        sentRow(sent, line, "-", Shown.text(line, "reason"));
      }
      for (JsonNode to : line.path("to")) {
        sentRow(sent, line, Shown.text(to, "address"), Shown.text(to, "note"));
      }
    }
    return received(answer.path("received"))
        + "\nCounted, and told after the day is over to domains that ask:\n"
        + counted.or("  nothing")
        + "\nSent:\n"
        + sent.or("  nothing");
  }

  /** What others say, by our domain, by who sent, and each report. */
  private static String received(JsonNode received) {
    Table domains =
        new Table(
            "DOMAIN", "REPORTS", "MESSAGES", "DKIM", "SPF", "FAILED", "SUSPECTED", "REFUSED", "BY");
    for (JsonNode line : received.path("domains")) {
      numbers(domains, line, Shown.text(line, "domain"), Shown.number(line, "reports"));
    }
    Table sources =
        new Table(
            "SOURCE", "DOMAIN", "MESSAGES", "DKIM", "SPF", "FAILED", "SUSPECTED", "REFUSED", "BY");
    for (JsonNode line : received.path("sources")) {
      numbers(sources, line, Shown.text(line, "source"), Shown.text(line, "domain"));
    }
    Table reports =
        new Table("UNTIL", "DOMAIN", "BY", "MESSAGES", "FAILED", "VOUCHED FOR BY", "MAIL");
    for (JsonNode line : received.path("reports")) {
      reports.row(
          Shown.text(line, "end"),
          Shown.text(line, "domain"),
          Shown.text(line, "organization"),
          Shown.number(line, "messages"),
          Shown.number(line, "failed"),
          vouched(line),
          Shown.text(line, "message"));
    }
    return "Received, as others say of mail in the name of our domains:\n"
        + domains.or("  nothing")
        + "\nBy the address that sent it:\n"
        + sources.or("  nothing")
        + "\nReports:\n"
        + reports.or("  nothing");
  }

  private static void numbers(Table table, JsonNode line, Object first, Object second) {
    JsonNode numbers = line.path("numbers");
    List<String> by = new ArrayList<>();
    line.path("reporters").forEach(one -> by.add(one.asString("")));
    table.row(
        first,
        second,
        Shown.number(numbers, "messages"),
        Shown.number(numbers, "dkim"),
        Shown.number(numbers, "spf"),
        Shown.number(numbers, "failed"),
        Shown.number(numbers, "quarantined"),
        Shown.number(numbers, "rejected"),
        by.size() > REPORTERS_SHOWN
            ? "%s and %d more"
                .formatted(
                    String.join(", ", by.subList(0, REPORTERS_SHOWN)), by.size() - REPORTERS_SHOWN)
            : String.join(", ", by));
  }

  private static String vouched(JsonNode line) {
    String by = Shown.text(line, "vouchedDomain");
    String counted = line.path("counted").asBoolean(false) ? "" : ", not counted";
    return by.isEmpty()
        ? "nobody" + counted
        : "%s (%s)".formatted(by, Shown.text(line, "vouchedBy"));
  }

  private static void sentRow(Table table, JsonNode line, String to, String note) {
    table.row(
        Shown.text(line, "day"),
        Shown.text(line, "domain"),
        Shown.number(line, "messages"),
        Shown.number(line, "failed"),
        to,
        note);
  }

  private static String checked(JsonNode answer) {
    if (Shown.text(answer, "at").isEmpty()) {
      return Shown.text(answer, "why");
    }
    List<String> to = new ArrayList<>();
    answer.path("reports").forEach(uri -> to.add(uri.asString("")));
    return """
    domain        %s, of the organisation %s
    record at     %s
    policy        %s, below it %s%s
    alignment     SPF %s, DKIM %s
    reports to    %s

    %s\
    """
        .formatted(
            Shown.text(answer, "domain"),
            Shown.text(answer, "organisation"),
            Shown.text(answer, "at"),
            Shown.text(answer, "policy"),
            Shown.text(answer, "below"),
            share(answer),
            Shown.text(answer, "spf"),
            Shown.text(answer, "dkim"),
            to.isEmpty() ? "nobody" : String.join(", ", to),
            Shown.text(answer, "why"));
  }

  private static String share(JsonNode answer) {
    String testing = answer.path("testing").asBoolean(false) ? ", being tested" : "";
    long percent = Shown.number(answer, "percent");
    return (percent < 100 ? ", for %d%% of messages".formatted(percent) : "") + testing;
  }
}
