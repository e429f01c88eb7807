package mailroad.app.command;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailroad domain}: the domains whose mailboxes are here. */
@Command(
    name = "domain",
    description = "The domains whose mailboxes are on this node.",
    mixinStandardHelpOptions = true)
final class DomainCommand extends Group {
  @Command(name = "add", description = "Takes a domain in.", mixinStandardHelpOptions = true)
  int add(@Mixin Common common, @Parameters(paramLabel = "DOMAIN") String domain) throws Exception {
    return common.run(
        "domain.add",
        Map.of("domain", domain),
        answer ->
            "Mail for %s is now local. Publish its MX record: %s. 3600 IN MX 10 %s.\n"
                .formatted(domain, domain, Shown.text(answer, "hostname")));
  }

  @Command(
      name = "quota",
      description = "Sets how much all accounts of a domain may hold together.",
      mixinStandardHelpOptions = true)
  int quota(
      @Mixin Common common,
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "SIZE", description = "such as 500GiB; 0 for no limit") String size,
      @Option(names = "--messages", paramLabel = "N", description = "most messages; 0 for no limit")
          long messages)
      throws Exception {
    return common.run(
        "domain.quota",
        Map.of(
            "domain", domain,
            "quotaOctets", AccountCommand.size(size),
            "quotaMessages", messages),
        _ -> "The quota of " + domain + " is changed.\n");
  }

  @Command(name = "list", description = "Lists the domains.", mixinStandardHelpOptions = true)
  int list(@Mixin Common common) throws Exception {
    return common.run(
        "domain.list",
        Map.of(),
        answer -> {
          StringBuilder out = new StringBuilder();
          answer.forEach(domain -> out.append(domain.asString()).append('\n'));
          return out.toString();
        });
  }

  @Command(
      name = "remove",
      description = "Lets a domain go; refused while accounts or aliases are in it.",
      mixinStandardHelpOptions = true)
  int remove(@Mixin Common common, @Parameters(paramLabel = "DOMAIN") String domain)
      throws Exception {
    return common.run(
        "domain.remove", Map.of("domain", domain), _ -> domain + " is no longer local.\n");
  }
}
