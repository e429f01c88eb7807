package mailroad.app.command;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import mailroad.app.admin.AdminException;
import mailroad.app.config.Amounts;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad guard}: what is let in, and why. */
@Command(
    name = "guard",
    description = "What is let in, what is not, and why.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ClassifierCommands.Status.class,
      ClassifierCommands.Learn.class,
      ClassifierCommands.Forget.class
    })
final class GuardCommand extends Group {
  private static final int OCTETS_MAX = 64 << 20;

  @Command(
      name = "judge",
      description = {
        "Judges a message as if it came from a client now, and shows all evidence. Nothing is kept of it."
      },
      mixinStandardHelpOptions = true)
  int judge(
      @Mixin Common common,
      @Parameters(paramLabel = "FILE", description = "the message; - for standard input") Path file,
      @Option(
              names = "--from",
              paramLabel = "IP",
              required = true,
              description = "the client's address")
          String ip,
      @Option(
              names = "--helo",
              paramLabel = "NAME",
              defaultValue = "",
              description = "how the client introduces itself")
          String helo,
      @Option(
              names = "--mail",
              paramLabel = "ADDRESS",
              defaultValue = "<>",
              description = "the envelope's sender; <> for none (${DEFAULT-VALUE})")
          String mail,
      @Option(
              names = "--to",
              paramLabel = "ADDRESS",
              description = "a recipient; may be given several times (postmaster here)")
          List<String> to,
      @Option(
              names = "--conduct",
              paramLabel = "WORD",
              description = {
                "how the client behaves: early-talk, early-pipelining, bare-newline, foreign-command"
                    + " or bad-command; may be given several times"
              })
          @Nullable List<String> conduct)
      throws Exception {
    byte[] content = Input.message(file, OCTETS_MAX);
    return common.run(
        "guard.judge",
        Map.of(
            "content",
            Base64.getEncoder().encodeToString(content),
            "ip",
            ip,
            "helo",
            helo,
            "mail",
            mail,
            "to",
            to == null ? List.of("postmaster@localhost") : to,
            "conduct",
            conduct == null ? List.of() : conduct),
        GuardCommand::judgement);
  }

  private static String judgement(JsonNode answer) {
    StringBuilder out = new StringBuilder();
    out.append("Verdict: ").append(Shown.text(answer, "verdict")).append('\n');
    if (answer.has("reply")) {
      out.append("The client hears: ").append(Shown.text(answer, "reply")).append('\n');
    }
    answer
        .path("recipients")
        .properties()
        .forEach(
            one -> out.append("  %s: %s%n".formatted(one.getKey(), one.getValue().asString(""))));
    out.append('\n').append(Shown.text(answer, "text"));
    JsonNode fields = answer.path("fields");
    if (!fields.isEmpty()) {
      out.append("\nIn front of the message:\n");
      fields.forEach(field -> out.append(field.asString("")));
    }
    return out.toString();
  }

  @Command(
      name = "bans",
      description = "From where nobody comes in: since when, until when, and why.",
      mixinStandardHelpOptions = true)
  int bans(
      @Mixin Common common,
      @Option(names = "--all", description = "also those that ended, and count for the next")
          boolean all)
      throws Exception {
    return common.run("guard.bans", Map.of(), bans -> bans(bans, all));
  }

  private static String bans(JsonNode bans, boolean all) {
    Table table = new Table("NETWORK", "SINCE", "UNTIL", "TIMES", "REFUSED", "REASON");
    for (JsonNode ban : bans) {
      if (all || ban.path("holds").asBoolean(false)) {
        String until = Shown.text(ban, "until");
        table.row(
            Shown.text(ban, "network"),
            Shown.moment(ban, "since"),
            until.isEmpty() ? "-" : Shown.seconds(until),
            ban.path("times").asInt(0),
            Shown.number(ban, "refused"),
            Shown.text(ban, "reason"));
      }
    }
    return table.or("Nobody is banned.");
  }

  @Command(
      name = "why",
      description = "What is known of an address, and whether it may come in.",
      mixinStandardHelpOptions = true)
  int why(@Mixin Common common, @Parameters(paramLabel = "ADDRESS") String address)
      throws Exception {
    return common.run(
        "guard.why", Map.of("address", address), answer -> Shown.text(answer, "text"));
  }

  @Command(
      name = "ban",
      description = "Lets nobody in from an address or a network.",
      mixinStandardHelpOptions = true)
  int ban(
      @Mixin Common common,
      @Parameters(
              paramLabel = "ADDRESS",
              description = "an address, or a network such as 192.0.2.0/24")
          String network,
      @Option(
              names = "--for",
              paramLabel = "TIME",
              description =
                  "for how long, such as 90s, 5m, 12h or 30d; until somebody ends it if left out")
          @Nullable String time,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              defaultValue = "by hand",
              description = "why")
          String reason)
      throws Exception {
    long seconds = 0;
    if (time != null) {
      seconds =
          Amounts.duration(time)
              .orElseThrow(
                  () -> new AdminException("--for must be a time such as 90s, 5m, 12h or 30d"))
              .toSeconds();
    }
    return common.run(
        "guard.ban",
        Map.of("network", network, "seconds", seconds, "reason", reason),
        ban -> "%s is banned.%n".formatted(Shown.text(ban, "network")));
  }

  @Command(
      name = "unban",
      description = "Ends all bans of, around and within an address or a network.",
      mixinStandardHelpOptions = true)
  int unban(@Mixin Common common, @Parameters(paramLabel = "ADDRESS|NETWORK") String network)
      throws Exception {
    return common.run(
        "guard.unban",
        Map.of("network", network),
        ended -> {
          StringBuilder out = new StringBuilder();
          ended.forEach(ban ->
              out.append("%s is not banned any more.%n".formatted(Shown.text(ban, "network"))));
          return out.toString();
        });
  }

  @Command(
      name = "lists",
      description = "The DNS lists that are asked, and whether they work.",
      mixinStandardHelpOptions = true)
  int lists(@Mixin Common common) throws Exception {
    return common.run("guard.lists", Map.of(), GuardCommand::lists);
  }

  private static String lists(JsonNode lists) {
    Table table = new Table("NAME", "ZONE", "OF", "WEIGHT", "STATE", "WHY");
    lists.forEach(list ->
        table.row(
            Shown.text(list, "name"),
            Shown.text(list, "zone"),
            Shown.text(list, "of"),
            list.path("weight").asDouble(0),
            Shown.text(list, "state"),
            Shown.text(list, "reason")));
    return table.or("No DNS list is asked.");
  }
}
