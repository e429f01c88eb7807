package mailroad.mailbox;

import java.io.IOException;
import mailroad.mime.DecodedBody;
import mailroad.mime.Octets;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/**
 * The content of a message, readable at any place: octets that were put in front when it was delivered, and then a
 * blob from some octet on. Immutable; any number of tasks may read it at once.
 */
public final class Content {
  private final Blobs blobs;
  private final byte[] head;
  private final BlobId blob;
  private final long blobFrom;
  private final long octets;

  Content(Blobs blobs, byte[] head, BlobId blob, long blobFrom, long octets) {
    this.blobs = blobs;
    this.head = head;
    this.blob = blob;
    this.blobFrom = blobFrom;
    this.octets = octets;
  }

  /** How many octets. */
  public long octets() {
    return octets;
  }

  /**
   * Reads from the content.
   *
   * @param from first octet to read, from 0
   * @return how many octets were read: {@code length}, or less at the end; 0 beyond it
   * @throws StoreException if the content can't be read; the mailbox may have been emptied meanwhile
   */
  public int read(long from, byte[] into, int offset, int length) throws StoreException {
    int wanted = (int) Math.max(0, Math.min(length, octets - from));
    int fromHead = (int) Math.max(0, Math.min(wanted, head.length - from));
    if (fromHead > 0) {
      System.arraycopy(head, (int) from, into, offset, fromHead);
    }
    int done = fromHead;
    while (done < wanted) {
      long at = blobFrom + from + done - head.length;
      int read = blobs.read(blob, at, into, offset + done, wanted - done);
      if (read == 0) {
        throw new StoreException("blob " + blob + " is shorter than its message");
      }
      done += read;
    }
    return done;
  }

  /**
   * Hands a range to somebody, in pieces and in order. Nothing is kept open while a piece is taken.
   *
   * @param count how many octets, no more than there are
   * @throws StoreException if the content can't be read; the mailbox may have been emptied meanwhile
   * @throws IOException if the sink fails
   */
  public void copy(long from, long count, Blobs.Sink sink) throws StoreException, IOException {
    int fromHead = (int) Math.max(0, Math.min(count, head.length - from));
    if (fromHead > 0) {
      sink.take(head, (int) from, fromHead);
    }
    long wanted = count - fromHead;
    long at = blobFrom + from + fromHead - head.length;
    if (wanted > 0 && blobs.copy(blob, at, wanted, sink) < wanted) {
      throw new StoreException("blob " + blob + " is shorter than its message");
    }
  }

  /**
   * All of it, or its beginning.
   *
   * @param octetsMax most octets to read
   */
  public byte[] bytes(int octetsMax) throws StoreException {
    byte[] bytes = new byte[(int) Math.min(octets, octetsMax)];
    read(0, bytes, 0, bytes.length);
    return bytes;
  }

  /**
   * The content for whoever will read all of it, and parts of it again: read at once, unless it is larger than this.
   *
   * @param octetsMax most octets to have in memory
   */
  public Octets asOctetsAtHand(int octetsMax) throws StoreException {
    return octets <= octetsMax ? Octets.of(bytes(octetsMax)) : asOctets();
  }

  /** The content as the mime room reads it; failures of the store come as {@link IOException}. */
  public Octets asOctets() {
    return new Octets() {
      @Override
      public long size() {
        return octets;
      }

      @Override
      public int read(long from, byte[] into, int offset, int length) throws IOException {
        try {
          return Content.this.read(from, into, offset, length);
        } catch (StoreException e) {
          throw new IOException("cannot read the content of a message", e);
        }
      }

      @Override
      public void copy(long from, long count, DecodedBody.Sink sink) throws IOException {
        try {
          Content.this.copy(from, count, sink::take);
        } catch (StoreException e) {
          throw new IOException("cannot read the content of a message", e);
        }
      }
    };
  }
}
