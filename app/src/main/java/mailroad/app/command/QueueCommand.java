package mailroad.app.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mailroad.app.config.Amounts;
import mailroad.kernel.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad queue}: what waits, for whom, why, until when. */
@Command(
    name = "queue",
    description = "What waits to be delivered: for whom, why, since when, until when.",
    mixinStandardHelpOptions = true)
final class QueueCommand extends Group {
  /** Which messages are meant. */
  static final class Chosen {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "queue ids")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "all messages in the queue")
    private boolean all;

    @Option(
        names = "--domain",
        paramLabel = "DOMAIN",
        description = "messages with recipients in this domain")
    private @Nullable String domain;

    Map<String, Object> arguments() throws mailroad.app.admin.AdminException {
      if (ids.isEmpty() && !all && domain == null) {
        throw new mailroad.app.admin.AdminException(
            "which messages? Give queue ids, --domain DOMAIN or --all.");
      }
      Map<String, Object> out = new HashMap<>();
      out.put("ids", ids);
      out.put("all", all);
      if (domain != null) {
        out.put("domain", domain);
      }
      return out;
    }
  }

  @Command(
      name = "list",
      description = "Lists the messages that wait, oldest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Common common,
      @Option(
              names = "--domain",
              description = "only recipients in this domain",
              paramLabel = "DOMAIN")
          @Nullable String domain,
      @Option(
              names = "--limit",
              description = "most messages to list (${DEFAULT-VALUE})",
              defaultValue = "1000")
          int limit)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>(Map.of("limit", limit));
    if (domain != null) {
      arguments.put("domain", domain);
    }
    return common.run("queue.list", arguments, QueueCommand::table);
  }

  private static String table(JsonNode messages) {
    Table table = new Table("ID", "SINCE", "SIZE", "SENDER", "RECIPIENT", "TRIES", "NEXT", "WHY");
    messages.forEach(message ->
        message
            .path("recipients")
            .forEach(recipient -> {
              if (recipient.path("state").asString("").equals("pending")) {
                table.row(
                    message.path("id").asString(""),
                    seconds(message.path("arrived").asString("")),
                    Amounts.showSize(message.path("octets").asLong(0)),
                    message.path("sender").asString(""),
                    recipient.path("address").asString(""),
                    recipient.path("attempts").asInt(0),
                    message.path("held").asBoolean(false)
                        ? "held"
                        : seconds(recipient.path("next").asString("")),
                    shorten(recipient.path("reply").asString("")));
              }
            }));
    return table.isEmpty() ? "The queue is empty.\n" : table.toString();
  }

  private static String seconds(String instant) {
    return instant.replaceFirst("\\.\\d+Z$", "Z");
  }

  private static String shorten(String text) {
    return text.length() > 80 ? text.substring(0, 79) + "…" : text;
  }

  @Command(
      name = "show",
      description = "Shows one message: envelope, recipients with the last reply in full, header.",
      mixinStandardHelpOptions = true)
  int show(@Mixin Common common, @Parameters(paramLabel = "ID") String id) throws Exception {
    return common.run("queue.show", Map.of("id", id), QueueCommand::sheet);
  }

  private static String sheet(JsonNode message) {
    StringBuilder out = new StringBuilder();
    line(out, "id", message.path("id").asString(""));
    line(out, "sender", message.path("sender").asString(""));
    line(out, "size", message.path("octets").asLong(0) + " octets");
    line(out, "arrived", message.path("arrived").asString(""));
    line(out, "given up", message.path("expires").asString(""));
    line(out, "held", message.path("held").asBoolean(false) ? "yes" : "no");
    message
        .path("recipients")
        .forEach(recipient -> {
          out.append('\n');
          line(out, "recipient", recipient.path("address").asString(""));
          line(out, "state", recipient.path("state").asString(""));
          line(out, "tries", Integer.toString(recipient.path("attempts").asInt(0)));
          line(out, "next try", recipient.path("next").asString("-"));
          line(out, "last reply", recipient.path("reply").asString("-"));
        });
    out.append('\n')
        .append(
            message
                .path("header")
                .asString("")
                .lines()
                .map(Text::visible)
                .reduce("", (a, b) -> a + b + "\n"));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("%-12s%s%n".formatted(name, Text.visible(value)));
  }

  @Command(name = "flush", description = "Tries messages now.", mixinStandardHelpOptions = true)
  int flush(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return common.run("queue.flush", chosen.arguments(), count("are tried now"));
  }

  @Command(
      name = "hold",
      description = "Keeps messages from being tried until they are released.",
      mixinStandardHelpOptions = true)
  int hold(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return common.run("queue.hold", chosen.arguments(), count("are held"));
  }

  @Command(
      name = "release",
      description = "Lets held messages go on.",
      mixinStandardHelpOptions = true)
  int release(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return common.run("queue.release", chosen.arguments(), count("are released"));
  }

  @Command(
      name = "remove",
      description = "Removes messages from the queue. Nobody is told. There is no way back.",
      mixinStandardHelpOptions = true)
  int remove(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return common.run("queue.remove", chosen.arguments(), count("are removed"));
  }

  private static java.util.function.Function<JsonNode, String> count(String what) {
    return answer -> answer.path("messages").asInt(0) + " messages " + what + ".\n";
  }
}
