package mailroad.mta.tls.report;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Octets that are unpacked as they are read, and no more of them than is allowed (A7, A23): neither in all, nor beside
 * what was packed. Nothing is kept of what was read.
 */
final class Unpacking extends FilterInputStream {
  /** So much may come of little: a short report of zeros is no bomb. */
  private static final long SMALL_OCTETS = 65_536;

  private final long most;
  private final String otherwise;
  private long octets;

  /** More came than is allowed. */
  static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1;

    TooMuchException(String message) {
      super(message);
    }
  }

  private Unpacking(InputStream in, long most, String otherwise) {
    super(in);
    this.most = most;
    this.otherwise = otherwise;
  }

  /**
   * By gzip (RFC 1952).
   *
   * @param octetsMax most octets in all
   * @param ratioMax how many times more than packed
   * @throws IOException if it is no gzip
   */
  static Unpacking gzip(byte[] packed, long octetsMax, long ratioMax) throws IOException {
    long byRatio = Math.max(SMALL_OCTETS, ratioMax * packed.length);
    return new Unpacking(
        new GZIPInputStream(new ByteArrayInputStream(packed)),
        Math.min(octetsMax, byRatio),
        octetsMax <= byRatio
            ? "it unpacks to more than %d octets".formatted(octetsMax)
            : "it unpacks to more than %d times its size".formatted(ratioMax));
  }

  /** As they are. */
  static Unpacking plain(byte[] octets, long octetsMax) {
    return new Unpacking(
        new ByteArrayInputStream(octets),
        octetsMax,
        "it has more than %d octets".formatted(octetsMax));
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    count(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int n = super.read(into, offset, length);
    count(Math.max(0, n));
    return n;
  }

  private void count(int more) throws TooMuchException {
    octets += more;
    if (octets > most) {
      throw new TooMuchException(otherwise);
    }
  }
}
