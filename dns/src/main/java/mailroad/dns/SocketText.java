package mailroad.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Addresses as configuration and explanations write them: {@code 192.0.2.1#5353}, as dig does. */
final class SocketText {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private SocketText() {}

  /**
   * Reads a literal address. The JDK takes {@code 10} for 0.0.0.10, as old C libraries did; here an IPv4
   * address has four parts.
   *
   * @throws IllegalArgumentException if it is none
   */
  static InetAddress literal(String text) {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    return InetAddress.ofLiteral(text);
  }

  /**
   * Reads a literal address with an optional port; never looks a name up.
   *
   * @throws IllegalArgumentException if it is none
   */
  static InetSocketAddress parse(String text, int portDefault) {
    int hash = text.indexOf('#');
    String host = hash < 0 ? text : text.substring(0, hash);
    try {
      int port = hash < 0 ? portDefault : Integer.parseInt(text.substring(hash + 1));
      return new InetSocketAddress(literal(host), port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
  }

  /** The address and port, IPv6 in brackets. */
  static String show(InetSocketAddress at) {
    String host = show(at.getAddress());
    return at.getAddress() instanceof Inet6Address
        ? "[%s]:%d".formatted(host, at.getPort())
        : host + ":" + at.getPort();
  }

  static String show(InetAddress address) {
    return address.getHostAddress();
  }
}
