package mailroad.mime;

import java.io.IOException;

/** The octets of others from a place on. */
record OctetsTail(Octets whole, long first) implements Octets {
  @Override
  public long size() {
    return Math.max(0, whole.size() - first);
  }

  @Override
  public int read(long from, byte[] into, int offset, int length) throws IOException {
    return whole.read(first + from, into, offset, length);
  }
}
