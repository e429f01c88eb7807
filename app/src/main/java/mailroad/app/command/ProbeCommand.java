package mailroad.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mailroad probe}: can a domain's mail exchangers be reached, and what do they say? */
@Command(
    name = "probe",
    description = {
      "Speaks to each mail exchanger of a domain, and says how that went. Sends no mail.",
      "Up to EHLO, STARTTLS and QUIT: reachable, refused, timed out, and what it offers."
    },
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "DOMAIN")
  private String domain = "";

  @Override
  public Integer call() throws Exception {
    return common.run("probe", Map.of("domain", domain), answer -> Shown.text(answer, "text"));
  }
}
