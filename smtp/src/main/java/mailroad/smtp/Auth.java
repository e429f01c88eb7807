package mailroad.smtp;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Reply;

/**
 * AUTH: RFC 4954 section 4.
 *
 * @param mechanism in upper case
 * @param initial the initial response, still in base64; {@code =} is an empty one
 */
public record Auth(String mechanism, Optional<String> initial) implements Command {
  private static final Reply SYNTAX =
      new Reply(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");

  static Command parse(String argument) {
    String[] words = argument.split(" +");
    if (words[0].isEmpty() || words.length > 2) {
      return new Malformed(SYNTAX);
    }
    return new Auth(
        words[0].toUpperCase(Locale.ROOT),
        words.length == 2 ? Optional.of(words[1]) : Optional.empty());
  }

  /** Secrets are not shown. */
  @Override
  public String toString() {
    return "Auth[" + mechanism + "]";
  }
}
