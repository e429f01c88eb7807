package mailroad.smtp;

import mailroad.kernel.Reply;

/**
 * EXPN: RFC 5321 section 4.1.1.7.
 *
 * @param name what is asked about
 */
public record Expn(String name) implements Command {
  private static final Reply SYNTAX = new Reply(501, "5.5.4", "Syntax: EXPN list");

  static Command parse(String argument) {
    return argument.isEmpty() ? new Malformed(SYNTAX) : new Expn(argument);
  }
}
