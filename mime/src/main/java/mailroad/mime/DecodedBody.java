package mailroad.mime;

import java.io.IOException;

/**
 * The body of a part as what it stands for, its transfer encoding undone (RFC 2045 section 6): read in pieces, whatever its
 * size, and never held whole.
 *
 * @param octets of the message
 * @param from place in it of the body's first octet
 * @param to place after its last
 * @param encoding how it is written down
 * @param size octets that it stands for
 * @param hasNul whether one of them is NUL
 */
public record DecodedBody(
    Octets octets, long from, long to, TransferEncoding encoding, long size, boolean hasNul) {
  private static final int CHUNK_OCTETS = 32_768;

  /** Takes octets as they are decoded. */
  @FunctionalInterface
  public interface Sink {
    /** Takes some. */
    void take(byte[] octets, int offset, int length) throws IOException;
  }

  /**
   * Reads the body of a part once, to learn how large it is.
   *
   * @throws IOException if the machine fails
   */
  public static DecodedBody of(Octets octets, Part part) throws IOException {
    return of(octets, part.bodyFrom(), part.bodyTo(), part.transferEncoding());
  }

  /**
   * The same with octets that stand anywhere.
   *
   * @throws IOException if the machine fails
   */
  public static DecodedBody of(Octets octets, long from, long to, TransferEncoding encoding)
      throws IOException {
    Measure measure = new Measure();
    decode(octets, from, to, encoding, measure);
    return new DecodedBody(octets, from, to, encoding, measure.size, measure.nul);
  }

  private static final class Measure implements Sink {
    private long size;
    private boolean nul;

    @Override
    public void take(byte[] octets, int offset, int length) {
      size += length;
      for (int i = offset; !nul && i < offset + length; i++) {
        nul = octets[i] == 0;
      }
    }
  }

  /**
   * Gives some of what the body stands for.
   *
   * @param start the first octet
   * @param count how many, no more than there are
   * @throws IOException if the machine fails, or the sink does
   */
  public void copy(long start, long count, Sink sink) throws IOException {
    Window window = new Window(start, count, sink);
    decode(octets, from, to, encoding, window);
    if (window.left > 0) {
      throw new IOException("the body ends amid what was announced");
    }
  }

  private static final class Window implements Sink {
    private final Sink sink;
    private long skip;
    private long left;

    Window(long start, long count, Sink sink) {
      this.sink = sink;
      this.skip = start;
      this.left = count;
    }

    @Override
    public void take(byte[] octets, int offset, int length) throws IOException {
      int skipped = (int) Math.min(skip, length);
      skip -= skipped;
      int n = (int) Math.min(left, length - skipped);
      left -= n;
      if (n > 0) {
        sink.take(octets, offset + skipped, n);
      }
    }
  }

  private static void decode(
      Octets octets, long from, long to, TransferEncoding encoding, Sink sink) throws IOException {
    TransferDecoder decoder = new TransferDecoder(encoding);
    byte[] chunk = new byte[Math.clamp(to - from, 1, CHUNK_OCTETS)];
    for (long at = from; at < to; ) {
      int n = octets.read(at, chunk, 0, (int) Math.min(chunk.length, to - at));
      if (n <= 0) {
        throw new IOException("the message ends amid a part");
      }
      byte[] some = decoder.more(chunk, n);
      sink.take(some, 0, some.length);
      at += n;
    }
    byte[] last = decoder.end();
    sink.take(last, 0, last.length);
  }
}
