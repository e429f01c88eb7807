package mailroad.mailbox;

import java.time.Instant;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/** Takes the content of a message to be appended, as it comes in. Used by one task. */
public final class Drafting implements AutoCloseable {
  private final Blobs.Writer writer;

  Drafting(Blobs.Writer writer) {
    this.writer = writer;
  }

  /** Adds octets. */
  public void write(byte[] from, int offset, int length) throws StoreException {
    writer.write(from, offset, length);
  }

  /** How many octets came. */
  public long octets() {
    return writer.written();
  }

  /** Blocks until the content is on disk; see {@link Mailbox#append} for what comes then. */
  public Draft finish(Flags flags, Instant internalDate) throws StoreException {
    long octets = writer.written();
    return new Draft(new byte[0], writer.finish(), 0, octets, flags, internalDate);
  }

  /** Drops the content unless it was finished. */
  @Override
  public void close() {
    writer.close();
  }
}
