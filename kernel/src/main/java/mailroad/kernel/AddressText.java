package mailroad.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/** Internet addresses as people read them. */
public final class AddressText {
  private AddressText() {}

  /**
   * {@code 192.0.2.1} or {@code 2001:db8::1}; no zone of a link-local address. RFC 5952 section 4: lower case, no
   * leading zeros, the longest run of zeros as {@code ::}.
   */
  public static String of(InetAddress address) {
    return address instanceof Inet6Address six ? shortened(six) : address.getHostAddress();
  }

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
