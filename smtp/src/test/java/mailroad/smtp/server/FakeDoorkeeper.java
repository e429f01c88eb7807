package mailroad.smtp.server;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.EmailAddress;
import mailroad.sasl.Doorkeeper;
import mailroad.sasl.Mechanism;
import mailroad.sasl.Peer;
import mailroad.sasl.ScramKeys;
import mailroad.sasl.ScramTrial;
import mailroad.sasl.TokenError;
import mailroad.sasl.UnavailableException;
import mailroad.sasl.Verdict;

/** Knows joe, whose password is secret and whose token is joes-token. */
final class FakeDoorkeeper implements Doorkeeper<EmailAddress> {
  private static final Verdict<EmailAddress> JOE =
      new Verdict.Granted<>(EmailAddress.of("joe@example.org"));

  @Override
  public Set<Mechanism> mechanisms() {
    return EnumSet.allOf(Mechanism.class);
  }

  @Override
  public Verdict<EmailAddress> password(String login, String password, Peer peer)
      throws UnavailableException {
    if (login.equals("down")) {
      throw new UnavailableException("the store is down", new IllegalStateException());
    }
    return login.equals("joe") && password.equals("secret") ? JOE : new Verdict.Denied<>();
  }

  @Override
  public ScramTrial<EmailAddress> scram(String login, Peer peer) {
    ScramKeys keys =
        ScramKeys.of("secret", "a salt".getBytes(StandardCharsets.UTF_8), ScramKeys.ITERATIONS_MIN);
    return new ScramTrial<>() {
      @Override
      public ScramKeys keys() {
        return keys;
      }

      @Override
      public Verdict<EmailAddress> settle(boolean proven) {
        return proven && login.equals("joe") ? JOE : new Verdict.Denied<>();
      }
    };
  }

  @Override
  public Verdict<EmailAddress> token(Optional<String> login, String token, Peer peer) {
    return token.equals("joes-token") ? JOE : new Verdict.BadToken<>(TokenError.INVALID);
  }

  @Override
  public Verdict<EmailAddress> certificate(
      Optional<String> login, X509Certificate certificate, Peer peer) {
    return JOE;
  }
}
