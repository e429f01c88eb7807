package mailroad.lab.demo;

import mailroad.app.command.CommandPlugin;

/** Gives the tool its {@code demo} command. */
public final class DemoPlugin implements CommandPlugin {
  @Override
  public Object command() {
    return new DemoCommand();
  }
}
