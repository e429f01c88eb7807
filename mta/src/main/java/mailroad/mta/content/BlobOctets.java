package mailroad.mta.content;

import java.io.IOException;
import mailroad.mime.Octets;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** A blob, to be read as a message is. */
public record BlobOctets(Blobs blobs, BlobId blob, long size) implements Octets {
  @Override
  public int read(long from, byte[] into, int offset, int length) throws IOException {
    try {
      return blobs.read(blob, from, into, offset, length);
    } catch (StoreException e) {
      throw new IOException("cannot read blob " + blob, e);
    }
  }
}
