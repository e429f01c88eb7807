package mailroad.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.records.EventRecord;
import mailroad.store.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventRecordsTest {
  private static final QueueId ID = new QueueId("01JC7K2M9XZ4T");
  private static final QueueId THEIRS = new QueueId("01JC7K2M9XZ5V");
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123456789Z");
  private static final EmailAddress ANNA = EmailAddress.of("anna@a.example");
  private static final EmailAddress BERT = EmailAddress.of("\"b e r t\"@b.example");
  private static final Reply LATER = new Reply(451, "4.3.0", List.of("Not now", "perhaps later"));
  private static final Why WHY =
      new Why("to mx", "b.example. 60 IN MX 10 mx.b.example.", List.of(new Why("one MX")));
  private static final EventWriter WRITER = new EventWriter(new Bounds(JournalConfig.DEFAULT));

  static Stream<Event> everyKind() throws Exception {
    InetSocketAddress v4 = endpoint(192, 0, 2, 1);
    return Stream.of(
        accepted(new Event.Source.Smtp(v4, "[192.0.2.1]", "ESMTPSA", "TLSv1.3", Optional.of(ANNA))),
        accepted(new Event.Source.Smtp(v4, "c", "SMTP", "", Optional.empty())),
        accepted(new Event.Source.Notice(THEIRS)),
        accepted(new Event.Source.Local("root")),
        new Event.Accepted(
            ID, AT, new ReversePath.Nowhere(), List.of(BERT), 0, new Event.Source.Local(""), ""),
        new Event.Routed(ID, AT, BERT, "remote", WHY),
        new Event.Attempted(
            ID,
            AT,
            List.of(BERT),
            "mx.b.example",
            Optional.of(new InetSocketAddress(InetAddress.getByName("2001:db8:0:0:0:0:0:1"), 25)),
            "451 4.3.0 Not now",
            "TLSv1.3 TLS_AES_128_GCM_SHA256",
            Duration.ofNanos(1_234_567),
            List.of("S: 220 hello", "C: EHLO a.example")),
        new Event.Attempted(
            ID, AT, List.of(BERT), "h", Optional.empty(), "", "", Duration.ZERO, List.of()),
        new Event.Relayed(ID, AT, BERT, "mx", new Reply(250, "", "OK"), Optional.of(THEIRS)),
        new Event.Relayed(ID, AT, BERT, "mx", new Reply(250, "", ""), Optional.empty()),
        new Event.Filed(ID, AT, BERT, ANNA, "INBOX", 7),
        new Event.Deferred(ID, AT, BERT, LATER, 3, Instant.parse("2026-11-22T11:00:00.001Z")),
        new Event.Failed(ID, AT, BERT, new Reply(550, "5.1.1", "no"), Optional.of(THEIRS)),
        new Event.Failed(ID, AT, BERT, new Reply(550, "5.1.1", "no"), Optional.empty()),
        new Event.DelayNoticed(ID, AT, BERT, THEIRS),
        new Event.Expanded(ID, AT, BERT, List.of(ANNA, BERT), WHY),
        new Event.Administered(ID, AT, "held", "root"),
        new Event.Released(ID, AT, List.of(BERT, ANNA), THEIRS, "root"),
        accepted(new Event.Source.Kept(THEIRS, "root", Optional.of(ANNA))),
        accepted(new Event.Source.Kept(THEIRS, "root", Optional.empty())),
        new Event.Completed(ID, AT));
  }

  private static InetSocketAddress endpoint(int... octets) throws Exception {
    byte[] address = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      address[i] = (byte) octets[i];
    }
    return new InetSocketAddress(InetAddress.getByAddress(address), 2525);
  }

  private static Event accepted(Event.Source source) {
    return new Event.Accepted(
        ID, AT, ReversePath.of(ANNA), List.of(BERT, ANNA), 612, source, "<1@a.example>");
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void eachEventIsReadAsItWasWritten(Event event) throws Exception {
    assertThat(readBack(event)).contains(event);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void eachEventHasALineAWordingAndFields(Event event) {
    assertThat(EventLog.line(event))
        .startsWith("queue-id=01JC7K2M9XZ4T event=")
        .doesNotContain("\n");
    assertThat(EventText.sentence(event)).isNotEmpty();
    assertThat(EventFields.of(event)).containsEntry("at", AT.toString());
  }

  @Test
  void tenThousandRecipientsAreKeptInRecordsThatEachFitAValue() throws Exception {
    List<EmailAddress> many =
        IntStream.range(0, 10_000)
            .mapToObj(i -> EmailAddress.of("recipient" + i + "@some-long-domain.example"))
            .toList();
    Event event =
        new Event.Accepted(
            ID, AT, ReversePath.of(ANNA), many, 1, new Event.Source.Local("root"), "");
    assertThat(WRITER.write(event))
        .hasSizeGreaterThan(2)
        .allMatch(record -> record.getSerializedSize() < Batch.VALUE_OCTETS_MAX);
    assertThat(readBack(event)).contains(event);
  }

  @Test
  void whatPeersAndDnsSayIsCutToWhatAValueHolds() {
    String endless = "é".repeat(1_000_000);
    Why deep = new Why(endless);
    for (int i = 0; i < 100; i++) {
      deep = new Why("level " + i, List.of(deep, new Why(endless, endless)));
    }
    List<Event> events =
        List.of(
            new Event.Routed(ID, AT, BERT, endless, deep),
            new Event.Deferred(
                ID,
                AT,
                BERT,
                new Reply(450, "", java.util.Collections.nCopies(1000, endless)),
                1,
                AT),
            new Event.Attempted(
                ID,
                AT,
                List.of(BERT),
                endless,
                Optional.empty(),
                endless,
                "",
                Duration.ZERO,
                java.util.Collections.nCopies(5000, endless)));
    for (Event event : events) {
      assertThat(WRITER.write(event))
          .allMatch(record -> record.getSerializedSize() < Batch.VALUE_OCTETS_MAX);
    }
  }

  @Test
  void aKindThatANewerVersionWroteIsPassedOver() {
    assertThat(EventReader.read(ID, List.of(EventRecord.getDefaultInstance()))).isEmpty();
  }

  @Test
  void aLogLineCannotBeForgedFromOutside() {
    Event event =
        new Event.Deferred(
            ID, AT, BERT, new Reply(450, "", "x\r\nqueue-id=2 event=\"filed\" \u001b[2J"), 1, AT);
    assertThat(EventLog.line(event))
        .doesNotContain("\r", "\n", "\u001b")
        .contains("reply=\"450 x\\u{d}\\u{a}queue-id=2 event=\\\"filed\\\" \\u{1b}[2J\"");
  }

  private static Optional<Event> readBack(Event event) throws Exception {
    List<EventRecord> written = new java.util.ArrayList<>();
    for (EventRecord record : WRITER.write(event)) {
      written.add(EventRecord.parseFrom(record.toByteArray()));
    }
    return EventReader.read(ID, written);
  }
}
