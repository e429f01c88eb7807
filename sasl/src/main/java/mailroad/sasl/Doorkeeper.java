package mailroad.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Knows the accounts and what proves that somebody owns one. Every check takes as long for unknown logins as for known, and
 * may take longer after failures. Any number of tasks ask at once.
 *
 * @param <A> what it knows an account by
 */
public interface Doorkeeper<A> {
  /** By what somebody can be known here at all. */
  Set<Mechanism> mechanisms();

  /** Whether login and password belong together. */
  Verdict<A> password(String login, String password, Peer peer)
      throws UnavailableException, InterruptedException;

  /** Begins a try by SCRAM. */
  ScramTrial<A> scram(String login, Peer peer) throws UnavailableException, InterruptedException;

  /**
   * Whether a token holds.
   *
   * @param login whom the client says that it is; empty leaves that to the token
   */
  Verdict<A> token(Optional<String> login, String token, Peer peer)
      throws UnavailableException, InterruptedException;

  /**
   * Whose a client's certificate is, which TLS has verified.
   *
   * @param login whom the client wants to be; empty leaves that to the certificate
   */
  Verdict<A> certificate(Optional<String> login, X509Certificate certificate, Peer peer)
      throws UnavailableException, InterruptedException;

  /** The same, known by something that belongs to the account. */
  default <B> Doorkeeper<B> map(Function<A, B> what) {
    return new MappedDoorkeeper<>(this, what);
  }
}
