package mailroad.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import mailroad.kernel.AddressText;

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
    String text = AddressText.of(address);
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }
}
