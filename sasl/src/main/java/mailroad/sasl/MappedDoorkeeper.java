package mailroad.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A doorkeeper that knows accounts by something that belongs to them. */
record MappedDoorkeeper<A, B>(Doorkeeper<A> doorkeeper, Function<A, B> what)
    implements Doorkeeper<B> {
  @Override
  public Set<Mechanism> mechanisms() {
    return doorkeeper.mechanisms();
  }

  @Override
  public Verdict<B> password(String login, String password, Peer peer)
      throws UnavailableException, InterruptedException {
    return doorkeeper.password(login, password, peer).map(what);
  }

  @Override
  public ScramTrial<B> scram(String login, Peer peer)
      throws UnavailableException, InterruptedException {
    return doorkeeper.scram(login, peer).map(what);
  }

  @Override
  public Verdict<B> token(Optional<String> login, String token, Peer peer)
      throws UnavailableException, InterruptedException {
    return doorkeeper.token(login, token, peer).map(what);
  }

  @Override
  public Verdict<B> certificate(Optional<String> login, X509Certificate certificate, Peer peer)
      throws UnavailableException, InterruptedException {
    return doorkeeper.certificate(login, certificate, peer).map(what);
  }
}
