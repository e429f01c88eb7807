package mailroad.mda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** Finds the Return-Path fields that a message brings along (RFC 5321 section 4.4), and leaves them out. */
final class ReturnPaths {
  private static final int BLOCK_OCTETS = 16_384;

  private final Blobs blobs;
  private final MimeLimits limits;

  ReturnPaths(Blobs blobs, MimeLimits limits) {
    this.blobs = blobs;
    this.limits = limits;
  }

  /** The fields, as far as the header section is read; see {@link MimeLimits}. */
  List<Field> find(BlobId blob, long octets) throws StoreException {
    try {
      return Header.read(new BlobOctets(blobs, blob, octets), 0, octets, limits).all("Return-Path");
    } catch (IOException e) {
      throw new StoreException("cannot read the header section of blob " + blob, e);
    }
  }

  /** What comes before an octet, less the fields. */
  byte[] before(long end, List<Field> without, BlobId blob) throws StoreException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(end, without, blob, out::write);
    return out.toByteArray();
  }

  /** A new blob with all but the fields: where too much stands before the last of them to be kept elsewhere. */
  BlobId copyWithout(List<Field> without, BlobId blob, long octets) throws StoreException {
    try (Blobs.Writer writer = blobs.write()) {
      copy(octets, without, blob, writer::write);
      return writer.finish();
    }
  }

  @FunctionalInterface
  private interface Sink {
    void write(byte[] from, int offset, int length) throws StoreException;
  }

  private void copy(long end, List<Field> without, BlobId blob, Sink sink) throws StoreException {
    long at = 0;
    for (Field field : without) {
      copy(at, Math.min(field.from(), end), blob, sink);
      at = field.to();
    }
    copy(at, end, blob, sink);
  }

  private void copy(long from, long to, BlobId blob, Sink sink) throws StoreException {
    byte[] block = new byte[Math.clamp(to - from, 0, BLOCK_OCTETS)];
    long at = from;
    while (at < to) {
      int read = blobs.read(blob, at, block, 0, (int) Math.min(block.length, to - at));
      if (read == 0) {
        throw new StoreException("blob " + blob + " ends early");
      }
      sink.write(block, 0, read);
      at += read;
    }
  }

  /** A blob as the mime room reads it. */
  private record BlobOctets(Blobs blobs, BlobId blob, long size) implements Octets {
    @Override
    public int read(long from, byte[] into, int offset, int length) throws IOException {
      try {
        return blobs.read(blob, from, into, offset, length);
      } catch (StoreException e) {
        throw new IOException(e);
      }
    }
  }
}
