package mailroad.guard.filter;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import mailroad.guard.verdict.FilterException;
import mailroad.kernel.World;
import mailroad.wire.Deadline;
import mailroad.wire.Wire;

/** A connection to a milter, on which both sides know what they agreed on. Used by one task at a time. */
final class MilterLink implements Closeable {
  private static final int LENGTH_OCTETS = 4;

  private final Wire wire;
  private final MilterTerms terms;
  private boolean heard;

  private MilterLink(Wire wire, MilterTerms terms) {
    this.wire = wire;
    this.terms = terms;
  }

  /**
   * Connects and agrees.
   *
   * @param writeTimeout how long it may take to accept what is written
   */
  static MilterLink open(World world, Endpoint endpoint, Duration writeTimeout, Deadline deadline)
      throws IOException, FilterException {
    Wire wire = new Wire(world, endpoint.connect(world, deadline.left()), writeTimeout);
    try {
      write(wire, 'O', MilterTerms.offer(), MilterTerms.offer().length);
      wire.flush();
      return new MilterLink(wire, MilterTerms.parse(read(wire, deadline)));
    } catch (IOException | FilterException e) {
      wire.close();
      throw e;
    }
  }

  MilterTerms terms() {
    return terms;
  }

  /** Whether anything was heard in this session. */
  boolean heard() {
    return heard;
  }

  /** Tells of a step; goes out with the next {@link #receive}. */
  void send(char command, byte[] data) throws IOException {
    send(command, data, data.length);
  }

  void send(char command, byte[] data, int length) throws IOException {
    write(wire, command, data, length);
  }

  private static void write(Wire wire, char command, byte[] data, int length) throws IOException {
    wire.write(
        ByteBuffer.allocate(LENGTH_OCTETS + 1).putInt(length + 1).put((byte) command).array());
    wire.write(data, 0, length);
  }

  /** Waits for a packet. */
  MilterPacket receive(Deadline deadline) throws IOException, FilterException {
    wire.flush();
    MilterPacket packet = read(wire, deadline);
    heard = true;
    return packet;
  }

  private static MilterPacket read(Wire wire, Deadline deadline)
      throws IOException, FilterException {
    int length = ByteBuffer.wrap(wire.readExactly(LENGTH_OCTETS, deadline.left())).getInt();
    if (length < 1 || length > MilterPacket.OCTETS_MAX) {
      throw new FilterException("a packet of %d octets".formatted(Integer.toUnsignedLong(length)));
    }
    char command = (char) (wire.readExactly(1, deadline.left())[0] & 0xff);
    return new MilterPacket(command, wire.readExactly(length - 1, deadline.left()));
  }

  /**
   * Ends the session, so that another may follow on this connection.
   *
   * @throws FilterException if the milter said something that nobody asked for
   */
  void rest() throws IOException, FilterException {
    if (wire.hasInput()) {
      throw new FilterException("it went on after its last word");
    }
    send('K', new byte[0]);
    wire.flush();
    heard = false;
  }

  /** Says goodbye, if the milter still takes it, and closes. */
  void quit() {
    try {
      send('Q', new byte[0]);
      wire.flush();
    } catch (IOException e) {
      // It has left by itself.
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
