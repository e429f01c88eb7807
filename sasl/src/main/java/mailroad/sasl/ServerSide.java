package mailroad.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** The server's side of the simple mechanisms, and the way into all of them. */
public final class ServerSide {
  private ServerSide() {}

  /**
   * Begins an exchange.
   *
   * @param peer who is there
   * @param nonce fresh and random, of printable ASCII without comma: for SCRAM
   * @param bindingOffered whether a mechanism with channel binding was on offer, too (RFC 5802 section 6)
   * @return the question to the client; a response that came with the command answers it
   */
  public static Step.Ask begin(
      Mechanism mechanism, Peer peer, String nonce, boolean bindingOffered) {
    return switch (mechanism) {
      case SCRAM_SHA_256_PLUS, SCRAM_SHA_256 ->
          Step.Ask.of("", new ScramServer(mechanism, peer, nonce, bindingOffered)::first);
      case OAUTHBEARER -> Step.Ask.of("", BearerServer::oauthBearer);
      case XOAUTH2 -> Step.Ask.of("", BearerServer::xoauth2);
      case EXTERNAL -> Step.Ask.of("", text(ServerSide::external));
      case PLAIN -> Step.Ask.of("", text(ServerSide::plain));
      case LOGIN -> Step.Ask.of("Username:", text(ServerSide::name));
    };
  }

  /** RFC 4616 section 2: {@code [authzid] NUL authcid NUL passwd}. */
  private static Step plain(String message) {
    String[] parts = message.split("\0", -1);
    if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
      return new Step.Malformed("PLAIN needs three parts with NUL between");
    }
    return actsForItself(parts[0], parts[1])
        ? new Step.CheckPassword(parts[1], parts[2])
        : new Step.Refused(parts[1]);
  }

  private static Step name(String name) {
    return isWord(name)
        ? Step.Ask.of("Password:", text(password -> password(name, password)))
        : new Step.Malformed("LOGIN needs a name");
  }

  private static Step password(String name, String password) {
    return isWord(password)
        ? new Step.CheckPassword(name, password)
        : new Step.Malformed("LOGIN needs a password");
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && text.indexOf('\0') < 0;
  }

  /** RFC 4422 appendix A: whom to act as, or nothing. */
  private static Step external(String login) {
    return login.indexOf('\0') < 0
        ? new Step.CheckCertificate(Optional.of(login).filter(text -> !text.isEmpty()))
        : new Step.Malformed("EXTERNAL takes no NUL");
  }

  /** Nobody acts for another here: who is named as such must be the same. */
  static boolean actsForItself(String actAs, String login) {
    return actAs.isEmpty() || actAs.equalsIgnoreCase(login);
  }

  private static Function<byte[], Step> text(Function<String, Step> next) {
    return octets ->
        utf8(octets).map(next).orElseGet(() -> new Step.Malformed("the response is not UTF-8"));
  }

  static Optional<String> utf8(byte[] octets) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
