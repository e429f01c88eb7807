package mailroad.sasl;

import java.util.Optional;

/**
 * What stands before the client's first message (RFC 5801 section 4): whether it binds the channel, and whom it wants to
 * be.
 *
 * @param text as it was said, both commas included
 * @param flag {@code n}, {@code y} or {@code p=} and the binding's name
 * @param actAs whom the client wants to be
 */
record Gs2Header(String text, String flag, Optional<String> actAs) {
  /** Reads what a message begins with; empty if it begins with anything else. */
  static Optional<Gs2Header> parse(String message) {
    int first = message.indexOf(',');
    int second = first < 0 ? -1 : message.indexOf(',', first + 1);
    if (second < 0) {
      return Optional.empty();
    }
    String flag = message.substring(0, first);
    String actAs = message.substring(first + 1, second);
    boolean flagged = flag.equals("n") || flag.equals("y") || flag.matches("p=[A-Za-z0-9.-]{1,64}");
    Optional<String> name = ScramText.value(actAs, 'a').flatMap(ScramText::decode);
    if (!flagged || name.isEmpty() && !actAs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Gs2Header(message.substring(0, second + 1), flag, name));
  }

  /** The binding that the client uses. */
  Optional<ChannelBinding> binding() {
    return flag.startsWith("p=") ? ChannelBinding.named(flag.substring(2)) : Optional.empty();
  }
}
