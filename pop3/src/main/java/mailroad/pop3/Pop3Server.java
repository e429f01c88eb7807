package mailroad.pop3;

import java.io.IOException;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.mailbox.Presence;
import mailroad.wire.ServerKeys;
import mailroad.wire.Service;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/**
 * Serves POP3 at any number of ports. On a plain port it offers STLS if there are keys; {@link #overTls} is the same
 * server behind TLS from the first octet.
 */
public final class Pop3Server implements Service {
  private final World world;
  private final Pop3Config config;
  private final MailAccess access;
  private final Optional<Tls.Handshake> tls;
  private final MaildropLocks locks;
  private final LoginDelays delays;
  private final Presence presence;

  /**
   * A server.
   *
   * @param keys of TLS; without them there is none, and no STLS
   */
  public Pop3Server(World world, Pop3Config config, MailAccess access, Optional<ServerKeys> keys) {
    this.world = world;
    this.config = config;
    this.access = access;
    this.locks = new MaildropLocks(world);
    this.presence = new Presence(config.sessions());
    this.delays = new LoginDelays(world, config.loginDelay());
    // RFC 7301: "pop3" is the registered name, so that a browser's request is never taken for ours.
    this.tls = keys.map(some -> Tls.serverForUsers(some, "pop3"));
  }

  /**
   * This server behind TLS from the first octet (RFC 8314 section 3.2), the same locks held.
   *
   * @throws IllegalStateException if it has no keys
   */
  public Service overTls() {
    return over(tls.orElseThrow(() -> new IllegalStateException("no TLS keys were given")));
  }

  @Override
  public String name() {
    return "pop3";
  }

  @Override
  public String refusal(Refusal why) {
    return switch (why) {
      case TOO_MANY -> "-ERR [SYS/TEMP] too many connections, try later";
      case TOO_MANY_FROM_ADDRESS -> "-ERR [SYS/TEMP] too many connections from your address";
      case BARRED -> "-ERR [SYS/TEMP] nobody from your address may come in for now";
      case SHUTTING_DOWN -> "-ERR [SYS/TEMP] shutting down";
    };
  }

  @Override
  public void session(Wire wire) throws IOException, InterruptedException {
    Link link = new Link(wire, config, tls, access.authenticator());
    new Session(new Session.Surroundings(world, config, access, presence, locks, delays), link)
        .run();
  }
}
