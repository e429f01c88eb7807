package mailroad.journal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.records.AcceptedEvent;
import mailroad.records.AdministeredEvent;
import mailroad.records.AttemptedEvent;
import mailroad.records.DeferredEvent;
import mailroad.records.DelayNoticedEvent;
import mailroad.records.Endpoint;
import mailroad.records.EventRecord;
import mailroad.records.ExpandedEvent;
import mailroad.records.FailedEvent;
import mailroad.records.FiledEvent;
import mailroad.records.JudgedEvent;
import mailroad.records.MoreAddresses;
import mailroad.records.RelayedEvent;
import mailroad.records.ReleasedEvent;
import mailroad.records.ReplyRecord;
import mailroad.records.RoutedEvent;
import mailroad.records.SmtpSource;
import mailroad.records.WhyRecord;

/** Makes events of records. What an older version wrote stays readable; what a newer one added is passed over. */
final class EventReader {
  private EventReader() {}

  /**
   * The event that records tell of.
   *
   * @param records the first of an event and the {@link MoreAddresses} that follow it
   * @return empty for a kind that a newer version wrote
   * @throws IllegalArgumentException if a record says what cannot be
   */
  static Optional<Event> read(QueueId message, List<EventRecord> records) {
    EventRecord record = records.getFirst();
    Instant at = Instant.ofEpochMilli(record.getAtMillis()).plusNanos(record.getAtNanos());
    return switch (record.getKindCase()) {
      case ACCEPTED -> Optional.of(accepted(message, at, records));
      case ROUTED -> {
        RoutedEvent e = record.getRouted();
        yield Optional.of(
            new Event.Routed(
                message, at, EmailAddress.of(e.getRecipient()), e.getDecision(), why(e.getWhy())));
      }
      case ATTEMPTED -> Optional.of(attempted(message, at, records));
      case RELAYED -> {
        RelayedEvent e = record.getRelayed();
        yield Optional.of(
            new Event.Relayed(
                message,
                at,
                EmailAddress.of(e.getRecipient()),
                e.getHost(),
                reply(e.getReply()),
                QueueId.parse(e.getTheirId())));
      }
      case FILED -> {
        FiledEvent e = record.getFiled();
        yield Optional.of(
            new Event.Filed(
                message,
                at,
                EmailAddress.of(e.getRecipient()),
                EmailAddress.of(e.getAccount()),
                e.getMailbox(),
                record.getUid()));
      }
      case DEFERRED -> {
        DeferredEvent e = record.getDeferred();
        yield Optional.of(
            new Event.Deferred(
                message,
                at,
                EmailAddress.of(e.getRecipient()),
                reply(e.getReply()),
                e.getAttempts(),
                Instant.ofEpochMilli(e.getNextMillis())));
      }
      case FAILED -> {
        FailedEvent e = record.getFailed();
        yield Optional.of(
            new Event.Failed(
                message,
                at,
                EmailAddress.of(e.getRecipient()),
                reply(e.getReply()),
                QueueId.parse(e.getNotice())));
      }
      case DELAY_NOTICED -> {
        DelayNoticedEvent e = record.getDelayNoticed();
        yield Optional.of(
            new Event.DelayNoticed(
                message, at, EmailAddress.of(e.getRecipient()), new QueueId(e.getNotice())));
      }
      case EXPANDED -> {
        ExpandedEvent e = record.getExpanded();
        yield Optional.of(
            new Event.Expanded(
                message,
                at,
                EmailAddress.of(e.getRecipient()),
                addresses(e.getIntoList(), records),
                why(e.getWhy())));
      }
      case ADMINISTERED -> {
        AdministeredEvent e = record.getAdministered();
        yield Optional.of(new Event.Administered(message, at, e.getAct(), e.getBy()));
      }
      case JUDGED -> {
        JudgedEvent e = record.getJudged();
        yield Optional.of(new Event.Judged(message, at, e.getVerdict(), why(e.getWhy())));
      }
      case RELEASED -> {
        ReleasedEvent e = record.getReleased();
        yield Optional.of(
            new Event.Released(
                message,
                at,
                addresses(e.getRecipientsList(), records),
                new QueueId(e.getAs()),
                e.getBy()));
      }
      case COMPLETED -> Optional.of(new Event.Completed(message, at));
      case MORE_ADDRESSES, KIND_NOT_SET -> Optional.empty();
    };
  }

  private static Event accepted(QueueId message, Instant at, List<EventRecord> records) {
    AcceptedEvent event = records.getFirst().getAccepted();
    Event.Source source =
        switch (event.getSourceCase()) {
          case SMTP -> smtp(event.getSmtp());
          case NOTICE -> new Event.Source.Notice(new QueueId(event.getNotice().getAbout()));
          case LOCAL -> new Event.Source.Local(event.getLocal().getBy());
          case KEPT ->
              new Event.Source.Kept(
                  new QueueId(event.getKept().getFrom()),
                  event.getKept().getBy(),
                  EmailAddress.parse(event.getKept().getLogin()));
          case SOURCE_NOT_SET -> new Event.Source.Local("unknown");
        };
    return new Event.Accepted(
        message,
        at,
        event.getSender().isEmpty()
            ? new ReversePath.Nowhere()
            : ReversePath.of(EmailAddress.of(event.getSender())),
        addresses(event.getRecipientsList(), records),
        event.getOctets(),
        source,
        event.getMessageIdField());
  }

  private static Event.Source smtp(SmtpSource smtp) {
    return new Event.Source.Smtp(
        endpoint(smtp.getClient()),
        smtp.getHelo(),
        smtp.getProtocol(),
        smtp.getTls(),
        smtp.getLogin().isEmpty()
            ? Optional.empty()
            : Optional.of(EmailAddress.of(smtp.getLogin())));
  }

  private static Event attempted(QueueId message, Instant at, List<EventRecord> records) {
    AttemptedEvent event = records.getFirst().getAttempted();
    return new Event.Attempted(
        message,
        at,
        addresses(event.getRecipientsList(), records),
        event.getHost(),
        event.hasAddress() ? Optional.of(endpoint(event.getAddress())) : Optional.empty(),
        event.getOutcome(),
        event.getTls(),
        Duration.ofNanos(event.getTookNanos()),
        event.getDialogueList());
  }

  private static List<EmailAddress> addresses(List<String> first, List<EventRecord> records) {
    List<EmailAddress> out = new ArrayList<>();
    first.forEach(address -> out.add(EmailAddress.of(address)));
    for (EventRecord more : records.subList(1, records.size())) {
      more.getMoreAddresses()
          .getAddressesList()
          .forEach(address -> out.add(EmailAddress.of(address)));
    }
    return out;
  }

  private static InetSocketAddress endpoint(Endpoint endpoint) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(endpoint.getAddress().toByteArray()), endpoint.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of neither 4 nor 16 octets", e);
    }
  }

  private static Why why(WhyRecord why) {
    return new Why(
        why.getFinding(),
        why.getSource(),
        why.getBecauseList().stream().map(EventReader::why).toList());
  }

  private static Reply reply(ReplyRecord reply) {
    return new Reply(reply.getCode(), reply.getStatus(), reply.getLinesList());
  }
}
