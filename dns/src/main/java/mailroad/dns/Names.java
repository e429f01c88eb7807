package mailroad.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Names that are asked about for the sake of something else. In lower case, without a trailing dot. */
public final class Names {
  private Names() {}

  /**
   * Where the PTR records of an address are: {@code 1.2.0.192.in-addr.arpa} (RFC 1035 section 3.5), or the
   * nibbles of an IPv6 address below {@code ip6.arpa} (RFC 3596 section 2.5).
   */
  public static String reverse(InetAddress address) {
    StringBuilder name = new StringBuilder();
    byte[] octets = address.getAddress();
    boolean ipv4 = address instanceof Inet4Address;
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xff;
      if (ipv4) {
        name.append(octet).append('.');
      } else {
        name.append(Integer.toHexString(octet & 0xf)).append('.');
        name.append(Integer.toHexString(octet >> 4)).append('.');
      }
    }
    return name.append(ipv4 ? "in-addr.arpa" : "ip6.arpa").toString();
  }

  /** Where the TLSA records of a service are, such as {@code _25._tcp.mx.example.org} (RFC 6698 section 3). */
  public static String tlsa(int port, String host) {
    return "_%d._tcp.%s".formatted(port, host);
  }
}
