package mailroad.app.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import mailroad.app.admin.AdminException;

/** How a password gets in: typed twice without echo, or the first line of standard input. */
final class Secrets {
  private Secrets() {}

  /** The password of somebody elsewhere: typed once, or the first line of standard input. */
  @SuppressWarnings("SystemConsoleNull") // as below
  static String known(String whose) throws AdminException, IOException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return firstLine("no password came on standard input; give one there");
    }
    char[] typed = console.readPassword("Password of %s: ", whose);
    if (typed == null || typed.length == 0) {
      throw new AdminException("no password was typed");
    }
    return new String(typed);
  }

  private static String firstLine(String otherwise) throws AdminException, IOException {
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (line == null || line.isEmpty()) {
      throw new AdminException(otherwise);
    }
    return line;
  }

  @SuppressWarnings("SystemConsoleNull") // where no terminal is, JDK 25 has null again
  static String password(String otherwise) throws AdminException, IOException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return firstLine("no password came on standard input; give one there" + otherwise);
    }
    char[] first = console.readPassword("Password: ");
    char[] second = console.readPassword("The same again: ");
    if (first == null || second == null || first.length == 0) {
      throw new AdminException("no password was typed");
    }
    if (!java.util.Arrays.equals(first, second)) {
      throw new AdminException("the two passwords differ");
    }
    return new String(first);
  }
}
