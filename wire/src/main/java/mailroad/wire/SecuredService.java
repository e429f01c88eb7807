package mailroad.wire;

import java.time.Duration;
import java.util.Optional;

/** A service behind TLS from the first octet. */
record SecuredService(Service service, Tls.Handshake handshake) implements Service {
  @Override
  public String name() {
    return service.name() + "s";
  }

  @Override
  public String refusal(Refusal why) {
    return service.refusal(why);
  }

  @Override
  public void session(Wire wire) throws Exception {
    service.session(wire);
  }

  @Override
  public Optional<Duration> patienceWhenCrowded() {
    return service.patienceWhenCrowded();
  }

  @Override
  public Optional<Tls.Handshake> tls() {
    return Optional.of(handshake);
  }
}
