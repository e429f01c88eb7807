package mailroad.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;

/**
 * A connection as mail protocols use it: lines in, octets out, both buffered, and TLS or compression put beneath in the
 * middle of a talk.
 *
 * <p>One task reads and one writes at a time; any may {@link #close} or {@link #dismiss}. Every call that
 * may wait takes its own timeout and ends in {@link java.net.SocketTimeoutException}. What was written
 * goes out with {@link #flush} alone, or when 64 KiB have gathered. At rest, between lines, it holds next to
 * no memory.
 */
public final class Wire implements Closeable {
  private static final int BUFFER_OCTETS = 16_384;
  private static final int OUT_OCTETS = 65_536;
  private static final int REST_OCTETS = 512;
  private static final int DRAIN_OCTETS_MAX = 1 << 20;
  private static final Duration FAREWELL_TIMEOUT = Duration.ofSeconds(2);

  /** Whether the session is amid its work, or may be sent away. */
  private enum Mood {
    BUSY,
    /** Waits for a new line. */
    IDLE,
    /** Waits for more of what has begun. */
    AMID,
    /** To be sent away as soon as it waits for a new line. */
    UNWELCOME,
    /** Was sent away. */
    DISMISSED
  }

  private final World world;
  private final Duration writeTimeout;
  private final AtomicReference<Mood> mood = new AtomicReference<>(Mood.BUSY);
  private volatile Connection connection;
  private volatile boolean closed;
  private volatile String farewell = "";
  private volatile Instant silentSince = Instant.MAX;
  private volatile Optional<TlsConnection> tls = Optional.empty();
  private volatile boolean compressed;
  private volatile boolean understood;
  private ByteBuffer in = ByteBuffer.allocate(0);
  private byte[] out = new byte[REST_OCTETS];
  private int outUsed;

  /**
   * Frames a connection.
   *
   * @param writeTimeout how long the other side may take to accept what is written
   */
  public Wire(World world, Connection connection, Duration writeTimeout) {
    this.world = world;
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

  /** The other end as logs show it: {@code 192.0.2.1:25} or {@code [2001:db8::1]:25}. */
  public String peer() {
    return Addresses.show(connection.remote());
  }

  /** The TLS in use, if any. */
  public Optional<TlsConnection> tls() {
    return tls;
  }

  /** Whether input lies here unread: the other side did not wait for our answer. */
  public boolean hasInput() {
    return in.hasRemaining();
  }

  /** Whether a whole line lies here unread, so that reading it will not block. */
  public boolean hasLine() {
    return octetsToLf() >= 0;
  }

  /**
   * Reads one line. Blocks until it is whole.
   *
   * @param octetsMax longest line allowed, its CRLF counted
   * @param timeout longest time that the line may take to arrive, however it drips
   * @throws LineTooLongException if {@code octetsMax} octets hold no end; the rest is skipped
   * @throws EOFException if the stream ended, and an unfinished line is dropped; or if this connection
   *     was {@linkplain #dismiss dismissed}
   */
  public Line readLine(int octetsMax, Duration timeout) throws IOException {
    Deadline deadline = Deadline.in(world, timeout);
    if (!in.hasRemaining()) {
      fill(REST_OCTETS, deadline, Mood.IDLE);
    }
    int end = octetsToLf();
    if (end >= 0) {
      return end <= octetsMax ? line(take(end)) : tooLong(end, octetsMax);
    }
    return gatherLine(octetsMax, deadline);
  }

  /**
   * Waits for input, as {@link #readLine} does between two lines, and takes none of it.
   *
   * @param timeout longest silence
   */
  public void awaitInput(Duration timeout) throws IOException {
    if (!in.hasRemaining()) {
      fill(REST_OCTETS, Deadline.in(world, timeout), Mood.IDLE);
    }
  }

  /** A line that came in pieces: room grows by doubling, and never past the limit. */
  private Line gatherLine(int octetsMax, Deadline deadline) throws IOException {
    byte[] gathered = new byte[Math.min(octetsMax, Math.max(REST_OCTETS, 2 * in.remaining()))];
    int used = 0;
    boolean fits = true;
    while (true) {
      int end = octetsToLf();
      int piece = end < 0 ? in.remaining() : end;
      fits &= piece <= octetsMax - used;
      if (fits) {
        if (piece > gathered.length - used) {
          gathered = Arrays.copyOf(gathered, (int) Math.min(octetsMax, 2L * (used + piece)));
        }
        in.get(gathered, used, piece);
        used += piece;
      } else {
        in.position(in.position() + piece);
      }
      if (end >= 0) {
        return fits ? line(Arrays.copyOf(gathered, used)) : tooLong(0, octetsMax);
      }
      fill(BUFFER_OCTETS, deadline, Mood.AMID);
    }
  }

  private Line tooLong(int skip, int octetsMax) throws LineTooLongException {
    in.position(in.position() + skip);
    throw new LineTooLongException(octetsMax);
  }

  private byte[] take(int octets) {
    byte[] taken = new byte[octets];
    in.get(taken);
    return taken;
  }

  private static Line line(byte[] withEnd) {
    int length = withEnd.length;
    return length > 1 && withEnd[length - 2] == '\r'
        ? new Line(Arrays.copyOf(withEnd, length - 2), Line.Ending.CRLF)
        : new Line(Arrays.copyOf(withEnd, length - 1), Line.Ending.BARE_LF);
  }

  /** How many octets from here to the next LF, itself counted; -1 if there is none yet. */
  private int octetsToLf() {
    byte[] array = in.array();
    for (int i = in.position(); i < in.limit(); i++) {
      if (array[i] == '\n') {
        return i - in.position() + 1;
      }
    }
    return -1;
  }

  /**
   * The input that has come, at least one octet; waits for it if need be. The caller takes octets by
   * moving the buffer's position; what it leaves is read next. Valid until the next call.
   *
   * @param timeout longest silence
   * @throws EOFException at the end of the stream
   */
  public ByteBuffer input(Duration timeout) throws IOException {
    if (!in.hasRemaining()) {
      fill(BUFFER_OCTETS, Deadline.in(world, timeout), Mood.AMID);
    }
    return in;
  }

  /**
   * Reads so many octets, whatever they are.
   *
   * @param timeout longest time until all have come
   * @throws EOFException if the stream ends before
   */
  public byte[] readExactly(int octets, Duration timeout) throws IOException {
    Deadline deadline = Deadline.in(world, timeout);
    byte[] all = new byte[octets];
    int used = 0;
    while (used < octets) {
      if (!in.hasRemaining()) {
        fill(BUFFER_OCTETS, deadline, Mood.AMID);
      }
      int piece = Math.min(octets - used, in.remaining());
      in.get(all, used, piece);
      used += piece;
    }
    return all;
  }

  private void sendAway() throws IOException {
    if (mood.getAndSet(Mood.DISMISSED) == Mood.UNWELCOME) {
      write(farewell + "\r\n");
      finish();
    }
    throw dismissed();
  }

  private static EOFException dismissed() {
    return new EOFException("this server sent the other side away");
  }

  /**
   * Sends the other side away between two of its lines: at once if it is silent, else when it has been
   * answered. The session learns of it by an EOFException, as if the other side had left. May be
   * called by any task.
   *
   * @param line the last words, without a line end
   */
  public void dismiss(String line) {
    farewell = line;
    while (true) {
      switch (mood.get()) {
        case BUSY -> {
          if (mood.compareAndSet(Mood.BUSY, Mood.UNWELCOME)) {
            return;
          }
        }
        case AMID -> {
          if (mood.compareAndSet(Mood.AMID, Mood.UNWELCOME)) {
            return;
          }
        }
        case IDLE -> {
          if (mood.compareAndSet(Mood.IDLE, Mood.DISMISSED)) {
            sayFarewell();
            return;
          }
        }
        case UNWELCOME, DISMISSED -> {
          return;
        }
      }
    }
  }

  /**
   * Sends the other side away if it lets this one wait too long, be it amid a line or content. May be called by any
   * task.
   *
   * @param since it is too long if the wait for the line, or for more content, began no later than this
   * @param line the last words, without a line end
   * @return whether it was sent away
   */
  public boolean shed(Instant since, String line) {
    Mood now = mood.get();
    if ((now != Mood.IDLE && now != Mood.AMID) || silentSince.isAfter(since)) {
      return false;
    }
    if (!mood.compareAndSet(now, Mood.DISMISSED)) {
      return false;
    }
    farewell = line;
    sayFarewell();
    return true;
  }

  private void sayFarewell() {
    byte[] words = (farewell + "\r\n").getBytes(StandardCharsets.UTF_8);
    try {
      connection.write(words, 0, words.length, FAREWELL_TIMEOUT);
    } catch (IOException e) {
      // It has left by itself.
    } finally {
      close();
    }
  }

  /** Whether the other side is to be, or was, {@linkplain #dismiss sent away}. */
  public boolean isDismissed() {
    Mood now = mood.get();
    return now == Mood.UNWELCOME || now == Mood.DISMISSED;
  }

  /** Waits for input, in a mood in which the session may be sent away. */
  private void fill(int room, Deadline deadline, Mood quiet) throws IOException {
    silentSince = deadline.begun();
    boolean welcome = mood.compareAndSet(Mood.BUSY, quiet);
    if (!welcome && quiet == Mood.IDLE) {
      sendAway();
    }
    try {
      fill(room, deadline);
    } catch (IOException e) {
      throw mood.get() == Mood.DISMISSED ? dismissed() : e;
    } finally {
      mood.compareAndSet(quiet, Mood.BUSY);
    }
    if (mood.get() == Mood.DISMISSED) {
      throw dismissed();
    }
  }

  private void fill(int room, Deadline deadline) throws IOException {
    if (in.capacity() != room) {
      in = ByteBuffer.allocate(room);
    }
    in.clear().flip();
    int n = connection.read(in.array(), 0, room, deadline.left());
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
    if (length > OUT_OCTETS - outUsed) {
      send();
    }
    if (length >= OUT_OCTETS) {
      connection.write(octets, offset, length, writeTimeout);
      return;
    }
    if (length > out.length - outUsed) {
      int room = Math.max(outUsed + length, 2 * out.length);
      out = Arrays.copyOf(out, Math.min(OUT_OCTETS, room));
    }
    System.arraycopy(octets, offset, out, outUsed, length);
    outUsed += length;
  }

  /** Sends what was written. */
  public void flush() throws IOException {
    send();
    if (out.length > REST_OCTETS) {
      out = new byte[REST_OCTETS];
    }
  }

  private void send() throws IOException {
    if (outUsed > 0) {
      int length = outUsed;
      outUsed = 0;
      connection.write(out, 0, length, writeTimeout);
    }
  }

  /**
   * Puts TLS beneath, as server or as client. Octets that came before the handshake end the connection:
   * they were not protected, and must not be taken for what was (CVE-2011-0411).
   *
   * @return the TLS now in use
   * @throws SSLException if the handshake fails; the connection is closed then
   */
  public TlsConnection startTls(Tls.Handshake handshake, Duration timeout) throws IOException {
    flush();
    if (in.hasRemaining()) {
      close();
      throw new SSLException("octets came in the clear where TLS was to begin");
    }
    TlsConnection secured = handshake.over(world, connection, timeout);
    connection = secured;
    tls = Optional.of(secured);
    return secured;
  }

  /**
   * Compresses all that follows, both ways (RFC 4978); any TLS stays beneath.
   *
   * @throws IOException if octets have come that cannot be told from compressed ones; the connection is closed then
   */
  public void compress(CompressionConfig config) throws IOException {
    flush();
    if (compressed || in.hasRemaining()) {
      close();
      throw new IOException("octets came uncompressed where compression was to begin");
    }
    connection = new DeflateConnection(world, connection, config);
    compressed = true;
  }

  /** The other side said something of the protocol that is spoken here. */
  public void understood() {
    understood = true;
  }

  /** Whether the other side ever said something of the protocol that is spoken here. */
  public boolean isUnderstood() {
    return understood;
  }

  /** Whether all is compressed. */
  public boolean isCompressed() {
    return compressed;
  }

  /** Sends what was written and says that no more will be; reading goes on. */
  public void shutdownOutput() throws IOException {
    flush();
    connection.shutdownOutput();
  }

  /**
   * Closes so that the last words arrive: octets of the other side that nobody has read would make the
   * system reset the connection and throw away what was written (RFC 1122 section 4.2.2.13). So
   * they are read for a moment and dropped. Does nothing if it is closed by now, as after a goodbye of the other
   * side, behind which nothing comes.
   */
  public void finish() {
    if (closed) {
      return;
    }
    try {
      shutdownOutput();
      Deadline deadline = Deadline.in(world, FAREWELL_TIMEOUT);
      byte[] dropped = new byte[REST_OCTETS];
      for (int octets = 0; octets < DRAIN_OCTETS_MAX; ) {
        int n = connection.read(dropped, 0, dropped.length, deadline.left());
        if (n < 0) {
          break;
        }
        octets += n;
      }
    } catch (IOException e) {
      // It has left by itself, or will be cut off.
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    connection.close();
  }
}
