package mailroad.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import mailroad.app.admin.AdminException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad guard}: what is let in, and why. */
@Command(
    name = "guard",
    description = "What is let in, what is not, and why.",
    mixinStandardHelpOptions = true)
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
          List<String> to)
      throws Exception {
    byte[] content = read(file);
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
            to == null ? List.of("postmaster@localhost") : to),
        GuardCommand::judgement);
  }

  private static byte[] read(Path file) throws Exception {
    boolean typed = file.toString().equals("-");
    if (!typed && Files.size(file) > OCTETS_MAX) {
      throw new AdminException("%s is larger than %d octets".formatted(file, OCTETS_MAX));
    }
    byte[] content = typed ? System.in.readNBytes(OCTETS_MAX + 1) : Files.readAllBytes(file);
    if (content.length > OCTETS_MAX) {
      throw new AdminException("the message is larger than %d octets".formatted(OCTETS_MAX));
    }
    return content;
  }

  private static String judgement(JsonNode answer) {
    StringBuilder out = new StringBuilder();
    out.append("Verdict: ").append(answer.path("verdict").asString("")).append('\n');
    if (answer.has("reply")) {
      out.append("The client hears: ").append(answer.path("reply").asString("")).append('\n');
    }
    answer
        .path("recipients")
        .properties()
        .forEach(
            one -> out.append("  %s: %s%n".formatted(one.getKey(), one.getValue().asString(""))));
    out.append('\n').append(answer.path("text").asString(""));
    JsonNode fields = answer.path("fields");
    if (!fields.isEmpty()) {
      out.append("\nIn front of the message:\n");
      fields.forEach(field -> out.append(field.asString("")));
    }
    return out.toString();
  }
}
