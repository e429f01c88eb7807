package mailroad.smtp.server;

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

  /** The content will never be whole, or was refused by the session: forgets it. */
  void abort();
}
