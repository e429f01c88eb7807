package mailroad.mailbox;

import static mailroad.mailbox.House.append;
import static mailroad.mailbox.House.draft;
import static mailroad.mailbox.House.text;
import static mailroad.mailbox.House.uids;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final Flags SEEN = Flags.of(Flag.SEEN);
  private static final Flags DELETED = Flags.of(Flag.DELETED);

  private House house;
  private Mailbox inbox;
  private Mailbox trash;

  @BeforeEach
  void open() throws Exception {
    house = House.open(House.small());
    inbox = house.inbox();
    trash = house.open("Trash");
  }

  private void fill(int messages) throws Exception {
    for (int i = 1; i <= messages; i++) {
      append(inbox, "message " + i);
    }
  }

  @Test
  void anEmptyMailboxHasNumbers() throws Exception {
    Status status = inbox.status();
    assertThat(status).isEqualTo(new Status(inbox.uidValidity(), 1, 1, 0, 0, 0, 0, 0, 0));
    assertThat(inbox.snapshot()).isEqualTo(new Snapshot(1, 1, List.of()));
    assertThat(inbox.changesSince(1).isEmpty()).isTrue();
  }

  @Test
  void appendGivesUidsInOrderAndKeepsFlagsDateAndContent() throws Exception {
    Draft one = draft(inbox, "one", SEEN);
    Draft two = draft(inbox, "two", Flags.of(Set.of(Flag.DRAFT), List.of("$Label1")));
    assertThat(inbox.append(List.of(one, two)))
        .isEqualTo(new Appended.Done(inbox.uidValidity(), List.of(1L, 2L)));
    assertThat(inbox.snapshot())
        .isEqualTo(
            new Snapshot(
                3,
                2,
                List.of(
                    new Message(1, 2, one.flags(), House.NOON, 3),
                    new Message(2, 2, two.flags(), House.NOON, 3))));
    assertThat(text(inbox, 2)).isEqualTo("two");
    assertThat(inbox.status()).isEqualTo(new Status(inbox.uidValidity(), 3, 2, 2, 2, 1, 0, 0, 6));
  }

  @Test
  void contentIsReadAtAnyPlaceAcrossHeadAndBlob() throws Exception {
    Draft plain = draft(inbox, "0123456789", Flags.NONE);
    byte[] head = "abc".getBytes(StandardCharsets.UTF_8);
    inbox.append(new Draft(head, plain.blob(), 4, 9, Flags.NONE, House.NOON));
    String whole = "abc456789";
    Content content = inbox.content(1).orElseThrow();
    assertThat(content.octets()).isEqualTo(9);
    for (int from = 0; from <= 10; from++) {
      for (int length = 0; length <= 11; length++) {
        byte[] into = new byte[13];
        int read = content.read(from, into, 1, length);
        String expected = from >= 9 ? "" : whole.substring(from, Math.min(9, from + length));
        assertThat(new String(into, 1, read, StandardCharsets.UTF_8)).isEqualTo(expected);
      }
    }
    assertThat(content.asOctets().range(2, 3)).asString().isEqualTo("c45");
    assertThat(inbox.content(2)).isEmpty();
  }

  @Test
  void storeChangesFlagsAndCountsThem() throws Exception {
    fill(20);
    long before = inbox.status().modseq();
    Stored stored = inbox.store(UidSet.of(2, 3, 99), FlagChange.add(SEEN.with(DELETED)));
    assertThat(stored.messages()).extracting(Message::uid).containsExactly(2L, 3L);
    assertThat(stored.messages()).allMatch(m -> m.modseq() == before + 1);
    assertThat(inbox.status().unseen()).isEqualTo(18);
    assertThat(inbox.status().deleted()).isEqualTo(2);
    inbox.store(UidSet.all(), FlagChange.replace(SEEN));
    assertThat(inbox.status().unseen()).isZero();
    assertThat(inbox.status().deleted()).isZero();
    assertThat(inbox.snapshot().messages()).allMatch(m -> m.flags().equals(SEEN));
  }

  @Test
  void flagsThatStayAsTheyAreMakeNoChange() throws Exception {
    fill(2);
    inbox.store(UidSet.of(1), FlagChange.add(SEEN));
    long modseq = inbox.status().modseq();
    Stored stored = inbox.store(UidSet.of(1), FlagChange.add(SEEN));
    assertThat(stored.messages()).hasSize(1);
    assertThat(inbox.status().modseq()).isEqualTo(modseq);
  }

  /** RFC 7162 section 3.1.3. */
  @Test
  void storeLeavesAloneWhatChangedMeanwhile() throws Exception {
    fill(3);
    long modseq = inbox.status().modseq();
    inbox.store(UidSet.of(2), FlagChange.add(SEEN));
    Stored stored = inbox.store(UidSet.all(), FlagChange.add(DELETED), OptionalLong.of(modseq));
    assertThat(stored.messages()).extracting(Message::uid).containsExactly(1L, 3L);
    assertThat(stored.modified()).isEqualTo(UidSet.of(2));
    assertThat(inbox.messages(UidSet.of(2)).getFirst().flags()).isEqualTo(SEEN);
  }

  @Test
  void keywordsOfAMessageAreBounded() throws Exception {
    fill(1);
    Flags many = Flags.of(Set.of(), List.of("a", "b", "c", "d", "e"));
    Stored stored = inbox.store(UidSet.of(1), FlagChange.add(many));
    assertThat(stored.messages().getFirst().flags().keywords()).containsExactly("a", "b", "c");
  }

  @Test
  void expungeRemovesForEver() throws Exception {
    fill(20);
    inbox.store(UidSet.range(5, 15), FlagChange.add(DELETED));
    assertThat(inbox.expungeDeleted(UidSet.range(1, 10))).isEqualTo(UidSet.range(5, 10));
    assertThat(inbox.expunge(UidSet.of(1, 7))).isEqualTo(UidSet.of(1));
    assertThat(uids(inbox)).hasSize(13).doesNotContain(1L, 5L, 10L).contains(11L);
    assertThat(inbox.content(5)).isEmpty();
    assertThat(house.sweep()).isEqualTo(7);
    assertThat(text(inbox, 11)).isEqualTo("message 11");
    assertThat(inbox.status().deleted()).isEqualTo(5);
    assertThat(append(inbox, "next")).isEqualTo(21);
  }

  @Test
  void copyKeepsFlagsDatesAndContentUntilTheLastIsGone() throws Exception {
    fill(15);
    inbox.store(UidSet.of(3), FlagChange.add(SEEN));
    Copied copied = inbox.copy(UidSet.of(3, 5, 77), trash);
    assertThat(copied)
        .isEqualTo(
            new Copied.Done(
                trash.uidValidity(), List.of(new Copied.Pair(3, 1), new Copied.Pair(5, 2))));
    inbox.expunge(UidSet.all());
    assertThat(house.sweep()).isEqualTo(13);
    assertThat(text(trash, 1)).isEqualTo("message 3");
    Message copy = trash.snapshot().messages().getFirst();
    assertThat(copy.flags()).isEqualTo(SEEN);
    assertThat(copy.internalDate()).isEqualTo(House.NOON);
    assertThat(house.mailboxes().usage().messages()).isEqualTo(2);
    trash.expunge(UidSet.all());
    assertThat(house.sweep()).isEqualTo(2);
    assertThat(house.mailboxes().usage().octets()).isZero();
  }

  @Test
  void aCopyIntoTheMailboxItselfEnds() throws Exception {
    fill(10);
    Copied copied = inbox.copy(UidSet.all(), inbox);
    assertThat(((Copied.Done) copied).pairs()).hasSize(10);
    assertThat(uids(inbox)).hasSize(20);
  }

  /** RFC 3501 section 6.4.7: all or none. */
  @Test
  void aCopyThatDoesNotFitLeavesNothingBehind() throws Exception {
    fill(20);
    house.directory.quota(House.JOE, 1_000_000, 35);
    assertThat(inbox.copy(UidSet.all(), trash)).isEqualTo(new Copied.OverQuota());
    assertThat(trash.snapshot().messages()).isEmpty();
    assertThat(house.mailboxes().usage().messages()).isEqualTo(20);
  }

  @Test
  void moveNeedsNoMoreRoom() throws Exception {
    fill(20);
    house.directory.quota(House.JOE, 1, 1);
    Copied moved = inbox.move(UidSet.range(1, 15), trash);
    assertThat(((Copied.Done) moved).pairs()).hasSize(15);
    assertThat(uids(inbox)).containsExactly(16L, 17L, 18L, 19L, 20L);
    assertThat(text(trash, 15)).isEqualTo("message 15");
    assertThat(house.sweep()).isZero();
    assertThat(house.mailboxes().usage().messages()).isEqualTo(20);
  }

  @Test
  void copyAndMoveIntoADeletedMailboxAreGone() throws Exception {
    fill(3);
    house.mailboxes().delete(MailboxName.of("Trash"));
    assertThat(inbox.copy(UidSet.all(), trash)).isEqualTo(new Copied.Gone());
    assertThat(inbox.move(UidSet.all(), trash)).isEqualTo(new Copied.Gone());
    assertThat(uids(inbox)).hasSize(3);
  }

  @Test
  void changesTellWhatIsNewChangedAndGone() throws Exception {
    fill(10);
    Snapshot snapshot = inbox.snapshot();
    append(inbox, "new");
    inbox.store(UidSet.of(2, 4), FlagChange.add(SEEN));
    inbox.expunge(UidSet.of(4, 9));
    append(inbox, "new and gone");
    inbox.expunge(UidSet.of(12));
    Changes changes = inbox.changesSince(snapshot.modseq());
    assertThat(changes.changed()).extracting(Message::uid).containsExactly(2L, 11L);
    assertThat(changes.vanished()).isEqualTo(UidSet.of(4, 9, 12));
    assertThat(changes.uidNext()).isEqualTo(13);
    assertThat(inbox.changesSince(changes.modseq()).isEmpty()).isTrue();
  }

  /** RFC 7162 section 3.2.6: a server that no longer knows may name more than was there. */
  @Test
  void changesAreStillRightWhenTheLogWasCut() throws Exception {
    fill(5);
    long modseq = inbox.status().modseq();
    inbox.expunge(UidSet.of(2));
    for (int i = 0; i < 600; i++) {
      FlagChange change = i % 2 == 0 ? FlagChange.add(SEEN) : FlagChange.remove(SEEN);
      inbox.store(UidSet.of(3), change);
    }
    Box box = new Box(inbox.uidValidity());
    assertThat(house.store.range(Store.Range.under(box.log(), 10_000))).hasSizeBetween(300, 600);
    Changes changes = inbox.changesSince(modseq);
    assertThat(changes.changed()).extracting(Message::uid).containsExactly(3L);
    assertThat(changes.vanished()).isEqualTo(UidSet.of(2));
    // What the log still has is told exactly.
    Changes late = inbox.changesSince(changes.modseq() - 100);
    assertThat(late.changed()).hasSize(1);
    assertThat(late.vanished()).isEqualTo(UidSet.NONE);
  }

  /** RFC 3501 section 2.3.2: the first session that is told of a message has it as recent, and no other. */
  @Test
  void recentBelongsToWhoeverClaimsFirst() throws Exception {
    fill(3);
    assertThat(inbox.status().recent()).isEqualTo(3);
    assertThat(inbox.claimRecent()).isEqualTo(UidSet.range(1, 3));
    assertThat(inbox.claimRecent()).isEqualTo(UidSet.NONE);
    assertThat(inbox.status().recent()).isZero();
    append(inbox, "four");
    append(inbox, "five");
    inbox.expunge(UidSet.of(2, 4));
    assertThat(inbox.status().recent()).isEqualTo(1);
    assertThat(inbox.claimRecent()).isEqualTo(UidSet.range(4, 5));
    assertThat(inbox.status().recent()).isZero();
  }

  @Test
  void quotaBoundsAppends() throws Exception {
    house.directory.quota(House.JOE, 10, 3);
    append(inbox, "12345");
    assertThat(inbox.append(draft(inbox, "123456", Flags.NONE)))
        .isEqualTo(new Appended.OverQuota());
    append(inbox, "12345");
    append(inbox, "");
    assertThat(inbox.append(draft(inbox, "", Flags.NONE))).isEqualTo(new Appended.OverQuota());
    inbox.expunge(UidSet.of(1));
    append(inbox, "1234");
    assertThat(house.mailboxes().usage()).isEqualTo(new Usage(9, 10, 3, 3));
    // Less than what is there: nothing more comes in, and everything may go out.
    house.directory.quota(House.JOE, 0, 0);
    inbox.store(UidSet.all(), FlagChange.add(DELETED));
    assertThat(inbox.expungeDeleted(UidSet.all()).size()).isEqualTo(3);
  }

  @Test
  void deliverIsPartOfTheCallersBatch() throws Exception {
    Key queued = Key.of("queue", "x");
    house.store.commit(new Batch().put(queued, new byte[0]));
    Batch batch = new Batch().delete(queued);
    Filing filing = inbox.deliver(batch, draft(inbox, "mail", Flags.NONE));
    assertThat(inbox.snapshot().messages()).isEmpty();
    Store.Commit.Done done = (Store.Commit.Done) house.store.commit(batch);
    assertThat(filing.uid(done)).isEqualTo(1);
    assertThat(house.store.get(queued)).isEmpty();
    assertThat(text(inbox, 1)).isEqualTo("mail");
  }

  @Test
  void deliverSaysWhyABatchWasRefused() throws Exception {
    house.directory.quota(House.JOE, 3, 10);
    Batch tooMuch = new Batch();
    Filing full = inbox.deliver(tooMuch, draft(inbox, "mail", Flags.NONE));
    Store.Commit.Refused refused = (Store.Commit.Refused) house.store.commit(tooMuch);
    assertThat(full.isOverQuota(refused)).isTrue();
    assertThat(full.isGone(refused)).isFalse();

    Batch late = new Batch();
    Filing gone = trash.deliver(late, draft(trash, "x", Flags.NONE));
    house.mailboxes().delete(MailboxName.of("Trash"));
    Store.Commit.Refused alsoRefused = (Store.Commit.Refused) house.store.commit(late);
    assertThat(gone.isGone(alsoRefused)).isTrue();
    assertThat(gone.isOverQuota(alsoRefused)).isFalse();
  }

  @Test
  void twoDeliveriesMayShareABatch() throws Exception {
    Batch batch = new Batch();
    Filing one = inbox.deliver(batch, draft(inbox, "one", Flags.NONE));
    Filing two = inbox.deliver(batch, draft(inbox, "two", Flags.NONE));
    Filing three = trash.deliver(batch, draft(trash, "three", Flags.NONE));
    Store.Commit.Done done = (Store.Commit.Done) house.store.commit(batch);
    assertThat(List.of(one.uid(done), two.uid(done), three.uid(done))).containsExactly(1L, 2L, 1L);
    assertThat(inbox.changesSince(1).changed()).hasSize(2);
  }

  @Test
  void aWatchRingsWhenSomethingHappens() throws Exception {
    try (Store.Watch watch = inbox.watch()) {
      long seen = watch.bell().rings();
      append(inbox, "one");
      assertThat(watch.bell().await(seen, Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void whatWasCommittedStandsAfterACrash() throws Exception {
    fill(10);
    inbox.expunge(UidSet.of(3));
    House again = house.afterCrash();
    assertThat(uids(again.inbox())).hasSize(9).doesNotContain(3L);
    assertThat(text(again.inbox(), 10)).isEqualTo("message 10");
    assertThat(append(again.inbox(), "eleven")).isEqualTo(11);
  }
}
