package mailroad.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import mailroad.kernel.Network.Connection;

/**
 * A connection as mail protocols use it: lines in, octets out, both buffered, and TLS put beneath in the
 * middle of a talk.
 *
 * <p>Used by one task at a time, except for {@link #close}. Every call that may wait takes its own
 * timeout and ends in {@link java.net.SocketTimeoutException}. What was written goes out with {@link
 * #flush} alone, or when 16 KiB have gathered.
 */
public final class Wire implements Closeable {
  private static final int BUFFER_OCTETS = 16_384;

  private final Duration writeTimeout;
  private volatile Connection connection;
  private Optional<TlsConnection> tls = Optional.empty();
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_OCTETS).flip();
  private final byte[] out = new byte[BUFFER_OCTETS];
  private int outUsed;

  /**
   * Frames a connection.
   *
   * @param writeTimeout how long the other side may take to accept what is written
   */
  public Wire(Connection connection, Duration writeTimeout) {
    this.connection = connection;
    this.writeTimeout = writeTimeout;
    if (connection instanceof TlsConnection secured) {
      tls = Optional.of(secured);
    }
  }

  /** Our end. */
  public InetSocketAddress local() {
    return connection.local();
  }

  /** The other end. */
  public InetSocketAddress remote() {
    return connection.remote();
  }

  /** The TLS in use, if any. */
  public Optional<TlsConnection> tls() {
    return tls;
  }

  /** Whether input lies here unread: the other side did not wait for our answer. */
  public boolean hasInput() {
    return in.hasRemaining();
  }

  /**
   * Reads one line. Blocks until it is whole.
   *
   * @param octetsMax longest line allowed, its CRLF counted
   * @param timeout longest silence; also the longest time that one line may take to arrive
   * @throws LineTooLongException if {@code octetsMax} octets hold no end; the rest is skipped
   * @throws EOFException if the stream ended; an unfinished line is dropped
   */
  public Line readLine(int octetsMax, Duration timeout) throws IOException {
    byte[] gathered = new byte[0];
    boolean tooLong = false;
    while (true) {
      int end = indexOfLf();
      int take = end < 0 ? in.remaining() : end - in.position() + 1;
      if (!tooLong && gathered.length + take > octetsMax) {
        tooLong = true;
        gathered = new byte[0];
      }
      if (tooLong) {
        in.position(in.position() + take);
      } else {
        int old = gathered.length;
        gathered = Arrays.copyOf(gathered, old + take);
        in.get(gathered, old, take);
      }
      if (end >= 0) {
        if (tooLong) {
          throw new LineTooLongException(octetsMax);
        }
        return line(gathered);
      }
      fill(timeout);
    }
  }

  private static Line line(byte[] withEnd) {
    int length = withEnd.length;
    return length > 1 && withEnd[length - 2] == '\r'
        ? new Line(Arrays.copyOf(withEnd, length - 2), Line.Ending.CRLF)
        : new Line(Arrays.copyOf(withEnd, length - 1), Line.Ending.BARE_LF);
  }

  private int indexOfLf() {
    byte[] array = in.array();
    for (int i = in.position(); i < in.limit(); i++) {
      if (array[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /**
   * The input that has come, at least one octet; waits for it if need be. The caller takes octets by
   * moving the buffer's position; what it leaves is read next. Valid until the next call.
   *
   * @throws EOFException at the end of the stream
   */
  public ByteBuffer input(Duration timeout) throws IOException {
    if (!in.hasRemaining()) {
      fill(timeout);
    }
    return in;
  }

  private void fill(Duration timeout) throws IOException {
    in.clear().flip();
    int n = connection.read(in.array(), 0, BUFFER_OCTETS, timeout);
    if (n < 0) {
      throw new EOFException("the other side closed the connection");
    }
    in.limit(n);
  }

  /** Writes text as UTF-8. */
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes octets. */
  public void write(byte[] octets) throws IOException {
    write(octets, 0, octets.length);
  }

  /** Writes octets. */
  public void write(byte[] octets, int offset, int length) throws IOException {
    if (length > out.length - outUsed) {
      flush();
    }
    if (length > out.length) {
      connection.write(octets, offset, length, writeTimeout);
    } else {
      System.arraycopy(octets, offset, out, outUsed, length);
      outUsed += length;
    }
  }

  /** Sends what was written. */
  public void flush() throws IOException {
    int length = outUsed;
    outUsed = 0;
    if (length > 0) {
      connection.write(out, 0, length, writeTimeout);
    }
  }

  /**
   * Puts TLS beneath. Octets that came before the handshake end the connection: they were not
   * protected, and must not be taken for what was (CVE-2011-0411).
   *
   * @return the TLS now in use
   * @throws javax.net.ssl.SSLException if the handshake fails; the connection is closed then
   */
  public TlsConnection startTls(Tls.Handshake handshake, Duration timeout) throws IOException {
    flush();
    if (in.hasRemaining()) {
      close();
      throw new javax.net.ssl.SSLException("octets came in the clear where TLS was to begin");
    }
    TlsConnection secured = handshake.over(connection, timeout);
    connection = secured;
    tls = Optional.of(secured);
    return secured;
  }

  @Override
  public void close() {
    connection.close();
  }
}
