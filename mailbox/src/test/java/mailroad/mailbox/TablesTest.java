package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import mailroad.records.TablePageRecord;
import mailroad.store.Batch;
import mailroad.store.DelegatingStore;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who opens a large mailbox after a start reads its table, and then what has happened since. */
class TablesTest {
  private final AtomicLong entries = new AtomicLong();
  private House house;
  private Mailbox inbox;

  @BeforeEach
  void fill() throws Exception {
    house = House.open();
    inbox = house.inbox();
    for (int part = 0; part < 10; part++) {
      List<Draft> drafts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Set<String> keywords = i % 3 == 0 ? Set.of("Work", "$Label" + i % 7) : Set.of();
        Flags flags = Flags.of(i % 2 == 0 ? Set.of(Flag.SEEN) : Set.of(), keywords);
        drafts.add(House.draft(inbox, "message " + i, flags));
      }
      inbox.append(drafts);
    }
  }

  /** The same mailbox after a start, with entries counted that are read. */
  private Mailbox restarted() throws Exception {
    Store again = ((MemoryStore) house.store).reopen();
    house =
        House.over(
            house.world,
            new DelegatingStore(again) {
              @Override
              public List<Entry> range(Range range) throws StoreException {
                List<Entry> found = super.range(range);
                entries.addAndGet(found.size());
                return found;
              }
            },
            MailboxConfig.DEFAULT);
    entries.set(0);
    inbox = house.inbox();
    return inbox;
  }

  private List<Message> all() throws StoreException {
    return inbox.messages(UidSet.all());
  }

  @Test
  void afterAStartFewValuesAreRead() throws Exception {
    Snapshot before = inbox.snapshot();
    assertThat(before.messages()).hasSize(5_000);
    assertThat(restarted().snapshot()).isEqualTo(before);
    assertThat(entries.get()).isLessThan(100);
  }

  @Test
  void whatHasHappenedSinceIsSeen() throws Exception {
    inbox.snapshot();
    inbox.store(UidSet.of(7, 4_999), FlagChange.add(Flags.of(Set.of(), List.of("Urgent"))));
    inbox.expunge(UidSet.of(1, 2_000, 5_000));
    House.append(inbox, "one more", Flag.FLAGGED);
    Snapshot after = restarted().snapshot();
    assertThat(after.messages()).isEqualTo(all()).hasSize(4_998);
    assertThat(after.modseq()).isEqualTo(inbox.status().modseq());
  }

  @Test
  void aTableThatIsNotWholeCountsAsAbsent() throws Exception {
    Snapshot before = inbox.snapshot();
    Box box = inbox.box();
    house.store.commit(new Batch().delete(box.tablePage(1)));
    assertThat(restarted().snapshot()).isEqualTo(before);
    byte[] foreign = TableForm.encode(1, before.messages().subList(0, 3)).toByteArray();
    house.store.commit(new Batch().put(box.tablePage(0), foreign));
    assertThat(House.over(house.world, house.store, house.config).inbox().snapshot())
        .isEqualTo(before);
    house.store.commit(new Batch().put(box.tablePage(0), new byte[] {1, 2, 3}));
    assertThat(House.over(house.world, house.store, house.config).inbox().snapshot())
        .isEqualTo(before);
  }

  @Test
  void itIsWrittenAnewWhenMuchHasChanged() throws Exception {
    long first = inbox.snapshot().modseq();
    inbox.store(UidSet.range(1, 50), FlagChange.add(Flags.of(Flag.FLAGGED)));
    inbox.snapshot();
    assertThat(modseqOfTable()).hasValue(first);
    inbox.store(UidSet.range(1, 500), FlagChange.add(Flags.of(Flag.ANSWERED)));
    long second = inbox.snapshot().modseq();
    assertThat(modseqOfTable()).hasValue(second);
    assertThat(restarted().snapshot().messages()).isEqualTo(all());
  }

  @Test
  void aMailboxThatHasBecomeSmallHasNone() throws Exception {
    inbox.snapshot();
    assertThat(modseqOfTable()).isPresent();
    inbox.expunge(UidSet.range(1, 4_900));
    assertThat(inbox.snapshot().messages()).hasSize(100);
    assertThat(modseqOfTable()).isEmpty();
    assertThat(restarted().snapshot().messages()).isEqualTo(all());
  }

  @Test
  void anOldOneIsPassedOver() throws Exception {
    inbox.snapshot();
    Tables tables = new Tables(house.store, MailboxConfig.DEFAULT.withLogEntriesMin(20));
    long now = inbox.status().modseq();
    assertThat(tables.read(inbox.box(), now + 20)).isPresent();
    assertThat(tables.read(inbox.box(), now + 21)).isEmpty();
  }

  private Optional<Long> modseqOfTable() throws StoreException {
    return new Tables(house.store, MailboxConfig.DEFAULT)
        .read(inbox.box(), inbox.status().modseq())
        .map(Snapshot::modseq);
  }

  @Test
  void everyPageComesBackAsItWas() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    List<Message> messages = new ArrayList<>();
    long uid = 0;
    for (int i = 0; i < 1_000; i++) {
      uid += 1 + random.nextInt(i % 50 == 0 ? 4_000_000 : 3);
      List<String> keywords = random.nextInt(4) == 0 ? List.of("a" + random.nextInt(5)) : List.of();
      messages.add(
          new Message(
              uid,
              random.nextLong(1L << 50),
              Flags.of(random.nextInt(32), keywords),
              Instant.ofEpochMilli(random.nextLong(-(1L << 45), 1L << 45)),
              random.nextLong(1L << 40)));
    }
    messages.add(new Message(UidSet.UID_MAX, 1, Flags.NONE, Instant.EPOCH, 0));
    Roll read = new Roll(Messages.NONE);
    assertThat(TableForm.decode(TableForm.encode(9, messages), read)).isTrue();
    assertThat(read).isEqualTo(messages);
  }

  @Test
  void aPageWhoseColumnsAreTooShortCountsAsAbsent() throws Exception {
    TablePageRecord page = TableForm.encode(9, inbox.snapshot().messages().subList(0, 300));
    Roll read = new Roll(Messages.NONE);
    assertThat(TableForm.decode(page.toBuilder().setMessages(301).build(), read)).isFalse();
    assertThat(TableForm.decode(page.toBuilder().clearOctets().build(), read)).isTrue(); // all 0
    assertThat(TableForm.decode(page.toBuilder().clearMessages().build(), read)).isFalse();
  }
}
