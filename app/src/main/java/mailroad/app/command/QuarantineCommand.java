package mailroad.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Channel;
import mailroad.app.admin.Json;
import mailroad.kernel.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad quarantine}: what is kept out of the mailboxes, why, and what becomes of it. */
@Command(
    name = "quarantine",
    description = "What is kept out of the mailboxes, why, and what becomes of it.",
    mixinStandardHelpOptions = true)
final class QuarantineCommand extends Group {
  private static final int BLOCK_OCTETS = 65_536;

  /** Of the longest texts in a table. */
  private static final int WIDTH = 50;

  @Command(
      name = "list",
      description = "Lists the messages that are kept, the latest first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Common common,
      @Option(
              names = "--recipient",
              paramLabel = "ADDRESS",
              description = "kept from this recipient or account; @DOMAIN for all of a domain")
          @Nullable String recipient,
      @Option(
              names = "--sender",
              paramLabel = "ADDRESS",
              description = "from this envelope sender; @DOMAIN for all of a domain, <> for none")
          @Nullable String sender,
      @Option(
              names = "--since",
              paramLabel = "TIME",
              description =
                  "kept since then: 2d for two days ago, 2026-11-22, or with a time of day")
          @Nullable String since,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "most messages to list (${DEFAULT-VALUE})",
              defaultValue = "100")
          int limit,
      @Option(
              names = "--before",
              paramLabel = "ID",
              description = "goes on after this message, the last one of the page before")
          @Nullable String before)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    Shown.put(arguments, "recipient", recipient);
    Shown.put(arguments, "sender", sender);
    Shown.put(arguments, "since", since);
    Shown.put(arguments, "before", before);
    arguments.put("limit", limit);
    return common.run(
        "quarantine.list",
        arguments,
        messages -> table(messages) + Shown.more(messages, limit, "--before"));
  }

  private static String table(JsonNode messages) {
    Table table = new Table("ID", "SINCE", "SIZE", "SENDER", "RECIPIENT", "SUBJECT", "WHY");
    messages.forEach(message -> {
      JsonNode recipients = message.path("recipients");
      String others = recipients.size() > 1 ? " +" + (recipients.size() - 1) : "";
      table.row(
          Shown.text(message, "id"),
          Shown.moment(message, "since"),
          Shown.size(Shown.number(message, "octets")),
          Shown.text(message, "sender"),
          recipients.path(0).asString("") + others,
          Shown.shorten(Shown.text(message, "subject"), WIDTH),
          Shown.shorten(Shown.text(message, "verdict"), WIDTH));
    });
    return table.or("Nothing is kept.");
  }

  @Command(
      name = "show",
      description = "Shows one message: who, from where, all evidence, its history, its header.",
      mixinStandardHelpOptions = true)
  int show(@Mixin Common common, @Parameters(paramLabel = "ID") String id) throws Exception {
    return common.run("quarantine.show", Map.of("id", id), QuarantineCommand::sheet);
  }

  private static String sheet(JsonNode answer) {
    JsonNode message = answer.path("message");
    StringBuilder out = new StringBuilder();
    Shown.line(out, "id", Shown.text(message, "id"));
    Shown.line(out, "since", Shown.moment(message, "since"));
    Shown.line(out, "dropped", Shown.moment(message, "expires"));
    Shown.line(out, "kept for", "being " + Shown.text(message, "cause"));
    Shown.line(out, "direction", Shown.text(message, "direction"));
    Shown.line(
        out, "client", "%s %s".formatted(Shown.text(answer, "client"), Shown.text(answer, "helo")));
    Shown.line(out, "login", Shown.text(answer, "login"));
    Shown.line(out, "sender", Shown.text(message, "sender"));
    answer
        .path("copies")
        .forEach(copy ->
            Shown.line(
                out,
                "recipient",
                "%s, mailbox of %s"
                    .formatted(Shown.text(copy, "recipient"), Shown.text(copy, "owner"))));
    Shown.line(out, "from", Shown.text(message, "from"));
    Shown.line(out, "subject", Shown.text(message, "subject"));
    Shown.line(out, "size", Text.count(Shown.number(message, "octets"), "octet"));
    answer.path("authentication").forEach(one -> Shown.line(out, "vouching", one.asString("")));
    out.append('\n').append(Shown.text(answer, "text"));
    out.append('\n').append(history(answer.path("history")));
    out.append('\n');
    Shown.header(out, Shown.text(answer, "header"));
    return out.toString();
  }

  private static String history(JsonNode deeds) {
    Table table = new Table("WHEN", "WHAT", "BY");
    deeds.forEach(deed ->
        table.row(Shown.moment(deed, "at"), Shown.text(deed, "act"), Shown.text(deed, "by")));
    return table.toString();
  }

  @Command(
      name = "release",
      description = {
        "Lets a message go on, to one recipient or all. It is not judged again.",
        "What is dangerous goes --as-attachment, or --anyway."
      },
      mixinStandardHelpOptions = true)
  int release(
      @Mixin Common common,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--to", paramLabel = "ADDRESS", description = "a recipient it is kept from")
          @Nullable List<String> to,
      @Option(names = "--all", description = "all recipients it is kept from") boolean all,
      @Option(
              names = "--as-attachment",
              description = "within a letter from the postmaster that says why it was kept")
          boolean asAttachment,
      @Option(names = "--anyway", description = "as it is, though it is dangerous") boolean anyway)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("id", id);
    arguments.put("to", to == null ? List.of() : to);
    arguments.put("all", all);
    arguments.put("asAttachment", asAttachment);
    arguments.put("anyway", anyway);
    return common.run("quarantine.release", arguments, QuarantineCommand::released);
  }

  private static String released(JsonNode answer) {
    StringBuilder out = new StringBuilder();
    answer
        .path("released")
        .forEach(one ->
            out.append(
                "Released to %s as %s.%n"
                    .formatted(Text.visible(one.asString("")), Shown.text(answer, "as"))));
    answer
        .path("failed")
        .properties()
        .forEach(one ->
            out.append(
                "Still kept from %s: %s%n"
                    .formatted(
                        Text.visible(one.getKey()), Text.visible(one.getValue().asString("")))));
    return out.toString();
  }

  @Command(
      name = "delete",
      description =
          "Drops a message, or one recipient's copy. Nobody is told. There is no way back.",
      mixinStandardHelpOptions = true)
  int delete(
      @Mixin Common common,
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--to",
              paramLabel = "ADDRESS",
              description = "only the copy for this recipient")
          @Nullable String to)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>(Map.of("id", id));
    Shown.put(arguments, "to", to);
    return common.run("quarantine.delete", arguments, _ -> id + " is deleted.\n");
  }

  @Command(
      name = "learn",
      description = "Has a message learnt as spam or as good. It stays where it is.",
      mixinStandardHelpOptions = true)
  int learn(
      @Mixin Common common,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "spam|good") String lesson)
      throws Exception {
    return common.run(
        "quarantine.learn",
        Map.of("id", id, "lesson", lesson),
        _ -> "%s is learnt as %s.%n".formatted(id, lesson));
  }

  @Command(
      name = "download",
      description = "Writes a message, as it came, into a new file that only its owner can read.",
      mixinStandardHelpOptions = true)
  int download(
      @Mixin Common common,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "FILE") Path file)
      throws Exception {
    common.converse(
        "quarantine.download",
        Map.of("id", id),
        channel -> {
          long octets = write(channel, file);
          common.print(
              Json.tree(Map.of("file", file.toString(), "octets", octets)),
              _ ->
                  "%s in %s. They may do harm: take care.%n"
                      .formatted(Text.count(octets, "octet is", "octets are"), file));
        });
    return 0;
  }

  private static long write(Channel channel, Path file) throws AdminException, IOException {
    long octets = channel.receive().path("octets").asLong(0);
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      for (long left = octets; left > 0; ) {
        byte[] block = channel.octets((int) Math.min(left, BLOCK_OCTETS));
        out.write(block);
        left -= block.length;
      }
    }
    return octets;
  }

  @Command(
      name = "expire",
      description = "Drops what has been kept for long enough now, and not with the next sweep.",
      mixinStandardHelpOptions = true)
  int expire(@Mixin Common common) throws Exception {
    return common.run(
        "quarantine.expire",
        Map.of(),
        answer ->
            Text.count(Shown.number(answer, "messages"), "message is", "messages are")
                + " dropped.\n");
  }

  @Command(
      name = "history",
      description =
          "Shows what was done about a message, by whom and when; also of one that has left.",
      mixinStandardHelpOptions = true)
  int history(@Mixin Common common, @Parameters(paramLabel = "ID") String id) throws Exception {
    return common.run("quarantine.history", Map.of("id", id), QuarantineCommand::history);
  }
}
