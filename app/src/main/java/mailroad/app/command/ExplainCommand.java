package mailroad.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mailroad explain}: where a message would go, and why, by the code that would send it. */
@Command(
    name = "explain",
    description = {
      "Says where a message would go, and why: what was considered, what was passed over,",
      "and the DNS record or configuration key that decided. Sends nothing."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(index = "0", paramLabel = "FROM", description = "sender; <> for a notice")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "recipient")
  private String to = "";

  @Override
  public Integer call() throws Exception {
    return common.run(
        "explain", Map.of("from", from, "to", to), answer -> answer.path("text").asString(""));
  }
}
