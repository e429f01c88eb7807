package mailroad.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import mailroad.mime.Octets;
import mailroad.smtp.client.Content;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** A message's content as it lies in the store: from the first octet to the last, or at any place. */
record BlobContent(Blobs blobs, BlobId blob, long octets) implements Content, Octets {
  @Override
  public long size() {
    return octets;
  }

  @Override
  public int read(long from, byte[] into, int offset, int length) throws IOException {
    try {
      return blobs.read(blob, from, into, offset, (int) Math.clamp(octets - from, 0L, length));
    } catch (StoreException e) {
      throw new IOException("cannot read blob " + blob, e);
    }
  }

  @Override
  public InputStream open() {
    return new Stream();
  }

  /** Reads the blob block by block; a store that fails is an {@link IOException}. */
  private final class Stream extends InputStream {
    private long at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int most = (int) Math.min(length, octets - at);
      if (most <= 0) {
        return length == 0 ? 0 : -1;
      }
      int n = BlobContent.this.read(at, into, offset, most);
      if (n <= 0) {
        throw new IOException("blob %s ends at octet %d of %d".formatted(blob, at, octets));
      }
      at += n;
      return n;
    }
  }
}
