package mailroad.smtp.server;

import java.time.Instant;
import java.util.List;
import mailroad.sasl.Mechanism;
import mailroad.smtp.server.SmtpServerConfig.Role;

/**
 * What a session's decisions rest on, besides state and command.
 *
 * @param client who is there, by now
 * @param config of the port
 * @param tlsAvailable whether this port can do STARTTLS
 * @param mechanisms by which the client can log in here; empty if nobody knows accounts
 * @param proxy whether the other side is a proxy that may say whom it speaks for
 * @param messages how many messages were taken over in this session
 * @param now the time of day
 */
record Facts(
    Client client,
    SmtpServerConfig config,
    boolean tlsAvailable,
    List<Mechanism> mechanisms,
    boolean proxy,
    int messages,
    Instant now) {

  /** Whether the port speaks LMTP. */
  boolean lmtp() {
    return config.role() == Role.LMTP;
  }

  /** Whether messages may be held back (RFC 4865 section 3: submission servers alone). */
  boolean offersHold() {
    return config.role() == Role.SUBMISSION && config.extensions().holdTimeMax().isPositive();
  }

  /** Whether ETRN is offered. */
  boolean offersEtrn() {
    return config.role() == Role.MTA && config.extensions().etrn();
  }

  /** Whether VRFY and EXPN get real answers now. */
  boolean answersVerify() {
    return switch (config.extensions().verify()) {
      case NOBODY -> false;
      case USERS -> client.login().isPresent();
    };
  }

  /** Whether STARTTLS is offered now. */
  boolean offersStartTls() {
    return tlsAvailable && client.tls().isEmpty();
  }

  /** Whether this port knows AUTH at all. */
  boolean hasLogins() {
    return !mechanisms.isEmpty() && config.role() == Role.SUBMISSION;
  }

  /** Whether AUTH is offered now. */
  boolean offersLogin() {
    return hasLogins() && client.login().isEmpty() && passwordsMayCome();
  }

  /** Whether a password may come over this connection as it is (RFC 4954 section 4). */
  boolean passwordsMayCome() {
    return client.tls().isPresent() || config.plaintextLogin().admits(client.remote().getAddress());
  }

  /** Whether a login is missing for what the client wants. */
  boolean needsLogin() {
    return config.role() == Role.SUBMISSION && client.login().isEmpty();
  }
}
