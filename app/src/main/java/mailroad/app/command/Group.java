package mailroad.app.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only has commands of its own. */
class Group implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "which one of "
              + String.join(", ", spec.subcommands().keySet())
              + "? See "
              + spec.qualifiedName()
              + " --help.");
    }
  }
}
