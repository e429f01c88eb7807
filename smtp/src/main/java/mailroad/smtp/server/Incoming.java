package mailroad.smtp.server;

import java.util.Collections;
import java.util.List;
import mailroad.kernel.Reply;

/**
 * Takes one message's content as it comes over the wire: dots unstuffed, each line with its CRLF, nothing
 * else changed (RFC 5321 section 4.5.2). Used by one task.
 *
 * <p>Storage that fails while octets come is remembered, and answered for by {@link #finish}: the
 * client hears nothing before its final dot anyway.
 */
public interface Incoming {
  /** Takes octets; may wait for storage. The array is the caller's again afterwards. */
  void write(byte[] octets, int offset, int length) throws InterruptedException;

  /**
   * The content is whole. Waits until it is safe on disk, or refused.
   *
   * @return {@code 250 2.0.0 OK queued as <id>} if it was taken over (RFC 5321 section 6.1), otherwise
   *     4xx or 5xx, and nothing is left of it
   */
  Reply finish() throws InterruptedException;

  /**
   * As {@link #finish}, where the client wants an answer for each recipient: LMTP (RFC 2033 section 4.2).
   *
   * @param recipients how many answers; 1 where one counts for all
   * @return the answers, in the order of the envelope's recipients
   */
  default List<Reply> finishForEach(int recipients) throws InterruptedException {
    return Collections.nCopies(recipients, finish());
  }

  /** The content will never be whole, or was refused by the session: forgets it. */
  void abort();
}
