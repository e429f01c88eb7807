package mailroad.smtp.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.sasl.Doorkeeper;
import mailroad.wire.Service;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/** Takes mail at a port: each connection that its listener hands over becomes a session. */
public final class SmtpServer implements Service {
  private final Session.Parts parts;

  /**
   * A server.
   *
   * @param hostname what it calls itself
   * @param reception decides, and takes the content
   * @param doorkeeper knows the accounts; without it nobody can log in
   * @param startTls offered in sessions that are not secured yet
   */
  public SmtpServer(
      World world,
      SmtpServerConfig config,
      Domain hostname,
      Reception reception,
      Optional<Doorkeeper<EmailAddress>> doorkeeper,
      Optional<Tls.Handshake> startTls) {
    parts = new Session.Parts(world, config, hostname, reception, doorkeeper, startTls);
  }

  @Override
  public String name() {
    return switch (parts.config().role()) {
      case MTA -> "smtp";
      case SUBMISSION -> "submission";
      case LMTP -> "lmtp";
    };
  }

  /** RFC 5321 section 3.8: 421, and then the connection is closed. */
  @Override
  public String refusal(Refusal why) {
    String text =
        switch (why) {
          case TOO_MANY -> "421 4.7.0 %s Too many connections; try later";
          case TOO_MANY_FROM_ADDRESS -> "421 4.7.0 %s Too many connections from your address";
          case BARRED -> "421 4.7.0 %s Nobody from your address may come in for now";
          case SHUTTING_DOWN -> "421 4.3.2 %s Shutting down; try later";
        };
    return text.formatted(parts.hostname());
  }

  @Override
  public Optional<Duration> patienceWhenCrowded() {
    return Optional.of(parts.config().times().crowdedTimeout()).filter(Duration::isPositive);
  }

  @Override
  public void session(Wire wire) throws IOException, InterruptedException {
    new Session(parts, wire).run();
  }
}
