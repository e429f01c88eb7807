package mailroad.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import mailroad.kernel.AddressRange;

/**
 * The header in which a proxy says whose connection it passes on: version 1, a line of text, or version 2, binary, as
 * HAProxy's document {@code proxy-protocol.txt} has them. Pure.
 *
 * @param octets how long the header is
 * @param ends who is connected to what; empty where the proxy speaks for itself, or for a kind of connection that has
 *     no Internet addresses
 */
record ProxyHeader(int octets, Optional<Ends> ends) {
  /** Both ends of the connection that the proxy took. */
  record Ends(InetSocketAddress client, InetSocketAddress server) {}

  /** What some first octets are. */
  sealed interface Reading {
    /** A whole header. */
    record Whole(ProxyHeader header) implements Reading {}

    /** Maybe the beginning of one. */
    record Part() implements Reading {}

    /** Not a header. */
    record Bad(String why) implements Reading {}
  }

  /** Longest header that is read: version 2 may carry further values behind its addresses, which are skipped. */
  static final int OCTETS_MAX = 4096;

  /** Version 1: section 2.1 of the document, its CRLF counted. */
  private static final int LINE_OCTETS_MAX = 107;

  private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final int FIXED_OCTETS = 16;

  /** Reads a header from the first octets of a connection. */
  static Reading read(byte[] octets, int length) {
    if (startsLike(octets, length, SIGNATURE)) {
      return length < FIXED_OCTETS ? new Reading.Part() : binary(octets, length);
    }
    return startsLike(octets, length, LINE_START)
        ? line(octets, length)
        : new Reading.Bad("neither version of the header");
  }

  private static boolean startsLike(byte[] octets, int length, byte[] start) {
    int n = Math.min(length, start.length);
    return Arrays.equals(octets, 0, n, start, 0, n);
  }

  private static Reading line(byte[] octets, int length) {
    int lf = 0;
    while (lf < length && octets[lf] != '\n') {
      lf++;
    }
    if (lf >= LINE_OCTETS_MAX) {
      return new Reading.Bad("a line without an end");
    }
    if (lf == length) {
      return new Reading.Part();
    }
    if (octets[lf - 1] != '\r') {
      return new Reading.Bad("a line that ends in a bare LF");
    }
    String[] words = new String(octets, 0, lf - 1, StandardCharsets.US_ASCII).split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return new Reading.Whole(new ProxyHeader(lf + 1, Optional.empty()));
    }
    int family = words[1].equals("TCP4") ? 4 : words[1].equals("TCP6") ? 16 : 0;
    if (family == 0 || words.length != 6) {
      return new Reading.Bad("a line of another form");
    }
    Optional<InetSocketAddress> client = endpoint(words[2], words[4], family);
    Optional<InetSocketAddress> server = endpoint(words[3], words[5], family);
    return client.isEmpty() || server.isEmpty()
        ? new Reading.Bad("a line whose addresses are none")
        : new Reading.Whole(
            new ProxyHeader(lf + 1, Optional.of(new Ends(client.get(), server.get()))));
  }

  private static Optional<InetSocketAddress> endpoint(String address, String port, int family) {
    return AddressRange.address(address)
        .filter(found -> found.getAddress().length == family)
        .filter(_ -> port.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65_535)
        .map(found -> new InetSocketAddress(found, Integer.parseInt(port)));
  }

  private static Reading binary(byte[] octets, int length) {
    int version = octets[12] >> 4 & 15;
    int command = octets[12] & 15;
    int rest = (octets[14] & 0xff) << 8 | octets[15] & 0xff;
    int whole = FIXED_OCTETS + rest;
    if (version != 2 || command > 1) {
      return new Reading.Bad("version %d, command %d".formatted(version, command));
    }
    if (whole > OCTETS_MAX) {
      return new Reading.Bad("a header of %d octets".formatted(whole));
    }
    int family = octets[13] == 0x11 ? 4 : octets[13] == 0x21 ? 16 : 0;
    if (command == 1 && family > 0 && rest < 2 * family + 4) {
      return new Reading.Bad("a header without its addresses");
    }
    if (length < whole) {
      return new Reading.Part();
    }
    // Command 0 is the proxy's own connection, such as a check whether we are alive.
    return new Reading.Whole(
        new ProxyHeader(
            whole,
            command == 0 || family == 0 ? Optional.empty() : Optional.of(ends(octets, family))));
  }

  private static Ends ends(byte[] octets, int family) {
    int ports = FIXED_OCTETS + 2 * family;
    return new Ends(
        new InetSocketAddress(address(octets, FIXED_OCTETS, family), port(octets, ports)),
        new InetSocketAddress(
            address(octets, FIXED_OCTETS + family, family), port(octets, ports + 2)));
  }

  private static InetAddress address(byte[] octets, int from, int length) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(octets, from, from + length));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }

  private static int port(byte[] octets, int at) {
    return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
  }
}
