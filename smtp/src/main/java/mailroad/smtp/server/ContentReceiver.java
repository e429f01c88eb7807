package mailroad.smtp.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.World;
import mailroad.smtp.Replies;
import mailroad.wire.Deadline;
import mailroad.wire.Wire;

/**
 * Takes one message's content from the wire to its owner. What is refused is still read to its end, since
 * only there can it be told (RFC 5321 section 4.2.5), but not for ever.
 */
final class ContentReceiver {
  private final World world;
  private final Wire wire;
  private final SmtpServerConfig config;

  ContentReceiver(World world, Wire wire, SmtpServerConfig config) {
    this.world = world;
    this.wire = wire;
    this.config = config;
  }

  /** What came of it. */
  sealed interface Received {
    /** The content ended, and these are the answers: one, or under LMTP one for each recipient. */
    record Answered(List<Reply> replies) implements Received {
      /** The record's list does not change. */
      public Answered {
        replies = List.copyOf(replies);
      }
    }

    /** Too much came after it was refused; the session must end. */
    record Endless(Reply reply) implements Received {}
  }

  /**
   * Reads to the content's end. The owner has finished, or forgotten, the message afterwards.
   *
   * @param answers how many are owed at the end
   */
  Received receive(Incoming incoming, int answers) throws IOException, InterruptedException {
    boolean open = true;
    try {
      DataDecoder decoder = new DataDecoder(incoming::write, config.limits());
      Deadline deadline = Deadline.in(world, config.times().contentTimeout());
      while (!decoder.ended()) {
        decoder.take(wire.input(shorter(deadline.left(), config.times().blockTimeout())));
        if (open && decoder.flaw().isPresent()) {
          open = false;
          incoming.abort();
        }
        if (isEndless(decoder)) {
          return new Received.Endless(decoder.flaw().orElse(Replies.MESSAGE_TOO_LARGE));
        }
      }
      Optional<Reply> flaw = decoder.flaw();
      if (flaw.isEmpty()) {
        open = false;
        return new Received.Answered(incoming.finishForEach(answers));
      }
      return new Received.Answered(Collections.nCopies(answers, flaw.get()));
    } finally {
      if (open) {
        incoming.abort();
      }
    }
  }

  private boolean isEndless(DataDecoder decoder) {
    SmtpLimits limits = config.limits();
    return !decoder.ended()
        && decoder.octets() - limits.messageOctetsMax() > limits.discardedOctetsMax();
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
