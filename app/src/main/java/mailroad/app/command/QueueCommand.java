package mailroad.app.command;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailroad.app.admin.AdminException;
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
  /** Of the longest texts in a table. */
  private static final int WIDTH = 80;

  /** Which part of the queue is meant. */
  static final class Filter {
    @Option(
        names = "--domain",
        paramLabel = "DOMAIN",
        description = "messages with recipients in this domain")
    private @Nullable String domain;

    @Option(
        names = "--destination",
        paramLabel = "NEXT-HOP",
        description = "messages for this next hop: a domain, or what a route names")
    private @Nullable String destination;

    @Option(
        names = "--sender",
        paramLabel = "ADDRESS",
        description = "messages from this envelope sender; @DOMAIN for all of a domain")
    private @Nullable String sender;

    @Option(
        names = "--error",
        paramLabel = "TEXT",
        description = "recipients whose last reply has this text")
    private @Nullable String error;

    Map<String, Object> arguments() {
      Map<String, Object> out = new HashMap<>();
      Shown.put(out, "domain", domain);
      Shown.put(out, "destination", destination);
      Shown.put(out, "sender", sender);
      Shown.put(out, "error", error);
      return out;
    }
  }

  /** Which messages are meant. */
  static final class Chosen {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "queue ids")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "all messages in the queue")
    private boolean all;

    @Mixin private Filter filter = new Filter();

    Map<String, Object> arguments() throws AdminException {
      Map<String, Object> out = filter.arguments();
      if (ids.isEmpty() && !all && out.isEmpty()) {
        throw new AdminException(
            "which messages? Give queue ids, --all, or a filter such as --domain DOMAIN.");
      }
      out.put("ids", ids);
      out.put("all", all);
      return out;
    }
  }

  @Command(
      name = "list",
      description = "Lists the messages that wait, oldest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Common common,
      @Mixin Filter filter,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "most messages to list (${DEFAULT-VALUE})",
              defaultValue = "1000")
          int limit,
      @Option(
              names = "--after",
              paramLabel = "ID",
              description = "goes on after this message, the last one of the page before")
          @Nullable String after)
      throws Exception {
    Map<String, Object> arguments = filter.arguments();
    arguments.put("limit", limit);
    Shown.put(arguments, "after", after);
    return common.run(
        "queue.list",
        arguments,
        messages -> table(messages) + Shown.more(messages, limit, "--after"));
  }

  @Command(
      name = "summary",
      description = "Counts what waits by destination, sender or error, the most first.",
      mixinStandardHelpOptions = true)
  int summary(
      @Mixin Common common,
      @Mixin Filter filter,
      @Option(
              names = "--by",
              paramLabel = "WHAT",
              description = "destination, sender or error (${DEFAULT-VALUE})",
              defaultValue = "destination")
          String by,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "most lines (${DEFAULT-VALUE})",
              defaultValue = "50")
          int limit)
      throws Exception {
    Map<String, Object> arguments = filter.arguments();
    arguments.put("by", by);
    arguments.put("limit", limit);
    return common.run("queue.summary", arguments, groups -> summary(groups, by));
  }

  private static String summary(JsonNode groups, String by) {
    Table table =
        new Table(by.toUpperCase(Locale.ROOT), "MESSAGES", "RECIPIENTS", "SINCE", "NEXT", "WHY");
    groups.forEach(group -> {
      JsonNode destination = group.path("destination");
      String why = Shown.text(destination, "reason");
      table.row(
          Shown.shorten(Shown.text(group, "key"), WIDTH),
          Shown.number(group, "messages"),
          Shown.number(group, "recipients"),
          Shown.moment(group, "oldest"),
          next(group, destination),
          Shown.shorten(why.isEmpty() ? Shown.text(group, "reply") : why, WIDTH));
    });
    return table.or("The queue is empty.");
  }

  private static String next(JsonNode group, JsonNode destination) {
    String rest = destination.path("restUntil").asString("-");
    String suspended = destination.path("suspended").asBoolean(false) ? "suspended" : "";
    return switch (rest) {
      case "-" -> Shown.moment(group, "next");
      case "" -> suspended;
      default -> (suspended + " " + Shown.seconds(rest)).strip();
    };
  }

  private static String table(JsonNode messages) {
    Table table = new Table("ID", "SINCE", "SIZE", "SENDER", "RECIPIENT", "TRIES", "NEXT", "WHY");
    messages.forEach(message ->
        message
            .path("recipients")
            .forEach(recipient -> {
              if (Shown.text(recipient, "state").equals("pending")) {
                table.row(
                    Shown.text(message, "id"),
                    Shown.moment(message, "arrived"),
                    Shown.size(Shown.number(message, "octets")),
                    Shown.text(message, "sender"),
                    Shown.text(recipient, "address"),
                    recipient.path("attempts").asInt(0),
                    message.path("held").asBoolean(false)
                        ? "held"
                        : Shown.moment(recipient, "next"),
                    Shown.shorten(Shown.text(recipient, "reply"), WIDTH));
              }
            }));
    return table.or("The queue is empty.");
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
    Shown.line(out, "id", Shown.text(message, "id"));
    Shown.line(out, "sender", Shown.text(message, "sender"));
    Shown.line(out, "size", Text.count(Shown.number(message, "octets"), "octet"));
    Shown.line(out, "arrived", Shown.moment(message, "arrived"));
    Shown.line(out, "given up", Shown.moment(message, "expires"));
    Shown.line(out, "held", message.path("held").asBoolean(false) ? "yes" : "no");
    message
        .path("recipients")
        .forEach(recipient -> {
          out.append('\n');
          Shown.line(out, "recipient", Shown.text(recipient, "address"));
          Shown.line(out, "state", Shown.text(recipient, "state"));
          Shown.line(out, "tries", Integer.toString(recipient.path("attempts").asInt(0)));
          Shown.line(out, "next try", Shown.moment(recipient, "next"));
          Shown.line(out, "last reply", Shown.text(recipient, "reply"));
        });
    out.append('\n');
    Shown.header(out, Shown.text(message, "header"));
    return out.toString();
  }

  @Command(name = "flush", description = "Tries messages now.", mixinStandardHelpOptions = true)
  int flush(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return act(common, chosen, "flush", "tried now");
  }

  @Command(
      name = "hold",
      description = "Keeps messages from being tried until they are released.",
      mixinStandardHelpOptions = true)
  int hold(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return act(common, chosen, "hold", "held");
  }

  @Command(
      name = "release",
      description = "Lets held messages go on.",
      mixinStandardHelpOptions = true)
  int release(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return act(common, chosen, "release", "released");
  }

  @Command(
      name = "remove",
      description = "Removes messages from the queue. Nobody is told. There is no way back.",
      mixinStandardHelpOptions = true)
  int remove(@Mixin Common common, @Mixin Chosen chosen) throws Exception {
    return act(common, chosen, "remove", "removed");
  }

  private static int act(Common common, Chosen chosen, String act, String done) throws Exception {
    Map<String, Object> arguments = chosen.arguments();
    arguments.put("act", act);
    return common.run(
        "queue.act", arguments, answer -> done(Shown.number(answer, "messages"), done));
  }

  private static String done(long messages, String done) {
    return "%s %s.%n".formatted(Text.count(messages, "message is", "messages are"), done);
  }

  @Command(
      name = "suspend",
      description = "Sends nothing to a destination until it is resumed; without one, lists them.",
      mixinStandardHelpOptions = true)
  int suspend(
      @Mixin Common common,
      @Parameters(
              paramLabel = "NEXT-HOP",
              arity = "0..1",
              description = "a domain, or what a route names, as the summary shows it")
          @Nullable String destination,
      @Option(names = "--reason", paramLabel = "TEXT", description = "why, for those who ask")
          @Nullable String reason,
      @Option(names = "--for", paramLabel = "TIME", description = "ends by itself, such as 2h")
          @Nullable String time)
      throws Exception {
    if (destination == null) {
      return common.run("queue.suspended", Map.of(), QueueCommand::suspensions);
    }
    if (reason == null) {
      throw new AdminException("say why: --reason TEXT");
    }
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("destination", destination);
    arguments.put("reason", reason);
    if (time != null) {
      Duration length =
          Amounts.duration(time)
              .orElseThrow(() -> new AdminException("not a time such as 30m or 2h: " + time));
      arguments.put("seconds", length.toSeconds());
    }
    return common.run("queue.suspend", arguments, _ -> destination + " is suspended.\n");
  }

  private static String suspensions(JsonNode all) {
    Table table = new Table("DESTINATION", "SINCE", "UNTIL", "BY", "WHY");
    all.forEach(one ->
        table.row(
            Shown.text(one, "destination"),
            Shown.moment(one, "since"),
            Shown.text(one, "until").isEmpty() ? "-" : Shown.moment(one, "until"),
            Shown.text(one, "by"),
            Shown.text(one, "reason")));
    return table.or("No destination is suspended.");
  }

  @Command(
      name = "resume",
      description = "Lets a destination go on that is suspended, or rests.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin Common common, @Parameters(paramLabel = "NEXT-HOP") String destination)
      throws Exception {
    return common.run(
        "queue.resume",
        Map.of("destination", destination),
        answer ->
            answer.path("suspended").asBoolean(false)
                ? destination + " goes on.\n"
                : destination + " was not suspended; it is tried now.\n");
  }
}
