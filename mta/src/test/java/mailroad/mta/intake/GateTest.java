package mailroad.mta.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.journal.Journey;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mta.Bench;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Booking;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Kept;
import mailroad.mta.gate.Placement;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.store.Key;
import org.junit.jupiter.api.Test;

/** What becomes of mail that the gate stops, marks, or lets go later. */
class GateTest {
  private static final Why WHY = new Why("it speaks of prizes", List.of(new Why("twice")));
  private static final Key SHELF = Key.of("test", "kept");
  private static final EmailAddress ANNA = EmailAddress.of("anna@local.example");
  private static final EmailAddress BOB = EmailAddress.of("bob@local.example");

  private final List<Kept> kept = new ArrayList<>();

  /** Places copies, and keeps what is quarantined on a shelf of its own. */
  private Gate placing(Map<EmailAddress, Placement> placements) {
    Booking booking =
        (batch, _, held) -> {
          if (!held.quarantined().isEmpty()) {
            batch.put(SHELF, new byte[0]);
            batch.reference(held.blob(), SHELF);
          }
          kept.add(held);
        };
    return new Gate() {
      @Override
      public Judgement judge(Arriving message) {
        return new Judgement(
            Optional.empty(),
            message.envelope(),
            List.of(),
            Optional.empty(),
            placements,
            Placement.USUAL,
            "spam",
            WHY,
            booking);
      }
    };
  }

  private static Reply take(Bench bench, String... to) throws Exception {
    return bench.receive(
        Bench.stranger(),
        "<a@elsewhere.example>",
        MailParameters.NONE,
        "Subject: x\r\n\r\nBody\r\n",
        List.of(to).stream().map(EmailAddress::of).map(Recipient::of).toArray(Recipient[]::new));
  }

  private static QueueId onlyOne(Bench bench) {
    return bench.all(Event.Accepted.class).getFirst().message();
  }

  @Test
  void whatIsDiscardedStillShowsInTheJourney() throws Exception {
    try (Bench bench = new Bench().gate(placing(Map.of(ANNA, Placement.DISCARD))).start()) {
      assertThat(take(bench, "anna@local.example").code()).isEqualTo(250);
      assertThat(bench.inbox("anna@local.example")).isEmpty();
      String journey = Journey.of(List.of(bench.journal()), onlyOne(bench)).toString();
      assertThat(journey)
          .contains("spam", "anna@local.example: discarded", "it speaks of prizes", "twice")
          .contains("nothing is left to be done");
    }
  }

  @Test
  void whatIsKeptIsNotDoneWith() throws Exception {
    try (Bench bench = new Bench().gate(placing(Map.of(ANNA, Placement.QUARANTINE))).start()) {
      assertThat(take(bench, "anna@local.example", "postmaster@local.example").code())
          .isEqualTo(250);
      assertThat(bench.inbox("anna@local.example")).isEmpty();
      assertThat(bench.inbox("postmaster@local.example")).hasSize(1);
      assertThat(bench.all(Event.Completed.class)).isEmpty();
      assertThat(kept.getFirst().quarantined())
          .extracting(Recipient::address)
          .containsExactly(ANNA);
    }
  }

  @Test
  void junkStaysJunkWhereTheMailboxHadNoRoomAtFirst() throws Exception {
    try (Bench bench = new Bench().gate(placing(Map.of(BOB, Placement.JUNK))).start()) {
      bench.mailboxes.account("bob@local.example").full("bob@local.example", true);
      take(bench, "bob@local.example", "anna@local.example");
      bench.await(Event.Deferred.class, e -> e.recipient().equals(BOB));
      bench.mailboxes.full("bob@local.example", false);
      bench.pass(Duration.ofHours(1));
      Event.Filed filed = bench.await(Event.Filed.class, e -> e.account().equals(BOB));
      assertThat(filed.mailbox()).isEqualTo("Junk");
      assertThat(bench.await(Event.Filed.class, e -> e.account().equals(ANNA)).mailbox())
          .isEqualTo("INBOX");
    }
  }

  @Test
  void whatWasKeptGoesOnOnceForThoseWhomItReaches() throws Exception {
    Gate gate = placing(Map.of(ANNA, Placement.QUARANTINE, BOB, Placement.QUARANTINE));
    try (Bench bench = new Bench().gate(gate)) {
      bench.mailboxes.account("bob@local.example");
      bench.start();
      take(bench, "anna@local.example", "bob@local.example");
      bench.mailboxes.remove("bob@local.example");
      Unjudged.Parcel parcel = parcel(kept.getFirst());
      Unjudged.Result first = bench.mta().unjudged().resume(parcel, withdrawal(bench));
      assertThat(first)
          .isInstanceOfSatisfying(
              Unjudged.Result.Answered.class,
              answered ->
                  assertThat(answered.replies()).extracting(Reply::code).containsExactly(250, 550));
      assertThat(bench.mta().unjudged().resume(parcel, withdrawal(bench)))
          .isInstanceOf(Unjudged.Result.Gone.class);
      assertThat(bench.inbox("anna@local.example")).hasSize(1);
      assertThat(bench.events()).noneMatch(Event.Failed.class::isInstance);
      String journey = Journey.of(List.of(bench.journal()), onlyOne(bench)).toString();
      assertThat(journey)
          .contains("anna@local.example: quarantined")
          .contains("anna@local.example by root, on as")
          .contains("released by root")
          .contains("into INBOX of anna@local.example");
    }
  }

  private static Unjudged.Parcel parcel(Kept held) {
    return Unjudged.Parcel.kept(
        held.id(),
        "root",
        Optional.empty(),
        new Envelope(
            ReversePath.parse("<a@elsewhere.example>").orElseThrow(),
            MailParameters.NONE,
            held.quarantined()),
        new Unjudged.Content.Stored(held.blob(), held.octets()));
  }

  private Unjudged.Withdrawal withdrawal(Bench bench) {
    return (batch, draft, as, to) -> {
      var there = bench.store.get(SHELF);
      if (there.isEmpty()) {
        return false;
      }
      batch.assertVersion(SHELF, there.get().version()).delete(SHELF);
      batch.dereference(kept.getFirst().blob(), SHELF);
      List<EmailAddress> released = to.stream().map(Recipient::address).toList();
      draft.add(new Event.Released(kept.getFirst().id(), bench.world.now(), released, as, "root"));
      return true;
    };
  }
}
