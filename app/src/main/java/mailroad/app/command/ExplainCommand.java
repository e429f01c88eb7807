package mailroad.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailroad explain}: where a message would go, and why, by the code that would send it. */
@Command(
    name = "explain",
    description = {
      "Says where a message would go, and why. Sends nothing.",
      "Shows what was considered, what was passed over, and the DNS record or configuration key that decided."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "FROM", description = "sender; <> for a notice")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "recipient")
  private String to = "";

  @Option(
      names = "--account",
      paramLabel = "ADDRESS",
      description = "who hands the message in, logged in")
  private String account = "";

  @Option(names = "--size", paramLabel = "OCTETS", description = "how large the message is")
  private long size = -1;

  @Option(
      names = "--header",
      paramLabel = "'NAME: VALUE'",
      description = "a header field of the message; may be given several times")
  private List<String> headers = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("from", from);
    arguments.put("to", to);
    arguments.put("size", size);
    arguments.put("headers", headers);
    if (!account.isEmpty()) {
      arguments.put("account", account);
    }
    return common.run("explain", arguments, answer -> Shown.text(answer, "text"));
  }
}
