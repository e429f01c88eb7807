package mailroad.smtp.client;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;

/** Opens SMTP sessions over connections that the caller made. Holds no state of its own. */
public final class SmtpClient {
  private final World world;
  private final SmtpClientConfig config;
  private final Domain hostname;
  private final Conversion conversion;

  /**
   * A client.
   *
   * @param hostname what we say at EHLO
   */
  public SmtpClient(World world, SmtpClientConfig config, Domain hostname) {
    this(world, config, hostname, Conversion.NONE);
  }

  /**
   * A client that converts what servers cannot take.
   *
   * @param hostname what we say at EHLO
   */
  public SmtpClient(World world, SmtpClientConfig config, Domain hostname, Conversion conversion) {
    this.world = world;
    this.config = config;
    this.hostname = hostname;
    this.conversion = conversion;
  }

  /**
   * Waits for the greeting, says EHLO (or HELO, where EHLO is refused: RFC 5321 section 3.2), secures
   * the connection and logs in. Blocks until the session is ready, or closed.
   *
   * @param login empty for servers that take mail from anybody
   */
  public Opening open(Connection connection, Security security, Optional<Login> login)
      throws InterruptedException {
    return open(connection, Protocol.SMTP, security, login);
  }

  /** As {@link #open(Connection, Security, Optional)}, where the other side may speak LMTP: LHLO instead of EHLO. */
  public Opening open(
      Connection connection, Protocol protocol, Security security, Optional<Login> login)
      throws InterruptedException {
    Talk talk = new Talk(world, config, connection);
    Opener.Manner manner = new Opener.Manner(hostname, protocol, conversion);
    return new Opener(talk, config, manner, security, login).open();
  }
}
