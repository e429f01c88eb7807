package mailroad.app.command;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mailroad.app.admin.Hint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailroad send}: hands a message in on this machine. */
@Command(
    name = "send",
    description = {
      "Hands a message in on this machine, as its owner.",
      "It is read from standard input: header fields, an empty line, text. Date, Message-ID, From and To are added where they are missing."
    },
    mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {
  private static final int OCTETS_MAX = 64 << 20;

  @Mixin private Common common = new Common();

  @Option(
      names = {"-f", "--from"},
      paramLabel = "ADDRESS",
      required = true,
      description = "sender; told of failures")
  private String from = "";

  @Option(names = "--subject", paramLabel = "TEXT", description = "adds a Subject field")
  private @Nullable String subject;

  @Parameters(paramLabel = "TO", arity = "1..*", description = "recipients")
  private List<String> to = List.of();

  @Override
  public Integer call() throws Exception {
    byte[] content = Input.typed(OCTETS_MAX);
    return common.run(
        "send",
        Map.of(
            "from",
            from,
            "to",
            to,
            "subject",
            subject == null ? "" : subject,
            "content",
            Base64.getEncoder().encodeToString(content)),
        answer ->
            "Accepted as %s. See: %s\n"
                .formatted(Shown.text(answer, "id"), Hint.of("trace " + Shown.text(answer, "id"))));
  }
}
