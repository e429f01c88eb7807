package mailroad.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import mailroad.kernel.Network;
import mailroad.kernel.World;

/** Messages over TCP, each behind its length in two octets (RFC 1035 section 4.2.2), until a deadline. */
final class Frames {
  private final World world;
  private final Network.Connection connection;
  private final Instant deadline;

  Frames(World world, Network.Connection connection, Instant deadline) {
    this.world = world;
    this.connection = connection;
    this.deadline = deadline;
  }

  /** RFC 7766 section 8: length and message in one go. */
  void write(byte[] message) throws IOException {
    byte[] framed = new byte[message.length + 2];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    connection.write(framed, 0, framed.length, timeLeft());
  }

  /**
   * Waits for a whole message.
   *
   * @throws EOFException if the other side closes first
   * @throws IOException if it announces more than {@code octetsMax}
   */
  byte[] read(int octetsMax) throws IOException {
    byte[] length = readFully(2);
    int octets = (length[0] & 0xff) << 8 | length[1] & 0xff;
    if (octets > octetsMax) {
      throw new IOException("a message of %d octets, more than %d".formatted(octets, octetsMax));
    }
    return readFully(octets);
  }

  private byte[] readFully(int octets) throws IOException {
    byte[] all = new byte[octets];
    for (int have = 0; have < octets; ) {
      int read = connection.read(all, have, octets - have, timeLeft());
      if (read < 0) {
        throw new EOFException("closed in the middle of a message");
      }
      have += read;
    }
    return all;
  }

  private Duration timeLeft() throws SocketTimeoutException {
    Duration left = Duration.between(world.now(), deadline);
    if (!left.isPositive()) {
      throw new SocketTimeoutException("the time is over");
    }
    return left;
  }
}
