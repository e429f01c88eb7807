package mailroad.lab.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mailroad lab}: whole Mailroads in a simulated internet. */
@Command(
    name = "lab",
    description = {
      "Plays whole worlds of mail in a simulated internet, and checks that no letter is lost.",
      "Time is virtual; there are crashes, losses and partitions."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SeedsCommand.class, SeedCommand.class})
final class LabCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command? See --help.");
  }
}
