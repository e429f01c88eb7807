package mailroad.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import mailroad.kernel.SteppedWorld;
import mailroad.kernel.Why;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final EmailAddress ANNA = EmailAddress.of("anna@a.example");
  private static final EmailAddress BERT = EmailAddress.of("bert@b.example");
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final SteppedWorld world = new SteppedWorld(START);
  private final MemoryStore store = new MemoryStore(world);
  private final Journal journal = new Journal(world, store, JournalConfig.DEFAULT, "mx.a.example");

  private static void write(Journal journal, Event... events) throws Exception {
    Journal.Draft draft = journal.draft(new Batch());
    for (Event event : events) {
      draft.add(event);
    }
    assertThat(draft.commit()).isTrue();
  }

  private Event.Accepted accepted(QueueId id, String messageId) throws Exception {
    return new Event.Accepted(
        id,
        world.now(),
        ReversePath.of(ANNA),
        List.of(BERT),
        612,
        new Event.Source.Smtp(
            new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 4321),
            "client",
            "ESMTPSA",
            "TLSv1.3",
            Optional.of(ANNA)),
        messageId);
  }

  private Event.Relayed relayed(QueueId id, QueueId theirs) {
    Reply reply = new Reply(250, "2.0.0", "OK queued as " + theirs);
    return new Event.Relayed(id, world.now(), BERT, "mx.b.example", reply, Optional.of(theirs));
  }

  @Test
  void eventsAreReadInTheOrderInWhichTheyWereWritten() throws Exception {
    QueueId id = QueueId.next(world);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      events.add(new Event.Administered(id, world.now(), "act " + i, "root"));
    }
    write(journal, events.subList(0, 700).toArray(Event[]::new));
    world.pass(Duration.ofMillis(1));
    write(journal, events.subList(700, 1200).toArray(Event[]::new));
    assertThat(journal.events(id)).isEqualTo(events);
    assertThat(journal.events(QueueId.next(world))).isEmpty();
  }

  @Test
  void whatHappensTogetherStandsInOneEntryAndIsReadAsItWasTold() throws Exception {
    List<Event> told = new ArrayList<>();
    journal.listen(told::add);
    QueueId id = QueueId.next(world);
    QueueId other = QueueId.next(world);
    Batch batch = new Batch();
    Batch.Slot first = batch.addAndGet(Key.of("uid", 1), 5);
    Batch.Slot second = batch.addAndGet(Key.of("uid", 2), 9);
    Journal.Draft draft = journal.draft(batch);
    draft.add(accepted(id, ""));
    draft.addFiled(first, uid -> new Event.Filed(id, world.now(), BERT, BERT, "INBOX", uid));
    draft.addFiled(second, uid -> new Event.Filed(id, world.now(), ANNA, ANNA, "Junk", uid));
    draft.add(new Event.Completed(other, world.now()));
    draft.add(new Event.Completed(id, world.now()));
    assertThat(draft.commit()).isTrue();
    List<Event> expected = told.stream().filter(event -> event.message().equals(id)).toList();
    assertThat(expected).hasSize(4);
    assertThat(journal.events(id)).isEqualTo(expected);
    assertThat(journal.events(other)).hasSize(1);
    Key events = Key.of("journal", "event");
    assertThat(store.range(Store.Range.under(events, 100))).hasSize(2);
    assertThat(((Event.Filed) expected.get(2)).uid()).isEqualTo(9);
  }

  @Test
  void anEventStandsInTheLogExactlyIfItsChangeHappened() throws Exception {
    List<Event> told = new ArrayList<>();
    journal.listen(told::add);
    QueueId id = QueueId.next(world);
    Batch batch = new Batch().assertEqual(Key.of("x"), new byte[] {1});
    Journal.Draft draft = journal.draft(batch).add(new Event.Completed(id, world.now()));
    assertThat(draft.commit()).isFalse();
    assertThat(journal.events(id)).isEmpty();
    assertThat(told).isEmpty();
    write(journal, new Event.Completed(id, world.now()));
    assertThat(told).isEqualTo(journal.events(id)).hasSize(1);
  }

  /** However much is told of a message at once, no value is longer than a store takes, and nothing is lost. */
  @Test
  void whatDoesNotFitIntoOneEntryGoesOnInTheNext() throws Exception {
    QueueId id = QueueId.next(world);
    QueueId other = QueueId.next(world);
    List<EmailAddress> many = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      many.add(EmailAddress.of("recipient-number-%d@a-domain-of-some-length.example".formatted(i)));
    }
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.add(
          new Event.Expanded(id, world.now(), BERT, many.subList(i, many.size()), new Why("list")));
      events.add(new Event.Administered(id, world.now(), "act " + i, "root"));
    }
    Journal.Draft draft = journal.draft(new Batch());
    for (Event event : events) {
      draft.add(event).add(new Event.Administered(other, world.now(), "beside", "root"));
    }
    assertThat(draft.commit()).isTrue();
    assertThat(journal.events(id)).isEqualTo(events);
    assertThat(journal.events(other)).hasSize(10);
    assertThat(journal.recent(9)).containsExactlyInAnyOrder(other, id);
    int entries = store.range(Store.Range.under(Key.of("journal", "event"), 100)).size();
    assertThat(entries).isBetween(4, 30);
  }

  /** A change may tell of what began before another change. */
  @Test
  void eventsStandByTheirTimesOverSeveralChanges() throws Exception {
    QueueId id = QueueId.next(world);
    Event first = new Event.Administered(id, START, "first", "root");
    Event second = new Event.Administered(id, START.plusSeconds(1), "second", "root");
    Event third = new Event.Administered(id, START.plusSeconds(2), "third", "root");
    write(journal, first, third);
    write(journal, second);
    assertThat(journal.events(id)).containsExactly(first, second, third);
  }

  @Test
  void aFilingLearnsItsUidFromTheCommit() throws Exception {
    List<Event> told = new ArrayList<>();
    journal.listen(told::add);
    QueueId id = QueueId.next(world);
    Batch batch = new Batch().add(Key.of("uid"), 41);
    Batch.Slot uid = batch.addAndGet(Key.of("uid"), 1);
    Journal.Draft draft = journal.draft(batch);
    draft.addFiled(uid, n -> new Event.Filed(id, world.now(), BERT, ANNA, "INBOX", n));
    draft.add(new Event.Filed(id, world.now(), BERT, BERT, "Lists", 7));
    draft.addFiled(
        batch.addAndGet(Key.of("uid"), 1),
        n -> new Event.Filed(id, world.now(), BERT, ANNA, "Copies", n));
    assertThat(draft.commit()).isTrue();
    assertThat(journal.events(id))
        .containsExactly(
            new Event.Filed(id, START, BERT, ANNA, "INBOX", 42),
            new Event.Filed(id, START, BERT, BERT, "Lists", 7),
            new Event.Filed(id, START, BERT, ANNA, "Copies", 43))
        .isEqualTo(told);
  }

  @Test
  void twoWritersNeverOverwriteEachOther() throws Exception {
    QueueId id = QueueId.next(world);
    Journal again = new Journal(world, store, JournalConfig.DEFAULT, "mx.a.example");
    write(journal, new Event.Administered(id, world.now(), "held", "one"));
    write(again, new Event.Administered(id, world.now(), "held", "two"));
    assertThat(journal.events(id)).hasSize(2);
  }

  @Test
  void messagesAreFoundByWhateverAPersonHas() throws Exception {
    QueueId id = QueueId.next(world);
    QueueId theirs = QueueId.next(world);
    write(journal, accepted(id, "<1@a.example>"), relayed(id, theirs));
    assertThat(journal.find(id.value().toLowerCase(java.util.Locale.ROOT))).containsExactly(id);
    assertThat(journal.find(theirs.value())).containsExactly(id);
    assertThat(journal.find("<1@a.example>")).containsExactly(id);
    assertThat(journal.find(" 1@a.example ")).containsExactly(id);
    assertThat(journal.find("2@a.example")).isEmpty();
    assertThat(journal.accepted(id)).contains(accepted(id, "<1@a.example>"));
  }

  @Test
  void theNewestAreListedFirst() throws Exception {
    List<QueueId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(QueueId.next(world));
      write(journal, accepted(ids.getLast(), ""));
      world.pass(Duration.ofSeconds(1));
    }
    assertThat(journal.recent(3)).containsExactly(ids.get(4), ids.get(3), ids.get(2));
  }

  @Test
  void whatIsDoneIsForgottenAfterTheRetentionAndNothingOfItIsLeft() throws Exception {
    QueueId done = QueueId.next(world);
    QueueId waiting = QueueId.next(world);
    write(
        journal,
        accepted(done, "<1@a.example>"),
        relayed(done, QueueId.next(world)),
        new Event.Completed(done, world.now()));
    write(journal, accepted(waiting, "<2@a.example>"));
    world.pass(JournalConfig.DEFAULT.retention());
    assertThat(journal.sweep()).isZero();
    world.pass(Duration.ofSeconds(1));
    assertThat(journal.sweep()).isEqualTo(1);
    assertThat(journal.sweep()).isZero();
    assertThat(journal.events(done)).isEmpty();
    assertThat(journal.events(waiting)).hasSize(1);
    // Its events, and its entry in the index.
    assertThat(store.range(Store.Range.under(Key.of("journal"), 100))).hasSize(2);
  }

  @Test
  void aJourneyJoinsTheHopsAndTheNotices() throws Exception {
    SteppedWorld elsewhere = new SteppedWorld(START);
    MemoryStore theirStore = new MemoryStore(elsewhere);
    Journal theirJournal =
        new Journal(elsewhere, theirStore, JournalConfig.DEFAULT, "mx.b.example");
    QueueId ours = QueueId.next(world);
    QueueId theirs = new QueueId("01JC7K2M9XZ4T");
    QueueId notice = new QueueId("01JC7K2M9XZ5V");
    Why why = new Why("one mail exchanger", "b.example. 60 IN MX 10 mx.b.example.");
    write(
        journal,
        accepted(ours, "<1@a.example>"),
        new Event.Routed(ours, world.now(), BERT, "by mx.b.example", why));
    world.pass(Duration.ofMillis(12));
    write(journal, relayed(ours, theirs), new Event.Completed(ours, world.now()));
    elsewhere.pass(Duration.ofMillis(10));
    write(
        theirJournal,
        new Event.Accepted(
            theirs,
            elsewhere.now(),
            ReversePath.of(ANNA),
            List.of(BERT),
            700,
            new Event.Source.Local("test"),
            ""),
        new Event.Failed(
            theirs, elsewhere.now(), BERT, new Reply(550, "5.1.1", "no"), Optional.of(notice)),
        new Event.Completed(theirs, elsewhere.now()));
    write(
        theirJournal,
        new Event.Accepted(
            notice,
            elsewhere.now(),
            new ReversePath.Nowhere(),
            List.of(ANNA),
            900,
            new Event.Source.Notice(theirs),
            ""));
    List<Journal> all = List.of(journal, theirJournal);
    Journey journey = Journey.of(all, theirs);
    assertThat(journey).isEqualTo(Journey.of(all, ours));
    assertThat(journey.hops())
        .extracting(hop -> hop.host() + " " + hop.message())
        .containsExactly(
            "mx.a.example " + ours, "mx.b.example " + theirs, "mx.b.example " + notice);
    assertThat(journey.toString())
        .contains(ours + " at mx.a.example, 2026-11-22T10:00:00Z\n")
        .contains(
            "  +0.000s    accepted       <anna@a.example> to bert@b.example, 612 octets, Message-ID"
                + " <1@a.example>, ESMTPSA from 192.0.2.1:4321 (client), TLSv1.3, login"
                + " anna@a.example\n")
        .contains("one mail exchanger  [b.example. 60 IN MX 10 mx.b.example.]\n")
        .contains("  +0.012s    relayed        bert@b.example to mx.b.example")
        .contains("there it is " + theirs)
        .contains("the sender is told in " + notice);
    assertThat(journey.fields().toString()).contains("queue-id=" + theirs, "event=relayed");
  }

  @Test
  void aCircleOfIdsEnds() throws Exception {
    QueueId one = new QueueId("01JC7K2M9XZ4T");
    QueueId two = new QueueId("01JC7K2M9XZ5V");
    write(journal, relayed(one, two), relayed(two, one));
    assertThat(Journey.of(List.of(journal), one).hops()).hasSize(2);
  }

  /** What was never accepted is forgotten too: under attack it is most of what is written. */
  @Test
  void refusedMessagesAreShownAndForgotten() throws Exception {
    QueueId id = QueueId.next(world);
    journal
        .draft(new Batch())
        .addRefused(new Event.Judged(id, world.now(), "refuse", new Why("no")))
        .commit();
    assertThat(journal.recent(5)).containsExactly(id);
    assertThat(journal.find(id.value())).containsExactly(id);
    world.pass(JournalConfig.DEFAULT.retention().plusSeconds(1));
    assertThat(journal.sweep()).isEqualTo(1);
    assertThat(journal.events(id)).isEmpty();
    assertThat(journal.recent(5)).isEmpty();
  }
}
