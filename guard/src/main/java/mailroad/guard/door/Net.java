package mailroad.guard.door;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import mailroad.kernel.AddressRange;

/**
 * A network, as the key under which something is known of it. Who has one address of an IPv6 /64 has all of them, so
 * nothing smaller is kept.
 *
 * @param high the first 64 bits of IPv6; 0 of IPv4
 * @param low the other bits
 * @param bits how many leading bits count; all others are 0
 * @param six whether it is of IPv6
 */
record Net(long high, long low, int bits, boolean six) {
  private static final int HOST_BITS_4 = 32;
  private static final int HOST_BITS_6 = 64;
  private static final int NEIGHBOURS_BITS_4 = 24;
  private static final int NEIGHBOURS_BITS_6 = 48;

  /** The host that an address is of: all its bits, or an IPv6 /64. */
  static Net host(InetAddress address) {
    return of(address, address instanceof Inet6Address ? HOST_BITS_6 : HOST_BITS_4);
  }

  /** Its neighbours, likely of the same owner: a /24, or an IPv6 /48. */
  static Net neighbours(InetAddress address) {
    return of(address, address instanceof Inet6Address ? NEIGHBOURS_BITS_6 : NEIGHBOURS_BITS_4);
  }

  /** So many bits of an address. */
  static Net of(InetAddress address, int bits) {
    byte[] octets = address.getAddress();
    if (octets.length == 4) {
      return new Net(0, number(octets, 0, 4) & mask(bits, 32), bits, false);
    }
    return new Net(
        number(octets, 0, 8) & mask(bits, 64),
        number(octets, 8, 8) & mask(bits - 64, 64),
        bits,
        true);
  }

  /** A range of addresses. */
  static Net of(AddressRange range) {
    return of(range.network(), range.bits());
  }

  /** Reads an address or a network; the address of an IPv6 host stands for its /64. */
  static Optional<Net> parse(String text) {
    return text.indexOf('/') < 0
        ? AddressRange.address(text).map(Net::host)
        : AddressRange.parse(text).map(Net::of);
  }

  /** Whether an address is in it. */
  boolean contains(InetAddress address) {
    return address instanceof Inet6Address == six && of(address, bits).equals(this);
  }

  private static long number(byte[] octets, int from, int count) {
    long number = 0;
    for (int i = from; i < from + count; i++) {
      number = number << 8 | octets[i] & 0xff;
    }
    return number;
  }

  private static long mask(int bits, int width) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= width ? -1L : -1L << (width - bits);
  }

  /** The network as a range. */
  AddressRange range() {
    byte[] octets = new byte[six ? 16 : 4];
    for (int i = 0; i < octets.length; i++) {
      int place = octets.length - 1 - i;
      octets[i] = (byte) (place < 8 ? low >>> 8 * place : high >>> 8 * (place - 8));
    }
    try {
      return new AddressRange(InetAddress.getByAddress(octets), bits);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no address of %d octets".formatted(octets.length), e);
    }
  }

  /** {@code 192.0.2.1}, {@code 192.0.2.0/24} or {@code 2001:db8:0:0:0:0:0:0/64}. */
  @Override
  public String toString() {
    AddressRange range = range();
    return !six && bits == HOST_BITS_4 ? range.network().getHostAddress() : range.toString();
  }
}
