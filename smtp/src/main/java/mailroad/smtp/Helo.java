package mailroad.smtp;

import mailroad.kernel.Reply;

/**
 * HELO: RFC 5321 section 4.1.1.1.
 *
 * @param name what the client calls itself: one word, a claim
 */
public record Helo(String name) implements Command {
  private static final Reply SYNTAX = new Reply(501, "5.5.4", "Syntax: HELO hostname");

  static Command parse(String argument) {
    return HelloName.parse(argument).<Command>map(Helo::new).orElse(new Malformed(SYNTAX));
  }
}
