package mailroad.kernel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What befell one message on one server. Log lines, the journey, the queue's view, metrics and notices
 * all derive from these; nothing else is recorded of a message.
 *
 * <p>Hops join up by queue ids: {@link Relayed#theirId} at one server is {@link Accepted#message} at the
 * next.
 */
public sealed interface Event {
  /** The message, by the id that this server gave it. */
  QueueId message();

  /** When it happened. */
  Instant at();

  /** Taken over: from here on this server answers for the message. */
  record Accepted(
      QueueId message,
      Instant at,
      ReversePath sender,
      List<EmailAddress> recipients,
      long octets,
      Source source,
      String messageIdField)
      implements Event {
    /** The record's lists do not change. */
    public Accepted {
      recipients = List.copyOf(recipients);
    }
  }

  /** Where a message came from. */
  sealed interface Source {
    /** By SMTP. The login is empty where nobody authenticated; {@code tls} where plain. */
    record Smtp(
        InetSocketAddress client,
        String helo,
        String protocol,
        String tls,
        Optional<EmailAddress> login)
        implements Source {}

    /** Made here: a notice about another message. */
    record Notice(QueueId about) implements Source {}

    /** Handed in on this machine. */
    record Local(String by) implements Source {}

    /**
     * Kept here, and let go.
     *
     * @param from the message as it was kept
     * @param login who handed it in then
     */
    record Kept(QueueId from, String by, Optional<EmailAddress> login) implements Source {}
  }

  /**
   * Looked at before it was taken.
   *
   * @param verdict a few words, such as {@code junk, 8.2 of 6.0}
   * @param why the evidence
   */
  record Judged(QueueId message, Instant at, String verdict, Why why) implements Event {}

  /** A recipient's way was decided. */
  record Routed(QueueId message, Instant at, EmailAddress recipient, String decision, Why why)
      implements Event {}

  /** One try at one next hop, with what was said; the lines start with {@code C: } or {@code S: }. */
  record Attempted(
      QueueId message,
      Instant at,
      List<EmailAddress> recipients,
      String host,
      Optional<InetSocketAddress> address,
      String outcome,
      String tls,
      Duration took,
      List<String> dialogue)
      implements Event {
    /** The record's lists do not change. */
    public Attempted {
      recipients = List.copyOf(recipients);
      dialogue = List.copyOf(dialogue);
    }
  }

  /** The next hop took it over. */
  record Relayed(
      QueueId message,
      Instant at,
      EmailAddress recipient,
      String host,
      Reply reply,
      Optional<QueueId> theirId)
      implements Event {}

  /** Put into a mailbox here. */
  record Filed(
      QueueId message,
      Instant at,
      EmailAddress recipient,
      EmailAddress account,
      String mailbox,
      long uid)
      implements Event {}

  /** Not yet; tried again at {@code next}. */
  record Deferred(
      QueueId message, Instant at, EmailAddress recipient, Reply reply, int attempts, Instant next)
      implements Event {}

  /** Given up; {@code notice} is the message that tells the sender, if one could be sent. */
  record Failed(
      QueueId message, Instant at, EmailAddress recipient, Reply reply, Optional<QueueId> notice)
      implements Event {}

  /** The sender was told that it takes longer. */
  record DelayNoticed(QueueId message, Instant at, EmailAddress recipient, QueueId notice)
      implements Event {}

  /** A recipient became others: alias, list or forwarding. */
  record Expanded(
      QueueId message, Instant at, EmailAddress recipient, List<EmailAddress> into, Why why)
      implements Event {
    /** The record's lists do not change. */
    public Expanded {
      into = List.copyOf(into);
    }
  }

  /** An administrator did something: held, released, flushed, removed. */
  record Administered(QueueId message, Instant at, String act, String by) implements Event {}

  /**
   * Copies that were kept from these recipients were let go.
   *
   * @param as the message by which they go on
   */
  record Released(QueueId message, Instant at, List<EmailAddress> recipients, QueueId as, String by)
      implements Event {
    /** The record's lists do not change. */
    public Released {
      recipients = List.copyOf(recipients);
    }
  }

  /** Nothing is left to be done for this message here. */
  record Completed(QueueId message, Instant at) implements Event {}
}
