package mailroad.mta.queue;

import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;

/** What an attempt came to for one recipient. */
public sealed interface Fate {
  /**
   * Another server answers for it now.
   *
   * @param theirId the id it has there, if the reply named one
   * @param dsnPassedOn whether that server took over telling the sender of success (RFC 3461 section 5.2.2)
   */
  record Relayed(String host, Reply reply, Optional<QueueId> theirId, boolean dsnPassedOn)
      implements Fate {}

  /**
   * No, for good.
   *
   * @param host who said so; empty where the words are our own
   */
  record Refused(String host, Reply reply) implements Fate {}

  /**
   * Not now.
   *
   * @param host who said so; empty where the words are our own
   */
  record Later(String host, Reply reply) implements Fate {}

  /**
   * Not even tried: all its hosts failed a short while ago and are left alone.
   *
   * @param until when the first of them may be tried again
   */
  record LeftAlone(Reply reply, Instant until) implements Fate {}

  /** Done with in the very batch that settles: filed here, or turned into others. */
  record Settled() implements Fate {}
}
