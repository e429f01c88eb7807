package mailroad.sasl;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * The client's side: it takes the strongest mechanism that both sides know.
 *
 * @param credential what it shows
 * @param server the server, by the connection to it
 * @param nonce fresh and random, of printable ASCII without comma
 */
public record ClientSide(Credential credential, Peer server, String nonce) {

  /**
   * The strongest mechanism on offer that fits; empty if there is none. What would reveal a secret to those who listen in
   * is never chosen without TLS, but to a server on this machine.
   */
  public Optional<Mechanism> choose(Collection<Mechanism> offered) {
    return Arrays.stream(Mechanism.values())
        .filter(offered::contains)
        .filter(this::fits)
        .filter(mechanism -> isPrivate() || !mechanism.revealsSecret())
        .findFirst();
  }

  private boolean isPrivate() {
    return server.secured() || server.address().isLoopbackAddress();
  }

  private boolean fits(Mechanism mechanism) {
    return switch (mechanism) {
      case SCRAM_SHA_256_PLUS -> isPassword() && !server.bindings().isEmpty();
      case SCRAM_SHA_256, PLAIN, LOGIN -> isPassword();
      case OAUTHBEARER, XOAUTH2 -> credential instanceof Credential.Token;
      case EXTERNAL -> false;
    };
  }

  private boolean isPassword() {
    return credential instanceof Credential.Password;
  }

  /**
   * Begins an exchange by a mechanism that was chosen.
   *
   * @param bindingOffered whether the server offers a mechanism with channel binding, too
   */
  public ClientStep.Say begin(Mechanism mechanism, boolean bindingOffered) {
    return switch (credential) {
      case Credential.Password(var login, var password) ->
          switch (mechanism) {
            case SCRAM_SHA_256_PLUS, SCRAM_SHA_256 ->
                new ScramClient(login, password, server, nonce)
                    .first(mechanism.isBound(), bindingOffered);
            case LOGIN -> ClientStep.Say.of(login, false, _ -> ClientStep.Say.last(password));
            case PLAIN -> ClientStep.Say.last("\0" + login + "\0" + password);
            case OAUTHBEARER, XOAUTH2, EXTERNAL -> throw unfit(mechanism);
          };
      case Credential.Token(var login, var token) ->
          switch (mechanism) {
            case OAUTHBEARER ->
                // RFC 7628 section 3.2.3: an error is answered by one octet, and then comes the
                // end.
                ClientStep.Say.of(
                    "n,a=%s,\1auth=Bearer %s\1\1".formatted(ScramText.encode(login), token),
                    true,
                    _ -> ClientStep.Say.last("\1"));
            case XOAUTH2 ->
                ClientStep.Say.of(
                    "user=%s\1auth=Bearer %s\1\1".formatted(login, token),
                    true,
                    _ -> ClientStep.Say.last(""));
            case SCRAM_SHA_256_PLUS, SCRAM_SHA_256, PLAIN, LOGIN, EXTERNAL ->
                throw unfit(mechanism);
          };
    };
  }

  /** Whether what is said first waits for a challenge that names it, as LOGIN's does. */
  public static boolean serverSpeaksFirst(Mechanism mechanism) {
    return mechanism == Mechanism.LOGIN;
  }

  private static IllegalArgumentException unfit(Mechanism mechanism) {
    return new IllegalArgumentException(mechanism + " was not chosen");
  }

  @Override
  public String toString() {
    return "ClientSide[" + credential + "]";
  }
}
