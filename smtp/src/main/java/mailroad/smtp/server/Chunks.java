package mailroad.smtp.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.smtp.Body;
import mailroad.smtp.Replies;
import mailroad.smtp.server.ContentReceiver.Received;
import mailroad.wire.Deadline;
import mailroad.wire.Wire;

/**
 * One message that comes in chunks, from the first BDAT to the last (RFC 3030 section 2). The octets of a chunk are
 * read whatever becomes of them: what stands behind them is a command again. Used by one task.
 */
final class Chunks {
  private final Wire wire;
  private final SmtpServerConfig config;
  private final Incoming incoming;
  private final int recipients;
  private final ContentCheck check;
  private final Deadline deadline;
  private boolean open = true;

  /**
   * A message.
   *
   * @param recipients how many answers are owed at its end: one, or under LMTP one for each recipient
   */
  Chunks(
      World world,
      Wire wire,
      SmtpServerConfig config,
      Incoming incoming,
      Body body,
      int recipients) {
    this.wire = wire;
    this.config = config;
    this.incoming = incoming;
    this.recipients = recipients;
    this.check = new ContentCheck(config.limits(), body);
    this.deadline = Deadline.in(world, config.times().contentTimeout());
  }

  /** Takes a chunk. Empty where more are to come. */
  Optional<Received> take(long octets, boolean last) throws IOException, InterruptedException {
    if (octets > check.room()) {
      close();
      return Optional.of(
          skip(wire, config, deadline, octets)
              ? refused(Replies.MESSAGE_TOO_LARGE, last)
              : new Received.Endless(Replies.MESSAGE_TOO_LARGE));
    }
    long left = octets;
    while (left > 0) {
      ByteBuffer in = input(wire, patience(config, deadline));
      int piece = (int) Math.min(left, in.remaining());
      int from = in.arrayOffset() + in.position();
      pass(in.array(), from, piece);
      in.position(in.position() + piece);
      left -= piece;
    }
    Optional<Reply> flaw = last ? check.flawOfAll() : check.flaw();
    if (flaw.isPresent()) {
      close();
      return Optional.of(refused(flaw.get(), last));
    }
    if (!last) {
      return Optional.empty();
    }
    open = false;
    return Optional.of(new Received.Answered(incoming.finishForEach(recipients)));
  }

  private void pass(byte[] array, int from, int length) throws InterruptedException {
    check.look(array, from, from + length);
    if (check.flaw().isEmpty()) {
      incoming.write(array, from, length);
    }
  }

  /** Only the last chunk is answered for each recipient (RFC 2033 section 4.3). */
  private Received refused(Reply reply, boolean last) {
    return new Received.Answered(Collections.nCopies(last ? recipients : 1, reply));
  }

  /** Forgets the message, unless it is whole. */
  void close() {
    if (open) {
      open = false;
      incoming.abort();
    }
  }

  /**
   * Reads a chunk that nobody wants.
   *
   * @return whether it was read; one that is longer than what is read and dropped ends the session
   */
  static boolean skip(World world, Wire wire, SmtpServerConfig config, long octets)
      throws IOException {
    return skip(wire, config, Deadline.in(world, config.times().contentTimeout()), octets);
  }

  private static boolean skip(Wire wire, SmtpServerConfig config, Deadline deadline, long octets)
      throws IOException {
    SmtpLimits limits = config.limits();
    if (octets > limits.messageOctetsMax() + limits.discardedOctetsMax()) {
      return false;
    }
    long left = octets;
    while (left > 0) {
      ByteBuffer in = input(wire, patience(config, deadline));
      int piece = (int) Math.min(left, in.remaining());
      in.position(in.position() + piece);
      left -= piece;
    }
    return true;
  }

  /** RFC 2920 section 3.2: nobody waits while answers lie here unsent. */
  private static ByteBuffer input(Wire wire, Duration timeout) throws IOException {
    if (!wire.hasInput()) {
      wire.flush();
    }
    return wire.input(timeout);
  }

  private static Duration patience(SmtpServerConfig config, Deadline deadline) throws IOException {
    Duration left = deadline.left();
    Duration block = config.times().blockTimeout();
    return left.compareTo(block) < 0 ? left : block;
  }
}
