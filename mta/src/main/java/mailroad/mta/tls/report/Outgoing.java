package mailroad.mta.tls.report;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailroad.records.TlsReportOutRecord;
import mailroad.records.TlsReportTargetRecord;
import mailroad.records.TlsReportTargetState;
import mailroad.store.StoreException;

/**
 * A report on its way.
 *
 * @param unique letters and digits that no other report has
 * @param first when it was first tried
 * @param attempts how often it was tried
 * @param tally what it tells
 * @param targets where it goes; none while that is not known
 * @param reason why the last attempt did not settle it
 */
record Outgoing(
    String unique, Instant first, int attempts, Tally tally, List<Target> targets, String reason) {
  /** The record's list does not change. */
  Outgoing {
    targets = List.copyOf(targets);
  }

  /** How far it has come with one destination. */
  enum State {
    WAITING,
    SENT,
    FAILED
  }

  /** A destination, and what was last said there. */
  record Target(String uri, State state, String note) {}

  /** What an attempt at a destination came to. */
  sealed interface Outcome {
    /** It is there, or in our own queue. */
    record Sent(String note) implements Outcome {}

    /** It will never be. */
    record Never(String reason) implements Outcome {}

    /** It may be later. */
    record Later(String reason) implements Outcome {}
  }

  /** A new one, to go anywhere. */
  static Outgoing of(String unique, Instant now, Tally tally) {
    return new Outgoing(unique, now, 0, tally, List.of(), "");
  }

  /** The same, to go there. */
  Outgoing to(List<Destination> destinations) {
    List<Target> to =
        destinations.stream()
            .map(destination -> new Target(destination.toString(), State.WAITING, ""))
            .toList();
    return new Outgoing(unique, first, attempts, tally, to, reason);
  }

  /** The same after an attempt at one destination. */
  Outgoing after(Target target, Outcome outcome) {
    Target now =
        switch (outcome) {
          case Outcome.Sent(var note) -> new Target(target.uri(), State.SENT, note);
          case Outcome.Never(var why) -> new Target(target.uri(), State.FAILED, why);
          case Outcome.Later(var why) -> new Target(target.uri(), State.WAITING, why);
        };
    List<Target> all = new ArrayList<>(targets);
    all.set(all.indexOf(target), now);
    return new Outgoing(unique, first, attempts, tally, all, now.note());
  }

  /** The same after an attempt that did not settle it. */
  Outgoing tried(String why) {
    return new Outgoing(unique, first, attempts + 1, tally, targets, why);
  }

  /** The same, what is open given up. */
  Outgoing givenUp() {
    List<Target> all =
        targets.stream()
            .map(target ->
                target.state() == State.WAITING
                    ? new Target(target.uri(), State.FAILED, "given up: " + target.note())
                    : target)
            .toList();
    return new Outgoing(unique, first, attempts, tally, all, reason);
  }

  /** Where it still has to go. */
  List<Target> open() {
    return targets.stream().filter(target -> target.state() == State.WAITING).toList();
  }

  /** As it stands on disk; once it is settled, without what it told. */
  byte[] octets(boolean settled) {
    TlsReportOutRecord.Builder record =
        TlsReportOutRecord.newBuilder()
            .setReportId(unique)
            .setFirstMillis(first.toEpochMilli())
            .setAttempts(attempts)
            .setReason(reason)
            .setSettled(settled)
            .setSuccesses(tally.successes())
            .setFailures(tally.failures());
    if (!settled) {
      record.setTally(TallyRecords.write(tally));
    }
    for (Target target : targets) {
      record.addTargets(
          TlsReportTargetRecord.newBuilder()
              .setUri(target.uri())
              .setState(
                  switch (target.state()) {
                    case WAITING -> TlsReportTargetState.TLS_REPORT_WAITING;
                    case SENT -> TlsReportTargetState.TLS_REPORT_SENT;
                    case FAILED -> TlsReportTargetState.TLS_REPORT_FAILED;
                  })
              .setNote(target.note()));
    }
    return record.build().toByteArray();
  }

  static TlsReportOutRecord record(byte[] octets) throws StoreException {
    try {
      return TlsReportOutRecord.parseFrom(octets);
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a report about TLS", e);
    }
  }

  static Outgoing of(TlsReportOutRecord record, int detailsMax) {
    return new Outgoing(
        record.getReportId(),
        Instant.ofEpochMilli(record.getFirstMillis()),
        record.getAttempts(),
        TallyRecords.read(record.getTally(), detailsMax),
        targets(record),
        record.getReason());
  }

  static List<Target> targets(TlsReportOutRecord record) {
    return record.getTargetsList().stream()
        .map(target ->
            new Target(
                target.getUri(),
                switch (target.getState()) {
                  case TLS_REPORT_SENT -> State.SENT;
                  case TLS_REPORT_FAILED -> State.FAILED;
                  case TLS_REPORT_WAITING, UNRECOGNIZED -> State.WAITING;
                },
                target.getNote()))
        .toList();
  }
}
