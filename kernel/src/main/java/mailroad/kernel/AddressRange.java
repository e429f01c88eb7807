package mailroad.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that share their first bits, such as {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address.
 *
 * @param network an address of the range
 * @param bits how many leading bits are shared
 */
public record AddressRange(InetAddress network, int bits) {
  private static final int IPV4_BITS_MIN = 8;
  private static final int IPV6_BITS_MIN = 7;

  /** A range; the bits must fit the family. */
  public AddressRange {
    if (bits < 0 || bits > network.getAddress().length * 8) {
      throw new IllegalArgumentException("no range of %d bits at %s".formatted(bits, network));
    }
  }

  /** Reads {@code address} or {@code address/bits}; empty if it is neither. */
  public static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int all = address.get().getAddress().length * 8;
    if (slash < 0) {
      return Optional.of(new AddressRange(address.get(), all));
    }
    String bits = text.substring(slash + 1);
    return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= all
        ? Optional.of(new AddressRange(address.get(), Integer.parseInt(bits)))
        : Optional.empty();
  }

  /** Reads an address as text, of either family; never looks a name up. */
  public static Optional<InetAddress> address(String text) {
    return Domain.parse(text.contains(":") ? "[IPv6:" + text + "]" : "[" + text + "]")
        .flatMap(Domain::literal);
  }

  /**
   * Reads the ranges of a configuration key.
   *
   * @throws IllegalArgumentException naming the key and the first that is none
   */
  public static List<AddressRange> all(String key, List<String> texts) {
    return texts.stream()
        .map(text ->
            parse(text)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "%s: \"%s\" is not an address or a network".formatted(key, text))))
        .toList();
  }

  /**
   * Reads the ranges of a configuration key by which hosts get rights that others do not have: nobody means to give them
   * to all the world, or a good part of it. The largest private networks, {@code 10.0.0.0/8} (RFC 1918) and {@code
   * fc00::/7} (RFC 4193), are not too large.
   *
   * @throws IllegalArgumentException naming the key and the first that is none or too large
   */
  public static List<AddressRange> privileged(String key, List<String> texts) {
    List<AddressRange> ranges = all(key, texts);
    for (AddressRange range : ranges) {
      if (range.bits()
          < (range.network() instanceof Inet4Address ? IPV4_BITS_MIN : IPV6_BITS_MIN)) {
        throw new IllegalArgumentException(
            "%s: %s is too much of the world to be trusted; name the networks that are meant"
                .formatted(key, range));
      }
    }
    return ranges;
  }

  /** Whether an address is in the range; an IPv4 address is never in a range of IPv6. */
  public boolean contains(InetAddress address) {
    byte[] a = address.getAddress();
    byte[] n = network.getAddress();
    if (a.length != n.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
      if (((a[bit / 8] ^ n[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
