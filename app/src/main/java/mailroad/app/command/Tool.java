package mailroad.app.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Hint;
import mailroad.app.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mailroad}: the tool, its commands, and how their failures are told. */
@Command(
    name = "mailroad",
    description = "The whole way of an e-mail: submission, transfer, delivery and access.",
    mixinStandardHelpOptions = true,
    version = "Mailroad 0.1.0",
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 done, 1 refused or failed, 2 wrong usage, 78 wrong configuration.",
      "The configuration is --config FILE, or $MAILROAD_CONFIG, or ./mailroad.toml,",
      "or /etc/mailroad/mailroad.toml."
    })
public final class Tool implements Runnable {
  private static final int FAILED = 1;
  private static final int CONFIGURATION = 78; // sysexits' EX_CONFIG

  /** In the order of the help. */
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("init", InitCommand::new);
    COMMANDS.put("serve", ServeCommand::new);
    COMMANDS.put("domain", DomainCommand::new);
    COMMANDS.put("account", AccountCommand::new);
    COMMANDS.put("alias", AliasCommand::new);
    COMMANDS.put("import", ImportCommand::new);
    COMMANDS.put("export", ExportCommand::new);
    COMMANDS.put("queue", QueueCommand::new);
    COMMANDS.put("quarantine", QuarantineCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("trace", TraceCommand::new);
    COMMANDS.put("probe", ProbeCommand::new);
    COMMANDS.put("dns", DnsCommand::new);
    COMMANDS.put("search", SearchCommand::new);
    COMMANDS.put("tls", TlsCommand::new);
    COMMANDS.put("dkim", DkimCommand::new);
    COMMANDS.put("dmarc", DmarcCommand::new);
    COMMANDS.put("guard", GuardCommand::new);
    COMMANDS.put("send", SendCommand::new);
    COMMANDS.put("status", StatusCommand::new);
    COMMANDS.put("config", ConfigCommand::new);
  }

  @Spec private CommandSpec spec;

  /** picocli fills in the rest. */
  public Tool() {
    spec = CommandSpec.create();
  }

  /** Runs a command line; returns its exit status. */
  public static int run(String... arguments) {
    CommandLine line = line(arguments.length > 0 ? arguments[0] : "");
    line.setExecutionExceptionHandler((problem, where, _) -> report(problem, where));
    return line.execute(arguments);
  }

  /**
   * Understands a command line, and does nothing.
   *
   * @throws CommandLine.ParameterException if it is not to be understood
   */
  public static void parse(String... arguments) {
    line(arguments.length > 0 ? arguments[0] : "").parseArgs(arguments);
  }

  static CommandLine line(String meant) {
    CommandLine line = new CommandLine(new Tool());
    line.setCommandName(Hint.NAME);
    addCommands(line, meant);
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  /** Adds the command that is meant, or all: to look at each takes longer than a server takes to start. */
  private static void addCommands(CommandLine line, String meant) {
    if (COMMANDS.containsKey(meant)) {
      line.addSubcommand(meant, COMMANDS.get(meant).get());
      return;
    }
    COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
    for (CommandPlugin plugin : ServiceLoader.load(CommandPlugin.class)) {
      line.addSubcommand(plugin.command());
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command? See --help.");
  }

  private static int report(Exception problem, CommandLine where) {
    where
        .getErr()
        .println(
            switch (problem) {
              case ConfigException wrong -> wrong.getMessage();
              case AdminException refused -> "mailroad: " + refused.getMessage();
              case IOException failed -> "mailroad: " + describe(failed);
              case InterruptedException _ -> "mailroad: interrupted";
              default -> {
                problem.printStackTrace(where.getErr());
                yield "mailroad: this is a bug; please report what stands above";
              }
            });
    return problem instanceof ConfigException ? CONFIGURATION : FAILED;
  }

  private static String describe(IOException failed) {
    return switch (failed) {
      case java.nio.file.NoSuchFileException missing -> "no such file: " + missing.getFile();
      case java.nio.file.AccessDeniedException denied -> "no permission for " + denied.getFile();
      case java.nio.file.FileAlreadyExistsException there -> there.getFile() + " exists already";
      default -> String.valueOf(failed.getMessage());
    };
  }
}
