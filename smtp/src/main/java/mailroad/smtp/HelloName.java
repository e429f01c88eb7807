package mailroad.smtp;

import java.util.Optional;

/**
 * The argument of EHLO and HELO. RFC 5321 section 4.1.1.1 wants a domain or an address literal; real
 * clients send what their machine is called. So it is any one word of ASCII, and a claim.
 */
final class HelloName {
  /** RFC 5321 section 4.5.3.1.2. */
  static final int OCTETS_MAX = 255;

  private HelloName() {}

  static Optional<String> parse(String argument) {
    boolean fine =
        !argument.isEmpty()
            && argument.length() <= OCTETS_MAX
            && argument.chars().allMatch(c -> c > ' ' && c < 127);
    return fine ? Optional.of(argument) : Optional.empty();
  }
}
