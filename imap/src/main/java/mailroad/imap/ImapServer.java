package mailroad.imap;

import java.io.IOException;
import java.util.Optional;
import mailroad.imap.session.Session;
import mailroad.kernel.World;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.MailStore;
import mailroad.wire.Service;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/**
 * IMAP as a {@link mailroad.wire.Listener} serves it: at port 143 as it is, at port 993 {@linkplain Service#over over}
 * TLS (RFC 8314 section 3.2).
 *
 * <p>Holds no state of a session; each connection has a {@link Session} of its own. On shutdown the listener says {@code
 * * BYE} to clients that are between two commands, those that idle included, and lets the others finish theirs.
 */
public final class ImapServer implements Service {
  private final Session.Surroundings around;

  /**
   * A server.
   *
   * @param mail the mailboxes
   * @param authenticator says who may come in
   * @param handshake for STARTTLS; empty if it is not to be offered
   */
  public ImapServer(
      World world,
      ImapConfig config,
      MailStore mail,
      Authenticator authenticator,
      Optional<Tls.Handshake> handshake) {
    this(new Session.Surroundings(world, config, mail, authenticator, handshake, Optional.empty()));
  }

  /** A server over what its sessions share. */
  public ImapServer(Session.Surroundings around) {
    this.around = around;
  }

  @Override
  public String name() {
    return "imap";
  }

  @Override
  public String refusal(Refusal why) {
    return switch (why) {
      case TOO_MANY -> "* BYE [UNAVAILABLE] Too many connections, try again later";
      case TOO_MANY_FROM_ADDRESS -> "* BYE [UNAVAILABLE] Too many connections from your address";
      case BARRED -> "* BYE [UNAVAILABLE] Nobody from your address may come in for now";
      case SHUTTING_DOWN -> "* BYE The server is shutting down";
    };
  }

  @Override
  public void session(Wire wire) throws IOException, InterruptedException {
    new Session(around, wire).run();
  }
}
