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
        "Shows what others report of mail in the name of our domains, summed up by domain and by the address",
        "that sent it; what is counted here and will be told to domains that ask for it; and which reports were",
        "sent. --json shows all details."
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
    if (domain != null) {
      arguments.put("domain", domain);
    }
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
          text(line, "day"),
          text(line, "domain"),
          number(line, "messages"),
          number(line, "failed"));
    }
    Table sent = new Table("DAY", "DOMAIN", "MESSAGES", "FAILED", "TO", "LAST WORD");
    for (JsonNode line : answer.path("sent")) {
      if (line.path("to").isEmpty()) {
        sentRow(sent, line, "-", text(line, "reason"));
      }
      for (JsonNode to : line.path("to")) {
        sentRow(sent, line, text(to, "address"), text(to, "note"));
      }
    }
    return received(answer.path("received"))
        + "\nCounted, and told after the day is over to domains that ask:\n"
        + orNone(counted)
        + "\nSent:\n"
        + orNone(sent);
  }

  /** What others say, by our domain, by who sent, and each report. */
  private static String received(JsonNode received) {
    Table domains =
        new Table(
            "DOMAIN", "REPORTS", "MESSAGES", "DKIM", "SPF", "FAILED", "SUSPECTED", "REFUSED", "BY");
    for (JsonNode line : received.path("domains")) {
      numbers(domains, line, text(line, "domain"), number(line, "reports"));
    }
    Table sources =
        new Table(
            "SOURCE", "DOMAIN", "MESSAGES", "DKIM", "SPF", "FAILED", "SUSPECTED", "REFUSED", "BY");
    for (JsonNode line : received.path("sources")) {
      numbers(sources, line, text(line, "source"), text(line, "domain"));
    }
    Table reports =
        new Table("UNTIL", "DOMAIN", "BY", "MESSAGES", "FAILED", "VOUCHED FOR BY", "MAIL");
    for (JsonNode line : received.path("reports")) {
      reports.row(
          text(line, "end"),
          text(line, "domain"),
          text(line, "organization"),
          number(line, "messages"),
          number(line, "failed"),
          vouched(line),
          text(line, "message"));
    }
    return "Received, as others say of mail in the name of our domains:\n"
        + orNone(domains)
        + "\nBy the address that sent it:\n"
        + orNone(sources)
        + "\nReports:\n"
        + orNone(reports);
  }

  private static void numbers(Table table, JsonNode line, Object first, Object second) {
    JsonNode numbers = line.path("numbers");
    List<String> by = new ArrayList<>();
    line.path("reporters").forEach(one -> by.add(one.asString("")));
    table.row(
        first,
        second,
        number(numbers, "messages"),
        number(numbers, "dkim"),
        number(numbers, "spf"),
        number(numbers, "failed"),
        number(numbers, "quarantined"),
        number(numbers, "rejected"),
        by.size() > REPORTERS_SHOWN
            ? "%s and %d more"
                .formatted(
                    String.join(", ", by.subList(0, REPORTERS_SHOWN)), by.size() - REPORTERS_SHOWN)
            : String.join(", ", by));
  }

  private static String vouched(JsonNode line) {
    String by = text(line, "vouchedDomain");
    String counted = line.path("counted").asBoolean(false) ? "" : ", not counted";
    return by.isEmpty() ? "nobody" + counted : "%s (%s)".formatted(by, text(line, "vouchedBy"));
  }

  private static void sentRow(Table table, JsonNode line, String to, String note) {
    table.row(
        text(line, "day"),
        text(line, "domain"),
        number(line, "messages"),
        number(line, "failed"),
        to,
        note);
  }

  private static String orNone(Table table) {
    return table.isEmpty() ? "  nothing\n" : table.toString();
  }

  private static String checked(JsonNode answer) {
    if (text(answer, "at").isEmpty()) {
      return text(answer, "why");
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
            text(answer, "domain"),
            text(answer, "organisation"),
            text(answer, "at"),
            text(answer, "policy"),
            text(answer, "below"),
            share(answer),
            text(answer, "spf"),
            text(answer, "dkim"),
            to.isEmpty() ? "nobody" : String.join(", ", to),
            text(answer, "why"));
  }

  private static String share(JsonNode answer) {
    String testing = answer.path("testing").asBoolean(false) ? ", being tested" : "";
    long percent = number(answer, "percent");
    return (percent < 100 ? ", for %d%% of messages".formatted(percent) : "") + testing;
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  private static long number(JsonNode node, String name) {
    return node.path(name).asLong(0);
  }
}
