package mailroad.app.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code mailroad tls}: how TLS with other servers goes. */
@Command(
    name = "tls",
    description = "How TLS with other servers goes, as both sides report it.",
    mixinStandardHelpOptions = true)
final class TlsCommand extends Group {
  @Command(
      name = "reports",
      description = {
        "Shows what is reported of TLS: by us to domains that ask for it (RFC 8460), and by others to us.",
        "What is counted and will be told, which reports were sent, and which came. --json shows all details."
      },
      mixinStandardHelpOptions = true)
  int reports(
      @Mixin Common common,
      @Option(names = "--domain", paramLabel = "DOMAIN", description = "about this domain only")
          @Nullable String domain,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "most of each kind that are looked through (${DEFAULT-VALUE})",
              defaultValue = "1000")
          int limit)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("limit", limit);
    Shown.put(arguments, "domain", domain);
    return common.run("tls.reports", arguments, TlsCommand::text);
  }

  private static String text(JsonNode answer) {
    return "Counted, and told after the day is over to domains that ask:\n"
        + counted(answer.path("counted")).or("  nothing")
        + "\nSent:\n"
        + sent(answer.path("sent")).or("  nothing")
        + "\nReceived, as others claim:\n"
        + received(answer.path("received")).or("  nothing");
  }

  private static Table counted(JsonNode lines) {
    Table table = new Table("DAY", "DOMAIN", "POLICY", "GOOD", "FAILED", "FAILURES");
    lines.forEach(line ->
        line.path("policies")
            .forEach(policy ->
                table.row(
                    Shown.text(line, "day"),
                    Shown.text(line, "domain"),
                    Shown.text(policy, "type"),
                    Shown.number(policy, "successes"),
                    Shown.number(policy, "failed"),
                    failures(policy))));
    return table;
  }

  private static Table sent(JsonNode lines) {
    Table table = new Table("DAY", "DOMAIN", "GOOD", "FAILED", "TO", "STATE", "LAST WORD");
    for (JsonNode line : lines) {
      if (line.path("to").isEmpty()) {
        sentRow(table, line, "-", "waiting", Shown.text(line, "reason"));
      }
      for (JsonNode to : line.path("to")) {
        sentRow(
            table, line, Shown.text(to, "uri"), Shown.text(to, "state"), Shown.text(to, "note"));
      }
    }
    return table;
  }

  private static void sentRow(Table table, JsonNode line, String to, String state, String note) {
    table.row(
        Shown.text(line, "day"),
        Shown.text(line, "domain"),
        Shown.number(line, "successes"),
        Shown.number(line, "failed"),
        to,
        state,
        note);
  }

  private static Table received(JsonNode lines) {
    Table table = new Table("DAY", "FROM", "DOMAIN", "POLICY", "GOOD", "FAILED", "FAILURES");
    lines.forEach(line ->
        line.path("policies")
            .forEach(policy ->
                table.row(
                    day(Shown.text(line, "end")),
                    Shown.text(line, "organization"),
                    Shown.text(policy, "domain"),
                    Shown.text(policy, "type"),
                    Shown.number(policy, "successes"),
                    Shown.number(policy, "failed"),
                    failures(policy))));
    return table;
  }

  /** Such as {@code certificate-expired at mx1.b.example: 3}, those at the same host together. */
  private static String failures(JsonNode policy) {
    Map<String, Long> sums = new java.util.LinkedHashMap<>();
    for (JsonNode failure : policy.path("failures")) {
      String host = Shown.text(failure, "host");
      String what = Shown.text(failure, "type") + (host.isEmpty() ? "" : " at " + host);
      sums.merge(what, Shown.number(failure, "sessions"), Long::sum);
    }
    List<String> out = new ArrayList<>();
    sums.forEach((what, sessions) -> out.add(what + ": " + sessions));
    int more = out.size() - 3;
    return String.join(", ", out.subList(0, Math.min(3, out.size())))
        + (more > 0 ? ", %d more".formatted(more) : "");
  }

  private static String day(String moment) {
    return moment.length() < 10 ? moment : moment.substring(0, 10);
  }
}
