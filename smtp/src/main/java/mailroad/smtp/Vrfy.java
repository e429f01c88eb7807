package mailroad.smtp;

import mailroad.kernel.Reply;

/**
 * VRFY: RFC 5321 section 4.1.1.6.
 *
 * @param name what is asked about
 */
public record Vrfy(String name) implements Command {
  private static final Reply SYNTAX = new Reply(501, "5.5.4", "Syntax: VRFY mailbox");

  static Command parse(String argument) {
    return argument.isEmpty() ? new Malformed(SYNTAX) : new Vrfy(argument);
  }
}
