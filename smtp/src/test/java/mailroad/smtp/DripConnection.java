package mailroad.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.SteppedWorld;

/**
 * A peer that sends what is written down for it, piece by piece, with a wait before each piece; then it
 * is silent for ever.
 */
public final class DripConnection implements Connection {
  private final SteppedWorld world;
  private final byte[] input;
  private final Duration before;
  private final int pieceOctets;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private int at;
  private int writeOctetsMax = Integer.MAX_VALUE;
  private boolean closed;
  private int slowFrom = Integer.MAX_VALUE;
  private Duration slowWait = Duration.ZERO;

  /** A peer that waits so long before each piece of so many octets. */
  public DripConnection(SteppedWorld world, String input, int pieceOctets, Duration wait) {
    this.world = world;
    this.input = input.getBytes(StandardCharsets.ISO_8859_1);
    this.pieceOctets = pieceOctets;
    this.before = wait;
  }

  /** The same peer, to which writing fails once so many octets were written. */
  public DripConnection breakingAfter(int octets) {
    writeOctetsMax = octets;
    return this;
  }

  /** The same peer, which waits otherwise once it has sent so many octets. */
  public DripConnection thenSlowly(int octets, Duration then) {
    slowFrom = octets;
    slowWait = then;
    return this;
  }

  /** What was written to it. */
  public String heard() {
    return output.toString(StandardCharsets.ISO_8859_1);
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout)
      throws SocketTimeoutException {
    Duration wait = at >= slowFrom ? slowWait : before;
    if (at == input.length || wait.compareTo(timeout) > 0) {
      world.sleep(timeout);
      throw new SocketTimeoutException("silence");
    }
    world.sleep(wait);
    int n = Math.min(Math.min(pieceOctets, length), input.length - at);
    System.arraycopy(input, at, into, offset, n);
    at += n;
    return n;
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    if (output.size() + length > writeOctetsMax) {
      throw new IOException("Broken pipe");
    }
    output.write(from, offset, length);
  }

  @Override
  public InetSocketAddress local() {
    return new InetSocketAddress("192.0.2.1", 25);
  }

  @Override
  public InetSocketAddress remote() {
    return new InetSocketAddress("192.0.2.2", 4321);
  }

  @Override
  public void shutdownOutput() {}

  @Override
  public void close() {
    closed = true;
  }
}
