package mailroad.dns;

import java.net.InetAddress;
import java.util.List;

/** A set of networks such as {@code 127.0.0.0/8} and {@code ::1}. */
final class AddressRanges {
  private record Range(byte[] network, int bits) {
    boolean contains(byte[] address) {
      if (address.length != network.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        if (((address[i / 8] ^ network[i / 8]) >> (7 - i % 8) & 1) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Range> ranges;

  /**
   * Reads networks.
   *
   * @throws IllegalArgumentException naming the first text that is none
   */
  AddressRanges(List<String> networks) {
    ranges = networks.stream().map(AddressRanges::parse).toList();
  }

  boolean contains(InetAddress address) {
    byte[] octets = address.getAddress();
    return ranges.stream().anyMatch(range -> range.contains(octets));
  }

  private static Range parse(String text) {
    int slash = text.indexOf('/');
    try {
      byte[] network = SocketText.literal(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int width = network.length * 8;
      int bits = slash < 0 ? width : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > width) {
        throw new IllegalArgumentException("prefix length");
      }
      return new Range(network, bits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a network: " + text, e);
    }
  }
}
