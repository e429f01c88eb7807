package mailroad.pop3;

import java.util.stream.Stream;
import mailroad.sasl.Mechanism;

/** What CAPA tells (RFC 2449 section 5). */
final class Capabilities {
  private Capabilities() {}

  static Answer beforeLogin(Offer offer) {
    Stream<String> stls = offer.stls() ? Stream.of("STLS") : Stream.empty();
    return new Answer.Lines(
        "what I can", Stream.of(always(), delay(offer), login(offer), stls).flatMap(s -> s));
  }

  /** RFC 2449 section 5: what can no longer be used is told as before, but STLS (RFC 2595 section 4). */
  static Answer afterLogin(Offer offer) {
    return new Answer.Lines(
        "what I can", Stream.of(always(), delay(offer), login(offer)).flatMap(s -> s));
  }

  private static Stream<String> login(Offer offer) {
    Stream<String> user = offer.user() ? Stream.of("USER") : Stream.empty();
    Stream<String> sasl =
        offer.login() && !offer.mechanisms().isEmpty()
            ? Stream.of("SASL " + String.join(" ", names(offer).toList()))
            : Stream.empty();
    return Stream.concat(user, sasl);
  }

  /** The mechanisms of AUTH (RFC 5034 section 4). */
  static Stream<String> names(Offer offer) {
    return offer.mechanisms().stream().map(Mechanism::word);
  }

  private static Stream<String> always() {
    return Stream.of(
        "TOP",
        "UIDL",
        "PIPELINING",
        "RESP-CODES",
        "AUTH-RESP-CODE",
        "EXPIRE NEVER",
        "UTF8 USER",
        "LANG",
        "IMPLEMENTATION Mailroad");
  }

  /** RFC 2449 section 6.5. */
  private static Stream<String> delay(Offer offer) {
    return offer.loginDelay().isZero()
        ? Stream.empty()
        : Stream.of("LOGIN-DELAY " + offer.loginDelay().toSeconds());
  }
}
