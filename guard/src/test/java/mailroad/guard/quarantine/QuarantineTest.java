package mailroad.guard.quarantine;

import static mailroad.guard.quarantine.Ward.address;
import static mailroad.guard.quarantine.Ward.root;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.QuarantineConfig.RecipientsMay;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.mime.Octets;
import mailroad.mime.Part;
import mailroad.mime.Structure;
import mailroad.mta.gate.Placement;
import mailroad.mta.queue.MailQueue;
import mailroad.store.Key;
import mailroad.store.Store;
import org.junit.jupiter.api.Test;

/** What is kept, who may do what about it, and what stays true whatever ends in between. */
class QuarantineTest {
  private static final String EVE = "<eve@bad.example>";
  private static final EmailAddress ANNA = address("anna@local.example");
  private static final EmailAddress BOB = address("bob@local.example");

  private final Ward ward = new Ward();

  private List<QueueId> list(Query query) throws Exception {
    return ward.quarantine.list(query, Optional.empty(), 100).stream().map(Entry::id).toList();
  }

  private static Query sender(String text) {
    return new Query(Optional.empty(), Optional.of(text), Optional.empty());
  }

  private static String text(Octets octets) throws Exception {
    return new String(octets.range(0, (int) octets.size()), StandardCharsets.UTF_8);
  }

  @Test
  void aMessageIsKeptWholeWithItsEvidence() throws Exception {
    QueueId id = ward.take(EVE, "You won", "anna@local.example");
    assertThat(ward.inbox("anna@local.example")).isEmpty();
    Entry entry = ward.quarantine.find(id).orElseThrow();
    assertThat(entry.finding().why()).isEqualTo(Ward.WHY);
    assertThat(entry.content().author()).isEqualTo("Eve Müller <eve@bad.example>");
    assertThat(entry.content().subject()).isEqualTo("You won");
    assertThat(entry.origin().client().orElseThrow().getAddress().getHostAddress())
        .isEqualTo("203.0.113.9");
    assertThat(entry.expires()).isEqualTo(Ward.START.plus(Duration.ofDays(30)));
    Outcome.Opened opened = (Outcome.Opened) ward.warden.open(id, root());
    assertThat(text(opened.content()))
        .startsWith("Received: from client.example")
        .endsWith("\r\n\r\nbody of You won\r\n");
    assertThat(ward.journey(id))
        .contains("anna@local.example: quarantined", "it speaks of prizes", "downloaded by root");
    assertThat(ward.completions(id)).isZero();
  }

  @Test
  void messagesAreFoundByRecipientAccountSenderAndTimeInPages() throws Exception {
    ward.boxes.account("anna+news@local.example", "anna@local.example");
    QueueId first = ward.take(EVE, "one", "anna@local.example");
    ward.world.pass(Duration.ofHours(1));
    QueueId second = ward.take("<>", "two", "anna+news@local.example", "bob@local.example");
    ward.world.pass(Duration.ofHours(1));
    QueueId third = ward.take("<Mallory@Worse.example>", "three", "bob@local.example");
    assertThat(list(Query.ALL)).containsExactly(third, second, first);
    assertThat(list(Query.recipient("anna@local.example"))).containsExactly(second, first);
    assertThat(list(Query.recipient("ANNA+news@local.example"))).containsExactly(second);
    assertThat(list(Query.recipient("@local.example"))).containsExactly(third, second, first);
    assertThat(list(sender("mallory@worse.example"))).containsExactly(third);
    assertThat(list(sender("@bad.example"))).containsExactly(first);
    assertThat(list(sender("<>"))).containsExactly(second);
    assertThat(
            list(new Query(Optional.of("bob@local.example"), Optional.of("<>"), Optional.empty())))
        .containsExactly(second);
    Instant since = Ward.START.plus(Duration.ofMinutes(30));
    assertThat(list(new Query(Optional.empty(), Optional.empty(), Optional.of(since))))
        .containsExactly(third, second);
    assertThat(ward.quarantine.list(Query.ALL, Optional.of(third), 1))
        .extracting(Entry::id)
        .containsExactly(second);
    assertThat(list(Query.recipient("nobody@local.example"))).isEmpty();
  }

  @Test
  void aCopyThatIsReleasedLeavesTheOthersWhereTheyAre() throws Exception {
    QueueId id = ward.take(EVE, "hello", "anna@local.example", "bob@local.example");
    Outcome first = ward.warden.release(id, ReleaseOrder.to(ANNA), root());
    assertThat(first)
        .isInstanceOfSatisfying(
            Outcome.Released.class, done -> assertThat(done.released()).containsExactly(ANNA));
    assertThat(ward.inbox("anna@local.example")).hasSize(1);
    assertThat(ward.inbox("bob@local.example")).isEmpty();
    assertThat(list(Query.recipient("anna@local.example"))).isEmpty();
    assertThat(list(Query.recipient("bob@local.example"))).containsExactly(id);
    assertThat(ward.warden.release(id, ReleaseOrder.to(ANNA), root()))
        .isEqualTo(new Outcome.Refused("no copy for such a recipient is kept"));
    assertThat(ward.completions(id)).isZero();
    ward.warden.release(id, ReleaseOrder.ALL, root());
    assertThat(ward.inbox("bob@local.example")).hasSize(1);
    assertThat(ward.warden.release(id, ReleaseOrder.ALL, root())).isEqualTo(new Outcome.NotThere());
    assertThat(ward.completions(id)).isEqualTo(1);
    assertThat(ward.judged).as("nothing is judged again").containsExactly(id);
    assertThat(ward.journey(id))
        .contains("anna@local.example by root, on as", "into INBOX of bob@local.example");
    assertThat(ward.warden.history(id))
        .extracting(Deed::act)
        .anyMatch(act -> act.startsWith("released to anna@local.example as "));
    assertThat(ward.quarantine.shelf().messages()).isZero();
    assertThat(ward.quarantine.shelf().octets()).isZero();
  }

  @Test
  void whatIsDangerousGoesWithinALetterOrAnyway() throws Exception {
    ward.cause = Cause.DANGEROUS;
    QueueId id = ward.take(EVE, "invoice", "anna@local.example", "bob@local.example");
    Outcome.Opened opened = (Outcome.Opened) ward.warden.open(id, root());
    String original = text(opened.content());
    assertThat(ward.warden.release(id, ReleaseOrder.ALL, root()))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(ward.inbox("anna@local.example")).isEmpty();
    assertThat(ward.warden.release(id, ReleaseOrder.to(ANNA).within(), root()))
        .isInstanceOf(Outcome.Released.class);
    String letter = ward.inbox("anna@local.example").getFirst();
    assertThat(letter)
        .contains("From: Mail Quarantine <postmaster@local.example>")
        .contains("Subject: Released: invoice", "Auto-Submitted: auto-generated");
    assertThat(Ward.decoded(letter))
        .contains("it looks dangerous", "+4.1 bayes: it speaks of prizes", "Take care");
    Structure structure = Structure.of(letter.getBytes(StandardCharsets.UTF_8));
    Part enclosed = structure.part(List.of(2)).orElseThrow();
    assertThat(enclosed.type().toString()).isEqualToIgnoringCase("message/rfc822");
    assertThat(letter).contains("\r\n\r\n" + original + "\r\n--=_");
    assertThat(ward.warden.release(id, ReleaseOrder.ALL.regardless(), root()))
        .isInstanceOf(Outcome.Released.class);
    assertThat(ward.inbox("bob@local.example")).containsExactly(original);
  }

  @Test
  void ownersDoWhatThePolicyLetsThem() throws Exception {
    QueueId id = ward.take(EVE, "hello", "anna@local.example", "bob@local.example");
    Actor anna = new Actor.Owner(ANNA);
    assertThat(ward.warden.release(id, ReleaseOrder.ALL, anna)).isInstanceOf(Outcome.Refused.class);
    assertThat(ward.warden.open(id, anna)).isInstanceOf(Outcome.Refused.class);
    ward.configured(QuarantineConfig.DEFAULT.with(RecipientsMay.RELEASE));
    assertThat(ward.warden.open(id, anna)).isInstanceOf(Outcome.Refused.class);
    assertThat(ward.warden.release(id, ReleaseOrder.to(BOB), anna))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(ward.warden.release(id, ReleaseOrder.ALL, anna))
        .isInstanceOfSatisfying(
            Outcome.Released.class, done -> assertThat(done.released()).containsExactly(ANNA));
    assertThat(ward.inbox("bob@local.example")).isEmpty();
    ward.configured(QuarantineConfig.DEFAULT.with(RecipientsMay.DOWNLOAD));
    assertThat(ward.warden.open(id, anna)).as("hers is gone").isInstanceOf(Outcome.Refused.class);
    assertThat(ward.warden.open(id, new Actor.Owner(BOB))).isInstanceOf(Outcome.Opened.class);
    ward.cause = Cause.DANGEROUS;
    QueueId worse = ward.take(EVE, "worse", "bob@local.example");
    assertThat(ward.warden.open(worse, new Actor.Owner(BOB))).isInstanceOf(Outcome.Refused.class);
    assertThat(ward.warden.delete(worse, Optional.empty(), new Actor.Owner(BOB)))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whatIsDeletedIsGoneAndItsContentToo() throws Exception {
    QueueId id = ward.take(EVE, "hello", "anna@local.example", "bob@local.example");
    assertThat(ward.warden.delete(id, Optional.of(ANNA), root())).isEqualTo(new Outcome.Done());
    assertThat(ward.quarantine.copies(id)).extracting(Copy::address).containsExactly(BOB);
    assertThat(ward.warden.delete(id, Optional.empty(), root())).isEqualTo(new Outcome.Done());
    assertThat(ward.quarantine.find(id)).isEmpty();
    assertThat(ward.warden.delete(id, Optional.empty(), root())).isEqualTo(new Outcome.NotThere());
    assertThat(ward.completions(id)).isEqualTo(1);
    assertThat(ward.journey(id)).contains("quarantine: deleted by root");
    assertThat(leftovers()).isEmpty();
    ward.world.pass(Duration.ofDays(1));
    assertThat(ward.store.blobs().sweep(ward.world.now())).isEqualTo(1);
  }

  /** All keys of the quarantine but its counters. */
  private List<String> leftovers() throws Exception {
    List<String> out = new ArrayList<>();
    for (Store.Entry entry : ward.store.range(Store.Range.under(Key.of("quarantine"), 1000))) {
      String key = entry.key().toString();
      if (!key.matches(".*, (messages|octets|digests)\\)")) {
        out.add(key);
      }
    }
    return out;
  }

  @Test
  void whatSomebodySaysOfAMessageIsLearnt() throws Exception {
    List<String> learnt = new ArrayList<>();
    QueueId id = ward.take(EVE, "hello", "anna@local.example", "bob@local.example");
    assertThat(ward.warden.learn(id, Learner.Lesson.SPAM, root()))
        .isInstanceOf(Outcome.Refused.class);
    ward.learner =
        (message, lesson, owners) -> learnt.add(lesson + " for " + owners + " " + message.size());
    assertThat(ward.warden.learn(id, Learner.Lesson.SPAM, root())).isEqualTo(new Outcome.Done());
    long octets = ward.quarantine.find(id).orElseThrow().content().octets();
    assertThat(learnt)
        .containsExactly("SPAM for [anna@local.example, bob@local.example] " + octets);
    assertThat(ward.warden.history(id)).extracting(Deed::act).contains("learnt as spam");
    assertThat(ward.quarantine.copies(id)).hasSize(2);
  }

  @Test
  void whatNobodyAsksForIsDroppedWhenItsTimeIsOver() throws Exception {
    QueueId first = ward.take(EVE, "one", "anna@local.example");
    ward.world.pass(Duration.ofDays(10));
    QueueId second = ward.take(EVE, "two", "anna@local.example");
    ward.world.pass(Duration.ofDays(20).minusSeconds(1));
    assertThat(ward.warden.expire()).isZero();
    ward.world.pass(Duration.ofSeconds(2));
    assertThat(ward.warden.expire()).isEqualTo(1);
    assertThat(list(Query.ALL)).containsExactly(second);
    assertThat(ward.journey(first)).contains("its time being over by the quarantine");
    assertThat(ward.completions(first)).isEqualTo(1);
  }

  @Test
  void theJournalRemembersWhatIsKeptForAsLongAsItIsKept() throws Exception {
    QueueId id = ward.take(EVE, "one", "anna@local.example");
    ward.world.pass(Duration.ofDays(40));
    ward.journal.sweep();
    assertThat(ward.journal.accepted(id)).isPresent();
    ward.warden.expire();
    ward.world.pass(Duration.ofDays(40));
    ward.journal.sweep();
    assertThat(ward.journal.events(id)).isEmpty();
  }

  @Test
  void whoCannotBeReachedGetsNothingAndNothingIsLost() throws Exception {
    ward.boxes.account("carl@local.example");
    QueueId id =
        ward.take(EVE, "x", "anna@local.example", "bob@local.example", "carl@local.example");
    ward.boxes.full("anna@local.example", true);
    ward.boxes.remove("bob@local.example");
    Outcome.Released done = (Outcome.Released) ward.warden.release(id, ReleaseOrder.ALL, root());
    assertThat(done.released()).containsExactly(address("carl@local.example"));
    assertThat(done.failed().get(ANNA).code()).isEqualTo(452);
    assertThat(done.failed().get(BOB).code()).isEqualTo(550);
    assertThat(ward.quarantine.copies(id))
        .extracting(Copy::address)
        .containsExactlyInAnyOrder(ANNA, BOB);
    ward.boxes.full("anna@local.example", false);
    ward.warden.release(id, ReleaseOrder.to(ANNA), root());
    assertThat(ward.inbox("anna@local.example")).hasSize(1);
  }

  @Test
  void mailForElsewhereGoesOnAsItWasSent() throws Exception {
    QueueId id =
        ward.take(
            Ward.client(Optional.of(ANNA)),
            "<anna@local.example>",
            "From: anna@local.example\r\nSubject: x\r\n\r\nbody\r\n",
            "zoe@far.example",
            "yan@far.example");
    Outcome.Released done = (Outcome.Released) ward.warden.release(id, ReleaseOrder.ALL, root());
    MailQueue.Entry waiting = ward.mta.queue().show(done.as().orElseThrow()).orElseThrow();
    assertThat(waiting.message().sender().toString()).isEqualTo("<anna@local.example>");
    assertThat(waiting.message().account()).contains(ANNA);
    assertThat(waiting.items()).hasSize(1);
    assertThat(waiting.items().getFirst().recipients()).hasSize(2);
    assertThat(ward.journey(id)).contains("queued for far.example");
  }

  @Test
  void copiesThatWentTheirWayAreNotTouched() throws Exception {
    ward.placements.put(BOB, Placement.USUAL);
    QueueId id = ward.take(EVE, "x", "anna@local.example", "bob@local.example");
    assertThat(ward.inbox("bob@local.example")).hasSize(1);
    ward.warden.release(id, ReleaseOrder.ALL, root());
    assertThat(ward.inbox("bob@local.example")).hasSize(1);
    assertThat(ward.inbox("anna@local.example")).hasSize(1);
    assertThat(ward.journal.events(id)).filteredOn(Event.Released.class::isInstance).hasSize(1);
  }

  @Test
  void thereIsRoomForSoManyAndNoMore() throws Exception {
    ward.configured(QuarantineConfig.DEFAULT.withMessagesMax(2));
    ward.take(EVE, "one", "anna@local.example");
    assertThat(ward.quarantine.hasRoom(1)).isTrue();
    QueueId id = ward.take(EVE, "two", "anna@local.example");
    assertThat(ward.quarantine.hasRoom(1)).isFalse();
    ward.warden.delete(id, Optional.empty(), root());
    assertThat(ward.quarantine.hasRoom(1)).isTrue();
    assertThat(ward.quarantine.hasRoom(QuarantineConfig.DEFAULT.octetsMax())).isFalse();
  }

  @Test
  void killedAtAnyWriteAReleaseHappensOnceOrNotYet() throws Exception {
    for (boolean within : List.of(false, true)) {
      for (boolean afterwards : List.of(false, true)) {
        releaseThroughACrash(within, afterwards);
      }
    }
  }

  private static void releaseThroughACrash(boolean within, boolean afterwards) throws Exception {
    Ward ward = new Ward();
    QueueId id = ward.take(EVE, "precious", "anna@local.example", "bob@local.example");
    ReleaseOrder order = within ? ReleaseOrder.ALL.within() : ReleaseOrder.ALL;
    for (int n = 0; ; n++) {
      int before = ward.disk.commits();
      ward.disk.failAt(n, afterwards);
      boolean failed = false;
      try {
        ward.warden.release(id, order, root());
      } catch (mailroad.store.StoreException e) {
        failed = true;
      }
      ward.crash();
      int inboxes =
          ward.inbox("anna@local.example").size() + ward.inbox("bob@local.example").size();
      assertThat(inboxes)
          .as("both or none, within=%s afterwards=%s n=%d", within, afterwards, n)
          .isEqualTo(ward.quarantine.find(id).isPresent() ? 0 : 2);
      assertThat(ward.disk.commits()).isGreaterThanOrEqualTo(before);
      if (!failed || ward.quarantine.find(id).isEmpty()) {
        break;
      }
    }
    ward.warden.release(id, order, root());
    assertThat(ward.inbox("anna@local.example")).hasSize(1);
    assertThat(ward.inbox("bob@local.example")).hasSize(1);
    assertThat(ward.completions(id)).isEqualTo(1);
  }
}
