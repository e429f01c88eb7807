package mailroad.journal;

import com.google.protobuf.ByteString;
import java.net.InetSocketAddress;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.records.AcceptedEvent;
import mailroad.records.AdministeredEvent;
import mailroad.records.AttemptedEvent;
import mailroad.records.CompletedEvent;
import mailroad.records.DeferredEvent;
import mailroad.records.DelayNoticedEvent;
import mailroad.records.Endpoint;
import mailroad.records.EventRecord;
import mailroad.records.ExpandedEvent;
import mailroad.records.FailedEvent;
import mailroad.records.FiledEvent;
import mailroad.records.JudgedEvent;
import mailroad.records.KeptSource;
import mailroad.records.LocalSource;
import mailroad.records.MoreAddresses;
import mailroad.records.NoticeSource;
import mailroad.records.RelayedEvent;
import mailroad.records.ReleasedEvent;
import mailroad.records.ReplyRecord;
import mailroad.records.RoutedEvent;
import mailroad.records.SmtpSource;
import mailroad.records.WhyRecord;

/** Makes records of events. One event is one record, or a few if it names very many addresses. */
final class EventWriter {
  private final Bounds bounds;

  EventWriter(Bounds bounds) {
    this.bounds = bounds;
  }

  /** The records of an event, in the order in which they must be read again. */
  List<EventRecord> write(Event event) {
    EventRecord.Builder record =
        EventRecord.newBuilder()
            .setAtMillis(event.at().toEpochMilli())
            .setAtNanos(event.at().get(ChronoField.NANO_OF_SECOND) % 1_000_000);
    return switch (event) {
      case Event.Accepted e -> accepted(record, e);
      case Event.Routed e -> List.of(record.setRouted(routed(e)).build());
      case Event.Judged e -> List.of(record.setJudged(judged(e)).build());
      case Event.Attempted e -> attempted(record, e);
      case Event.Relayed e -> List.of(record.setRelayed(relayed(e)).build());
      case Event.Filed e -> List.of(record.setUid(e.uid()).setFiled(filed(e)).build());
      case Event.Deferred e -> List.of(record.setDeferred(deferred(e)).build());
      case Event.Failed e -> List.of(record.setFailed(failed(e)).build());
      case Event.DelayNoticed e -> List.of(record.setDelayNoticed(delayNoticed(e)).build());
      case Event.Expanded e -> expanded(record, e);
      case Event.Administered e -> List.of(record.setAdministered(administered(e)).build());
      case Event.Released e -> released(record, e);
      case Event.Completed _ ->
          List.of(record.setCompleted(CompletedEvent.getDefaultInstance()).build());
    };
  }

  private List<EventRecord> accepted(EventRecord.Builder record, Event.Accepted event) {
    AcceptedEvent.Builder out =
        AcceptedEvent.newBuilder()
            .setSender(event.sender().mailbox().map(EmailAddress::toString).orElse(""))
            .setOctets(event.octets())
            .setMessageIdField(bounds.text(event.messageIdField()));
    switch (event.source()) {
      case Event.Source.Smtp smtp -> out.setSmtp(smtp(smtp));
      case Event.Source.Notice(var about) ->
          out.setNotice(NoticeSource.newBuilder().setAbout(about.value()));
      case Event.Source.Local(var by) ->
          out.setLocal(LocalSource.newBuilder().setBy(bounds.text(by)));
      case Event.Source.Kept(var from, var by, var login) ->
          out.setKept(
              KeptSource.newBuilder()
                  .setFrom(from.value())
                  .setBy(bounds.text(by))
                  .setLogin(login.map(EmailAddress::toString).orElse("")));
    }
    return inPortions(
        record, event.recipients(), few -> record.setAccepted(out.addAllRecipients(few)));
  }

  private SmtpSource smtp(Event.Source.Smtp smtp) {
    return SmtpSource.newBuilder()
        .setClient(endpoint(smtp.client()))
        .setHelo(bounds.text(smtp.helo()))
        .setProtocol(smtp.protocol())
        .setTls(smtp.tls())
        .setLogin(smtp.login().map(EmailAddress::toString).orElse(""))
        .build();
  }

  private List<EventRecord> attempted(EventRecord.Builder record, Event.Attempted event) {
    AttemptedEvent.Builder out =
        AttemptedEvent.newBuilder()
            .setHost(bounds.text(event.host()))
            .setOutcome(bounds.text(event.outcome()))
            .setTls(event.tls())
            .setTookNanos(event.took().toNanos())
            .addAllDialogue(bounds.dialogue(event.dialogue()));
    event.address().ifPresent(address -> out.setAddress(endpoint(address)));
    return inPortions(
        record, event.recipients(), few -> record.setAttempted(out.addAllRecipients(few)));
  }

  private List<EventRecord> expanded(EventRecord.Builder record, Event.Expanded event) {
    ExpandedEvent.Builder out =
        ExpandedEvent.newBuilder()
            .setRecipient(event.recipient().toString())
            .setWhy(why(bounds.why(event.why())));
    return inPortions(record, event.into(), few -> record.setExpanded(out.addAllInto(few)));
  }

  private List<EventRecord> released(EventRecord.Builder record, Event.Released event) {
    ReleasedEvent.Builder out =
        ReleasedEvent.newBuilder().setAs(event.as().value()).setBy(bounds.text(event.by()));
    return inPortions(
        record, event.recipients(), few -> record.setReleased(out.addAllRecipients(few)));
  }

  private static List<EventRecord> inPortions(
      EventRecord.Builder record, List<EmailAddress> addresses, Consumer<List<String>> first) {
    List<List<String>> portions =
        Bounds.portions(addresses.stream().map(EmailAddress::toString).toList());
    first.accept(portions.getFirst());
    List<EventRecord> out = new ArrayList<>();
    out.add(record.build());
    for (List<String> portion : portions.subList(1, portions.size())) {
      out.add(
          record
              .clone()
              .setMoreAddresses(MoreAddresses.newBuilder().addAllAddresses(portion))
              .build());
    }
    return out;
  }

  private RoutedEvent routed(Event.Routed event) {
    return RoutedEvent.newBuilder()
        .setRecipient(event.recipient().toString())
        .setDecision(bounds.text(event.decision()))
        .setWhy(why(bounds.why(event.why())))
        .build();
  }

  private JudgedEvent judged(Event.Judged event) {
    return JudgedEvent.newBuilder()
        .setVerdict(bounds.text(event.verdict()))
        .setWhy(why(bounds.why(event.why())))
        .build();
  }

  private RelayedEvent relayed(Event.Relayed event) {
    return RelayedEvent.newBuilder()
        .setRecipient(event.recipient().toString())
        .setHost(bounds.text(event.host()))
        .setReply(reply(bounds.reply(event.reply())))
        .setTheirId(event.theirId().map(QueueId::value).orElse(""))
        .build();
  }

  private FiledEvent filed(Event.Filed event) {
    return FiledEvent.newBuilder()
        .setRecipient(event.recipient().toString())
        .setAccount(event.account().toString())
        .setMailbox(bounds.text(event.mailbox()))
        .build();
  }

  private DeferredEvent deferred(Event.Deferred event) {
    return DeferredEvent.newBuilder()
        .setRecipient(event.recipient().toString())
        .setReply(reply(bounds.reply(event.reply())))
        .setAttempts(event.attempts())
        .setNextMillis(event.next().toEpochMilli())
        .build();
  }

  private FailedEvent failed(Event.Failed event) {
    return FailedEvent.newBuilder()
        .setRecipient(event.recipient().toString())
        .setReply(reply(bounds.reply(event.reply())))
        .setNotice(event.notice().map(QueueId::value).orElse(""))
        .build();
  }

  private static DelayNoticedEvent delayNoticed(Event.DelayNoticed event) {
    return DelayNoticedEvent.newBuilder()
        .setRecipient(event.recipient().toString())
        .setNotice(event.notice().value())
        .build();
  }

  private AdministeredEvent administered(Event.Administered event) {
    return AdministeredEvent.newBuilder()
        .setAct(bounds.text(event.act()))
        .setBy(bounds.text(event.by()))
        .build();
  }

  private static Endpoint endpoint(InetSocketAddress address) {
    return Endpoint.newBuilder()
        .setAddress(ByteString.copyFrom(address.getAddress().getAddress()))
        .setPort(address.getPort())
        .build();
  }

  private static WhyRecord why(Why why) {
    return WhyRecord.newBuilder()
        .setFinding(why.finding())
        .setSource(why.source())
        .addAllBecause(why.because().stream().map(EventWriter::why).toList())
        .build();
  }

  private static ReplyRecord reply(Reply reply) {
    return ReplyRecord.newBuilder()
        .setCode(reply.code())
        .setStatus(reply.status())
        .addAllLines(reply.lines())
        .build();
  }
}
