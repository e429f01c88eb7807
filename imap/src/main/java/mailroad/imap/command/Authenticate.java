package mailroad.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * AUTHENTICATE: RFC 3501 section 6.2.2.
 *
 * @param mechanism in upper case
 * @param initial the client's first response in base64, {@code =} if it is empty (RFC 4959 section 3)
 */
public record Authenticate(String mechanism, Optional<String> initial)
    implements Command.BeforeLogin {
  static Authenticate parse(Input input) throws Malformed {
    input.space();
    String mechanism = input.word();
    Optional<String> initial =
        input.take(' ')
            ? Optional.of(new String(input.rest(), StandardCharsets.ISO_8859_1))
            : Optional.empty();
    return new Authenticate(mechanism, initial);
  }

  @Override
  public String toString() {
    return "Authenticate[" + mechanism + "]";
  }
}
