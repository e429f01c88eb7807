package mailroad.app.command;

import mailroad.app.NodeConfig;
import mailroad.app.admin.Json;
import mailroad.app.config.Reference;
import mailroad.app.config.Secrecy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mailroad config}: is the file right, and what is in force? */
@Command(
    name = "config",
    description = "Checks the configuration file, or shows what is in force.",
    mixinStandardHelpOptions = true)
final class ConfigCommand extends Group {
  @Command(
      name = "check",
      description = "Reads the file and reports all that is wrong, with line and column.",
      mixinStandardHelpOptions = true)
  int check(@Mixin Common common) throws Exception {
    NodeConfig config = common.load();
    common.print(
        Json.tree(java.util.Map.of("valid", true, "hostname", config.hostname())),
        _ -> "The configuration is valid.\n");
    return 0;
  }

  @Command(
      name = "show",
      description =
          "Prints every key with the value in force, in the file's own form; passwords are left out.",
      mixinStandardHelpOptions = true)
  int show(@Mixin Common common) throws Exception {
    NodeConfig config = common.load();
    common.print(Secrecy.hide(Json.tree(config)), _ -> Reference.toml(config));
    return 0;
  }
}
