package mailroad.sasl;

import java.net.InetAddress;

/** Where somebody may log in without TLS (RFC 4954 section 4, RFC 3501 section 11.1, RFC 8314 section 3). */
public enum PlaintextLogin {
  /** Nowhere: TLS first. */
  NEVER,
  /** On this machine itself, where nobody listens in. */
  LOOPBACK,
  /** Everywhere: for networks that are protected otherwise. */
  ALWAYS;

  /** Whether a client may log in without TLS from this address. */
  public boolean admits(InetAddress address) {
    return switch (this) {
      case NEVER -> false;
      case LOOPBACK -> address.isLoopbackAddress();
      case ALWAYS -> true;
    };
  }
}
