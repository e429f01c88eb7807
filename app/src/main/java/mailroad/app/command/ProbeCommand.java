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
      "Looks a domain's MX up and speaks to each mail exchanger, up to EHLO, STARTTLS and QUIT;",
      "says for each: reachable, refused, timed out, and what it offers. Sends no mail."
    },
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "DOMAIN")
  private String domain = "";

  @Override
  public Integer call() throws Exception {
    return common.run(
        "probe", Map.of("domain", domain), answer -> answer.path("text").asString(""));
  }
}
