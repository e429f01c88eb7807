package mailroad.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;

/**
 * A connection with raw DEFLATE (RFC 1951) both ways, as RFC 4978 section 4 has it: each write is flushed to an octet.
 *
 * <p>What comes is unpacked no further than the reader has room, so that memory is bounded by whatever bounds the
 * reader; an input that grows out of all proportion ends the connection ({@link CompressionConfig#expansionMax}). The
 * codecs hold memory outside the heap, about 300 KiB, which {@link #close} gives back. Locks are held while the codecs
 * work, and never while octets travel.
 */
final class DeflateConnection implements Connection {
  private static final int CHUNK_OCTETS = 4_096;
  private static final int REST_OCTETS = 512;
  private static final long FREE_OCTETS = 1 << 20;

  private final World world;
  private final Connection under;
  private final CompressionConfig config;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();

  // Under the lock for reading.
  private final Inflater inflater = new Inflater(true);
  private long received;
  private long unpacked;
  private boolean readingOver;

  // Under the lock for writing.
  private final Deflater deflater;
  private boolean busy;
  private boolean writingOver;

  DeflateConnection(World world, Connection under, CompressionConfig config) {
    this.world = world;
    this.under = under;
    this.config = config;
    this.deflater = new Deflater(config.level(), true);
  }

  @Override
  public InetSocketAddress local() {
    return under.local();
  }

  @Override
  public InetSocketAddress remote() {
    return under.remote();
  }

  @Override
  public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
    Deadline deadline = Deadline.in(world, timeout);
    while (true) {
      int n = unpack(into, offset, length);
      if (n != 0) {
        return n;
      }
      byte[] packed = new byte[REST_OCTETS];
      int came = under.read(packed, 0, packed.length, deadline.left());
      if (came < 0) {
        return -1;
      }
      feed(packed, came);
    }
  }

  /** What is there already; 0 if more must come first, -1 at the end. */
  private int unpack(byte[] into, int offset, int length) throws IOException {
    reading.lock();
    try {
      if (readingOver) {
        throw new SocketException("closed");
      }
      int n = inflater.inflate(into, offset, length);
      unpacked += n;
      if (unpacked > FREE_OCTETS && unpacked / config.expansionMax() > received) {
        throw new ProtocolException(
            "what came becomes more than %d times larger when it is unpacked"
                .formatted(config.expansionMax()));
      }
      if (inflater.needsDictionary()) {
        throw new ProtocolException("what came needs a dictionary");
      }
      return n == 0 && inflater.finished() ? -1 : n;
    } catch (DataFormatException e) {
      throw new IOException("what came is not compressed as agreed", e);
    } finally {
      reading.unlock();
    }
  }

  private void feed(byte[] packed, int octets) throws SocketException {
    reading.lock();
    try {
      if (readingOver) {
        throw new SocketException("closed");
      }
      received += octets;
      inflater.setInput(packed, 0, octets);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
    begin(from, offset, length);
    try {
      byte[] packed = new byte[Math.min(CHUNK_OCTETS, length + REST_OCTETS)];
      int n;
      do {
        n = pack(packed);
        if (n > 0) {
          under.write(packed, 0, n, timeout);
        }
      } while (n == packed.length);
    } finally {
      end();
    }
  }

  private void begin(byte[] from, int offset, int length) throws SocketException {
    writing.lock();
    try {
      if (writingOver || busy) {
        throw new SocketException(writingOver ? "closed" : "another task is writing");
      }
      busy = true;
      deflater.setInput(from, offset, length);
    } finally {
      writing.unlock();
    }
  }

  private int pack(byte[] into) throws SocketException {
    writing.lock();
    try {
      if (writingOver) {
        throw new SocketException("closed");
      }
      return deflater.deflate(into, 0, into.length, Deflater.SYNC_FLUSH);
    } finally {
      writing.unlock();
    }
  }

  private void end() {
    writing.lock();
    try {
      busy = false;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    under.shutdownOutput();
  }

  @Override
  public void close() {
    under.close();
    reading.lock();
    try {
      readingOver = true;
      inflater.end();
    } finally {
      reading.unlock();
    }
    writing.lock();
    try {
      writingOver = true;
      deflater.end();
    } finally {
      writing.unlock();
    }
  }
}
