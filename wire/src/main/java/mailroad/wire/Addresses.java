package mailroad.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Internet addresses as text. */
final class Addresses {
  private Addresses() {}

  /** {@code 192.0.2.1:25} or {@code [2001:db8::1]:25}; no zone of a link-local address. */
  static String show(InetSocketAddress at) {
    return at.getAddress() == null
        ? at.getHostString() + ":" + at.getPort()
        : bracketed(at.getAddress()) + ":" + at.getPort();
  }

  /** Whose share of connections it counts against: the address, or an IPv6 host's whole /64. */
  static String party(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8)) + "/64"
        : address.getHostAddress();
  }

  private static String bracketed(InetAddress address) {
    return address instanceof Inet6Address six
        ? "[" + shortened(six) + "]"
        : address.getHostAddress();
  }

  /** RFC 5952 section 4: lower case, no leading zeros, the longest run of zeros as {@code ::}. */
  private static String shortened(Inet6Address address) {
    byte[] octets = address.getAddress();
    int[] groups = new int[8];
    Arrays.setAll(groups, i -> (octets[2 * i] & 0xff) << 8 | octets[2 * i + 1] & 0xff);
    int from = 0;
    int length = 1; // a single group of zeros stays
    for (int i = 0; i < 8; i++) {
      int j = i;
      while (j < 8 && groups[j] == 0) {
        j++;
      }
      if (j - i > length) {
        from = i;
        length = j - i;
      }
    }
    return length < 2
        ? joined(groups, 0, 8)
        : joined(groups, 0, from) + "::" + joined(groups, from + length, 8);
  }

  private static String joined(int[] groups, int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
