package mailroad.app;

import mailroad.app.command.Tool;

/** Where the program starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit status. */
  public static void main(String[] arguments) {
    System.exit(Tool.run(arguments));
  }
}
