package mailroad.lab.command;

import mailroad.app.command.CommandPlugin;

/** Brings {@code mailroad lab} to the tool. */
public final class LabPlugin implements CommandPlugin {
  /** For the service loader. */
  public LabPlugin() {}

  @Override
  public Object command() {
    return new LabCommand();
  }
}
