package mailroad.smtp;

import mailroad.kernel.Reply;

/**
 * LHLO: RFC 2033 section 4.1, the EHLO of LMTP.
 *
 * @param name what the client calls itself: one word, a claim
 */
public record Lhlo(String name) implements Command {
  private static final Reply SYNTAX = new Reply(501, "5.5.4", "Syntax: LHLO hostname");

  static Command parse(String argument) {
    return HelloName.parse(argument).<Command>map(Lhlo::new).orElse(new Malformed(SYNTAX));
  }
}
