package mailroad.guard.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.Ward;
import mailroad.guard.verdict.Suspect;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.journal.Journal;
import mailroad.journal.JournalConfig;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.SteppedWorld;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Kept;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/** Of a list that its subscriber has let in before nothing vanishes. */
class SubscriptionsTest {
  private static final EmailAddress ANNA = EmailAddress.of("anna@local.example");
  private static final EmailAddress BOB = EmailAddress.of("bob@local.example");
  private static final Authentication BY_LISTS =
      Ward.vouched(DmarcResult.Code.NONE, "a.example", "a.example", "lists.example");

  private final SteppedWorld clock = Ward.world();
  private final Store store = new MemoryStore(clock);
  private final Ward.Boxes boxes =
      new Ward.Boxes()
          .account("anna@local.example")
          .account("anna+news@local.example", "anna@local.example")
          .account("bob@local.example");
  private final Subscriptions lists = new Subscriptions(store, boxes, ListsConfig.DEFAULT);

  private Suspect suspect(String listId, Optional<Authentication> found, Direction way) {
    String text = "List-Id: <" + listId + ">\r\nSubject: x\r\n\r\n";
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    Arriving arriving =
        new Arriving(
            QueueId.next(clock),
            Optional.of(Ward.stranger()),
            new Event.Source.Smtp(
                new InetSocketAddress("127.0.0.1", 1), "", "ESMTP", "", Optional.empty()),
            new Envelope(
                new ReversePath.Nowhere(), MailParameters.NONE, List.of(Recipient.of(ANNA))),
            Octets.of(octets),
            0,
            Header.of(octets),
            clock.now());
    return new Suspect(arriving, way, found);
  }

  private Suspect from(String listId) {
    return suspect(listId, Optional.of(BY_LISTS), Direction.INCOMING);
  }

  private void remember(Subscriptions in, Suspect suspect, EmailAddress... inbox) throws Exception {
    Batch batch = new Batch();
    Journal journal = new Journal(clock, store, JournalConfig.DEFAULT, "h");
    Kept kept =
        new Kept(
            suspect.arriving().id(),
            suspect.arriving().envelope(),
            List.of(),
            new BlobId("0".repeat(32)),
            1);
    in.remember(suspect, List.of(inbox)).book(batch, journal.draft(batch), kept);
    assertThat(store.commit(batch)).isInstanceOf(Store.Commit.Done.class);
  }

  @Test
  void aListThatWasLetInIsSparedForThatAccountAlone() throws Exception {
    assertThat(lists.softened(from("users.lists.example"), ANNA)).isEmpty();
    remember(lists, from("users.lists.example"), ANNA);
    assertThat(lists.softened(from("Users.Lists.Example"), ANNA).orElseThrow().finding())
        .isEqualTo(
            "it is from the list users.lists.example, whose mail anna@local.example has taken before");
    assertThat(
            lists.softened(from("users.lists.example"), EmailAddress.of("anna+news@local.example")))
        .isPresent();
    assertThat(lists.softened(from("users.lists.example"), BOB)).isEmpty();
    assertThat(lists.softened(from("others.lists.example"), ANNA)).isEmpty();
  }

  @Test
  void aNameThatNobodyVouchesForSparesNothing() throws Exception {
    remember(lists, from("users.lists.example"), ANNA);
    Authentication other =
        Ward.vouched(DmarcResult.Code.PASS, "evil.example", "evil.example", "evil.example");
    assertThat(
            lists.softened(
                suspect("users.lists.example", Optional.of(other), Direction.INCOMING), ANNA))
        .isEmpty();
    Suspect unknown = suspect("users.lists.example", Optional.empty(), Direction.INCOMING);
    assertThat(lists.softened(unknown, ANNA)).isEmpty();
    remember(lists, suspect("new.example", Optional.empty(), Direction.INCOMING), ANNA);
    assertThat(lists.softened(from("new.example"), ANNA)).isEmpty();
    Suspect ours = suspect("users.lists.example", Optional.of(BY_LISTS), Direction.SUBMITTED);
    assertThat(lists.softened(ours, ANNA)).isEmpty();
  }

  @Test
  void theListThatWasSilentLongestMakesRoom() throws Exception {
    Subscriptions few =
        new Subscriptions(store, boxes, new ListsConfig(true, 3, Duration.ofDays(400)));
    for (String name : List.of("a.example", "b.example", "c.example")) {
      remember(few, from(name), ANNA);
      clock.pass(Duration.ofDays(2));
    }
    remember(few, from("a.example"), ANNA);
    clock.pass(Duration.ofDays(2));
    remember(few, from("d.example"), ANNA);
    assertThat(few.softened(from("b.example"), ANNA)).isEmpty();
    for (String name : List.of("a.example", "c.example", "d.example")) {
      assertThat(few.softened(from(name), ANNA)).as(name).isPresent();
    }
  }

  @Test
  void listsAreForgottenWhenTheyAreSilentOrUnwanted() throws Exception {
    remember(lists, from("a.example"), ANNA, BOB);
    remember(lists, from("b.example"), ANNA);
    lists.forget(ANNA, from("a.example").arriving().header());
    assertThat(lists.softened(from("a.example"), ANNA)).isEmpty();
    assertThat(lists.softened(from("a.example"), BOB)).isPresent();
    clock.pass(Duration.ofDays(399));
    assertThat(lists.sweep(clock.now())).isZero();
    remember(lists, from("b.example"), ANNA);
    clock.pass(Duration.ofDays(2));
    assertThat(lists.sweep(clock.now())).isEqualTo(1);
    assertThat(lists.softened(from("b.example"), ANNA)).isPresent();
  }

  @Test
  void whoeverTurnsItOffIsNotServed() throws Exception {
    Subscriptions off =
        new Subscriptions(store, boxes, new ListsConfig(false, 3, Duration.ofDays(400)));
    remember(lists, from("a.example"), ANNA);
    assertThat(off.softened(from("a.example"), ANNA)).isEmpty();
  }
}
