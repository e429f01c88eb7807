package mailroad.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  @Command(
      name = "reports",
      description = {
        "Shows what is counted and will be told to domains that ask for it, and which reports were sent."
      },
      mixinStandardHelpOptions = true)
  int reports(
      @Mixin Common common,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "most of each kind that are looked through (${DEFAULT-VALUE})",
              defaultValue = "1000")
          int limit)
      throws Exception {
    return common.run("dmarc.reports", Map.of("limit", limit), DmarcCommand::reported);
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
    return "Counted, and told after the day is over to domains that ask:\n"
        + orNone(counted)
        + "\nSent:\n"
        + orNone(sent);
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
