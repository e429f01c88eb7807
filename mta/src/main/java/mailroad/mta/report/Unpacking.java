package mailroad.mta.report;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/**
 * Octets that are unpacked as they are read, and no more of them than is allowed (A7, A23): neither in all, nor beside
 * what was packed. Nothing is kept of what was read.
 */
public final class Unpacking extends FilterInputStream {
  /** So much may come of little: a short report of zeros is no bomb. */
  private static final long SMALL_OCTETS = 65_536;

  private final long most;
  private final String otherwise;
  private long octets;

  /** More came than is allowed. */
  public static final class TooMuchException extends IOException {
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
  public static Unpacking gzip(byte[] packed, long octetsMax, long ratioMax) throws IOException {
    return packed(
        new GZIPInputStream(new ByteArrayInputStream(packed)), packed.length, octetsMax, ratioMax);
  }

  /**
   * The first file of a ZIP archive; what stands behind it is not read.
   *
   * @param octetsMax most octets in all
   * @param ratioMax how many times more than packed
   * @throws IOException if it is no archive, or an empty one
   */
  public static Unpacking zip(byte[] packed, long octetsMax, long ratioMax) throws IOException {
    ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(packed));
    if (archive.getNextEntry() == null) {
      throw new IOException("the archive holds no file");
    }
    return packed(archive, packed.length, octetsMax, ratioMax);
  }

  private static Unpacking packed(InputStream in, long packed, long octetsMax, long ratioMax) {
    long byRatio = Math.max(SMALL_OCTETS, ratioMax * packed);
    return new Unpacking(
        in,
        Math.min(octetsMax, byRatio),
        octetsMax <= byRatio
            ? "it unpacks to more than %d octets".formatted(octetsMax)
            : "it unpacks to more than %d times its size".formatted(ratioMax));
  }

  /** As they are. */
  public static Unpacking plain(byte[] octets, long octetsMax) {
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
