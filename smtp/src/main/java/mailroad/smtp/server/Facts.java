package mailroad.smtp.server;

import mailroad.smtp.server.SmtpServerConfig.Role;

/**
 * What a session's decisions rest on, besides state and command.
 *
 * @param client who is there, by now
 * @param config of the port
 * @param tlsAvailable whether this port can do STARTTLS
 * @param loginsKnown whether there is somebody who knows accounts
 * @param messages how many messages were taken over in this session
 */
record Facts(
    Client client,
    SmtpServerConfig config,
    boolean tlsAvailable,
    boolean loginsKnown,
    int messages) {

  /** Whether STARTTLS is offered now. */
  boolean offersStartTls() {
    return tlsAvailable && client.tls().isEmpty();
  }

  /** Whether this port knows AUTH at all. */
  boolean hasLogins() {
    return loginsKnown && config.role() == Role.SUBMISSION;
  }

  /** Whether AUTH is offered now. */
  boolean offersLogin() {
    return hasLogins() && client.login().isEmpty() && passwordsMayCome();
  }

  /** Whether a password may come over this connection as it is (RFC 4954 section 4). */
  boolean passwordsMayCome() {
    return client.tls().isPresent()
        || switch (config.plaintextLogin()) {
          case NEVER -> false;
          case LOOPBACK -> client.remote().getAddress().isLoopbackAddress();
          case ALWAYS -> true;
        };
  }

  /** Whether a login is missing for what the client wants. */
  boolean needsLogin() {
    return config.role() == Role.SUBMISSION && client.login().isEmpty();
  }
}
