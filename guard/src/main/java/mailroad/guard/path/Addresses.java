package mailroad.guard.path;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Which addresses the internet does not carry. */
final class Addresses {
  private Addresses() {}

  /** Private, loopback or link-local (RFC 1918, RFC 4193, RFC 6598). */
  static boolean isPrivate(InetAddress address) {
    byte[] octets = address.getAddress();
    boolean unique = address instanceof Inet6Address && (octets[0] & 0xFE) == 0xFC;
    boolean shared = octets.length == 4 && (octets[0] & 0xFF) == 100 && (octets[1] & 0xC0) == 64;
    return unique
        || shared
        || address.isSiteLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress();
  }
}
