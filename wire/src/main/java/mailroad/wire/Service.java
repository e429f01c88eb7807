package mailroad.wire;

import java.time.Duration;
import java.util.Optional;

/** What is served at a port. Any number of tasks call it at once, one for each connection. */
public interface Service {
  /** Why a client is sent away unserved. */
  enum Refusal {
    /** All connections that this server takes are in use. */
    TOO_MANY,
    /** All connections that one address may have are in use, or it has come too often. */
    TOO_MANY_FROM_ADDRESS,
    /** Nobody from there may come in for now. */
    BARRED,
    /** The server ends. */
    SHUTTING_DOWN
  }

  /** The protocol, one lower-case word, for logs and task names. */
  String name();

  /** The one line, without its end, that sends a client away, such as {@code 421 4.7.0 Too many}. */
  String refusal(Refusal why);

  /**
   * Talks to one client until it leaves. The wire is closed after it, in whatever way it ends. An
   * IOException is the client's leaving; anything else is logged as an error.
   */
  void session(Wire wire) throws Exception;

  /** The handshake that comes before all else, where the port is for TLS alone. */
  default Optional<Tls.Handshake> tls() {
    return Optional.empty();
  }

  /**
   * How long a client may let this side wait while the port is {@linkplain ListenerConfig#crowdedPercent crowded};
   * empty where silence is no sign of anything, as for clients that listen.
   */
  default Optional<Duration> patienceWhenCrowded() {
    return Optional.empty();
  }

  /** The same service behind TLS from the first octet (RFC 8314 section 3). */
  default Service over(Tls.Handshake handshake) {
    return new SecuredService(this, handshake);
  }
}
