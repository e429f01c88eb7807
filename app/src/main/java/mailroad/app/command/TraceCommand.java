package mailroad.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mailroad trace}: what happened to a message. */
@Command(
    name = "trace",
    description = {
      "Prints all that happened to a message here.",
      "Taken over, judged, routed and why, each attempt with its dialogue, delivered, deferred, bounced."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "ID",
      description = "queue id, here or at the next hop, or the Message-ID field")
  private String id = "";

  @Override
  public Integer call() throws Exception {
    return common.run("trace", Map.of("id", id), answer -> Shown.text(answer, "text"));
  }
}
