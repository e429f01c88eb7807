package mailroad.mime;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A range of octets as a stream. */
final class RangeStream extends InputStream {
  private final Octets octets;
  private final long to;
  private long at;

  RangeStream(Octets octets, long from, long to) {
    this.octets = octets;
    this.at = from;
    this.to = to;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (at >= to) {
      return -1;
    }
    int n = octets.read(at, into, offset, (int) Math.min(length, to - at));
    if (n <= 0) {
      throw new EOFException("%d octets end at %d".formatted(octets.size(), at));
    }
    at += n;
    return n;
  }
}
