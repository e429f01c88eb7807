package mailroad.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code mailroad alias}: addresses that stand for others. */
@Command(
    name = "alias",
    description = "Addresses that stand for others; @DOMAIN catches what nobody else takes.",
    mixinStandardHelpOptions = true)
final class AliasCommand extends Group {
  @Command(
      name = "add",
      description =
          "Makes an address stand for others, here or elsewhere; replaces what it stood for.",
      mixinStandardHelpOptions = true)
  int add(
      @Mixin Common common,
      @Parameters(paramLabel = "ALIAS", description = "an address, or @DOMAIN for all others")
          String alias,
      @Parameters(paramLabel = "ADDRESS", arity = "1..*") List<String> to)
      throws Exception {
    return common.run(
        "alias.add",
        Map.of("alias", alias, "to", to),
        _ -> "Mail for %s goes to %s.\n".formatted(alias, String.join(", ", to)));
  }

  @Command(name = "list", description = "Lists the aliases.", mixinStandardHelpOptions = true)
  int list(@Mixin Common common) throws Exception {
    return common.run(
        "alias.list",
        Map.of(),
        answer -> {
          Table table = new Table("ALIAS", "GOES TO");
          answer.forEach(alias -> {
            List<String> to = new ArrayList<>();
            alias.path("to").forEach(address -> to.add(address.asString("")));
            table.row(Shown.text(alias, "alias"), String.join(", ", to));
          });
          return table.or("There are no aliases.");
        });
  }

  @Command(name = "remove", description = "Removes an alias.", mixinStandardHelpOptions = true)
  int remove(@Mixin Common common, @Parameters(paramLabel = "ALIAS") String alias)
      throws Exception {
    return common.run("alias.remove", Map.of("alias", alias), _ -> alias + " is gone.\n");
  }
}
