package mailroad.sasl;

import java.util.Optional;
import java.util.function.Function;

/** What the server's side of an exchange wants next. */
public sealed interface Step {
  /** The client is asked; what it says leads on. */
  record Ask(byte[] challenge, Function<byte[], Step> next) implements Step {
    static Ask of(String challenge, Function<byte[], Step> next) {
      return new Ask(challenge.getBytes(java.nio.charset.StandardCharsets.UTF_8), next);
    }
  }

  /** Name and password, to be checked together; the end of the exchange. */
  record CheckPassword(String login, String password) implements Step {
    @Override
    public String toString() {
      return "CheckPassword[" + login + "]";
    }
  }

  /** SCRAM needs the keys of a login; these lead on. */
  record FindKeys(String login, Function<ScramKeys, Step> next) implements Step {}

  /**
   * SCRAM has checked the proof.
   *
   * @param next where it goes on if the account may come in
   */
  record Proof(boolean right, Step next) implements Step {}

  /** All is said: the account of the proof comes in. */
  record Done() implements Step {}

  /**
   * A token, to be checked.
   *
   * @param login whom the client says that it is
   * @param refused where it goes on if the token does not hold
   */
  record CheckToken(Optional<String> login, String token, Function<TokenError, Step> refused)
      implements Step {
    @Override
    public String toString() {
      return "CheckToken[" + login + "]";
    }
  }

  /** The certificate is to be looked at; the end of the exchange. */
  record CheckCertificate(Optional<String> login) implements Step {}

  /** The client may not be whom it wants to be: nobody acts for another here. */
  record Refused(String login) implements Step {}

  /** What the client said is not of the mechanism; the end of the exchange. */
  record Malformed(String why) implements Step {}
}
