package mailroad.store;

import java.time.Instant;

/**
 * Content: immutable, written once, read by range, kept while something refers to it ({@link
 * Batch#reference}).
 */
public interface Blobs {
  /** Begins a blob. */
  Writer write() throws StoreException;

  /** The size of a blob in octets. */
  long size(BlobId blob) throws StoreException;

  /**
   * Reads from a blob.
   *
   * @return how many octets were read: {@code length}, or less at the end of the blob; 0 beyond it
   * @throws StoreException if there is no such blob, or it is damaged
   */
  int read(BlobId blob, long from, byte[] into, int offset, int length) throws StoreException;

  /**
   * Removes blobs that nothing refers to. A blob whose writer finished after {@code finishedBefore} stays:
   * its reference may be on the way.
   *
   * @return how many were removed
   */
  int sweep(Instant finishedBefore) throws StoreException;

  /**
   * Says that nothing refers, or will ever refer, to a blob that is finished: it may go before the next sweep. A hint.
   */
  default void forget(BlobId blob) {}

  /** Writes one blob; used by one task. */
  interface Writer extends AutoCloseable {
    /** Adds octets. */
    void write(byte[] from, int offset, int length) throws StoreException;

    /** How many octets were written. */
    long written();

    /** Ends the blob and names it. It is on disk, at the latest, when a batch that refers to it is committed. */
    BlobId finish() throws StoreException;

    /** Drops the blob unless it was finished. */
    @Override
    void close();
  }
}
