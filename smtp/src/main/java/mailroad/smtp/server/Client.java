package mailroad.smtp.server;

import java.net.InetSocketAddress;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.smtp.XClient;
import mailroad.smtp.server.Hello.Ehlo;

/**
 * All that a session knows of its other side.
 *
 * @param remote where the client connects from
 * @param local where it connected to
 * @param hello how it introduced itself
 * @param tls the TLS in use; empty in the clear
 * @param login the account that it authenticated as
 * @param role of the port that it came to
 * @param conduct how it has behaved so far
 */
public record Client(
    InetSocketAddress remote,
    InetSocketAddress local,
    Hello hello,
    Optional<Security> tls,
    Optional<EmailAddress> login,
    SmtpServerConfig.Role role,
    Conduct conduct) {

  /** A client at the port for other servers, with nothing to say against it. */
  public Client(
      InetSocketAddress remote,
      InetSocketAddress local,
      Hello hello,
      Optional<Security> tls,
      Optional<EmailAddress> login) {
    this(remote, local, hello, tls, login, SmtpServerConfig.Role.MTA, Conduct.FAULTLESS);
  }

  /** TLS as it is in use, such as {@code TLSv1.3} with {@code TLS_AES_256_GCM_SHA384}. */
  public record Security(String protocol, String cipher) {
    @Override
    public String toString() {
      return protocol + " " + cipher;
    }
  }

  /**
   * The name of the protocol for the Received field's {@code with} clause: {@code SMTP}, {@code ESMTP},
   * {@code ESMTPS}, {@code ESMTPA}, {@code ESMTPSA}, {@code LMTP} (RFC 3848), or {@code UTF8SMTP} and so on (RFC
   * 6531 section 4.3).
   *
   * @param utf8 whether the message came with SMTPUTF8
   */
  public String protocol(boolean utf8) {
    String base =
        switch (hello) {
          case Hello.Lhlo _ -> utf8 ? "UTF8LMTP" : "LMTP";
          case Ehlo _ -> utf8 ? "UTF8SMTP" : "ESMTP";
          case Hello.Helo _, Hello.Unsaid _ -> utf8 ? "UTF8SMTP" : "SMTP";
        };
    return base.equals("SMTP")
        ? base
        : base + (tls.isPresent() ? "S" : "") + (login.isPresent() ? "A" : "");
  }

  /** The client that a proxy speaks for; what is not told of it stays as it was. */
  Client with(XClient told) {
    return new Client(
        new InetSocketAddress(
            told.address().orElse(remote.getAddress()), told.port().orElse(remote.getPort())),
        new InetSocketAddress(
            told.destination().orElse(local.getAddress()),
            told.destinationPort().orElse(local.getPort())),
        new Hello.Unsaid(),
        tls,
        told.login(),
        role,
        Conduct.FAULTLESS);
  }

  Client with(Hello other) {
    return new Client(remote, local, other, tls, login, role, conduct);
  }

  Client with(Security other) {
    // RFC 3207 section 4.2: what was learned before TLS counts no more.
    return new Client(
        remote, local, new Hello.Unsaid(), Optional.of(other), Optional.empty(), role, conduct);
  }

  Client with(EmailAddress other) {
    return new Client(remote, local, hello, tls, Optional.of(other), role, conduct);
  }

  /** The same, having behaved otherwise. */
  public Client with(Conduct other) {
    return new Client(remote, local, hello, tls, login, role, other);
  }
}
