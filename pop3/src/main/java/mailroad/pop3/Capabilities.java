package mailroad.pop3;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What CAPA tells (RFC 2449 section 5). */
final class Capabilities {
  private Capabilities() {}

  static Answer beforeLogin(Offer offer) {
    Stream<String> stls = offer.stls() ? Stream.of("STLS") : Stream.empty();
    return new Answer.Lines("what I can", Stream.of(always(), login(offer), stls).flatMap(s -> s));
  }

  /** RFC 2449 section 5: what can no longer be used is told as before, but STLS (RFC 2595 section 4). */
  static Answer afterLogin(Offer offer) {
    return new Answer.Lines("what I can", Stream.concat(always(), login(offer)));
  }

  private static Stream<String> login(Offer offer) {
    return offer.login()
        ? Stream.of("USER", "SASL " + Sasl.names().collect(Collectors.joining(" ")))
        : Stream.empty();
  }

  private static Stream<String> always() {
    return Stream.of(
        "TOP",
        "UIDL",
        "PIPELINING",
        "RESP-CODES",
        "AUTH-RESP-CODE",
        "EXPIRE NEVER",
        "IMPLEMENTATION Mailroad");
  }
}
