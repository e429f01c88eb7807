package mailroad.store;

import java.io.IOException;
import java.time.Instant;

/**
 * Content: immutable, written once, read by range, kept while something refers to it ({@link
 * Batch#reference}).
 */
public interface Blobs {
  /** In what pieces {@link #copy} goes where the store has no sizes of its own. */
  int PIECE_OCTETS = 64 << 10;

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

  /** Takes octets that are read. */
  @FunctionalInterface
  interface Sink {
    /** Takes these, which are valid until it returns. */
    void take(byte[] octets, int offset, int length) throws IOException;
  }

  /**
   * Hands a range of a blob to somebody, in pieces and in order. Nothing is kept open while a piece is taken, which may last.
   *
   * @return how many octets there were: {@code count}, or less at the end of the blob
   * @throws StoreException if there is no such blob, or it is damaged
   * @throws IOException if the sink fails
   */
  default long copy(BlobId blob, long from, long count, Sink sink)
      throws StoreException, IOException {
    byte[] piece = new byte[(int) Math.min(PIECE_OCTETS, Math.max(1, count))];
    long done = 0;
    while (done < count) {
      int n = read(blob, from + done, piece, 0, (int) Math.min(piece.length, count - done));
      if (n == 0) {
        break;
      }
      sink.take(piece, 0, n);
      done += n;
    }
    return done;
  }

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
