package mailroad.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailroad dns}: what DNS says about a domain's mail, how that was found out, and what is wrong. */
@Command(
    name = "dns",
    description = {
      "Shows what DNS says about a domain's mail, and what is missing or wrong.",
      "MX, addresses, TLSA, MTA-STS, TLS reports, SPF and DMARC, with each server asked, what it said, how",
      "long it took, and what DNSSEC makes of it. With --type: one question, about any name."
    },
    mixinStandardHelpOptions = true)
final class DnsCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "DOMAIN",
      description = "domain; with --type any name, for PTR an address")
  private String name = "";

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "ask for this only: A, AAAA, MX, TXT, TLSA, SRV, PTR, NS, CNAME, SOA")
  private String type = "";

  @Option(names = "--fresh", description = "with an empty cache, to see the whole way")
  private boolean fresh;

  @Override
  public Integer call() throws Exception {
    return common.run(
        "dns",
        Map.of("name", name, "type", type, "fresh", fresh),
        answer -> Shown.text(answer, "text"));
  }
}
