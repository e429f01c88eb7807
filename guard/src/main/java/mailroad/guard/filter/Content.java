package mailroad.guard.filter;

import java.io.EOFException;
import java.io.IOException;
import mailroad.mime.Octets;
import mailroad.wire.Deadline;
import mailroad.wire.Wire;

/** Shows a message to a program, piece by piece. */
final class Content {
  /** A piece that a buffer of a socket takes whole. */
  static final int BLOCK_OCTETS = 65_535;

  private Content() {}

  /** What a piece is wrapped in. */
  @FunctionalInterface
  interface Framing {
    /** Writes what stands before a piece of so many octets. */
    void before(int octets) throws IOException;
  }

  /** Writes a range as it is. */
  static void send(Octets octets, long from, Wire wire, Deadline deadline) throws IOException {
    send(octets, from, wire, deadline, _ -> {});
  }

  /** Writes a range in pieces. Nobody who takes an octet now and then draws it out. */
  static void send(Octets octets, long from, Wire wire, Deadline deadline, Framing framing)
      throws IOException {
    byte[] block = new byte[Math.clamp(octets.size() - from, 0, BLOCK_OCTETS)];
    for (long at = from; at < octets.size(); ) {
      int n = octets.read(at, block, 0, (int) Math.min(block.length, octets.size() - at));
      if (n <= 0) {
        throw new EOFException("%d octets end at %d".formatted(octets.size(), at));
      }
      deadline.left();
      framing.before(n);
      wire.write(block, 0, n);
      at += n;
    }
  }
}
