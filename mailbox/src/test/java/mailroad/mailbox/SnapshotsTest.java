package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/** Who selects a mailbox again reads only what has changed since. */
class SnapshotsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static Message message(long uid, long modseq) {
    return new Message(uid, modseq, Flags.NONE, NOON, 1);
  }

  private static Snapshot snapshot(int messages) {
    List<Message> all = new ArrayList<>();
    for (int uid = 1; uid <= messages; uid++) {
      all.add(message(uid, uid));
    }
    return new Snapshot(messages + 1, messages, all);
  }

  @Test
  void takesWhatHasChangedAndLeavesTheRest() {
    Snapshot before = snapshot(4);
    Changes changes = new Changes(9, 7, List.of(message(2, 8), message(6, 9)), UidSet.of(1, 3, 5));
    Snapshot after = Snapshots.brought(before, changes);
    assertThat(after)
        .isEqualTo(
            new Snapshot(7, 9, List.of(message(2, 8), before.messages().get(3), message(6, 9))));
  }

  @Test
  void keepsNoMoreMessagesThanItMay() {
    Snapshots snapshots = new Snapshots(10);
    snapshots.keep(new Box(1), snapshot(4));
    snapshots.keep(new Box(2), snapshot(4));
    snapshots.of(new Box(1));
    snapshots.keep(new Box(3), snapshot(4));
    assertThat(snapshots.of(new Box(1))).isPresent();
    assertThat(snapshots.of(new Box(2))).isEmpty();
    assertThat(snapshots.of(new Box(3))).isPresent();
    snapshots.keep(new Box(4), snapshot(11));
    assertThat(snapshots.of(new Box(4))).isEmpty();
    assertThat(snapshots.of(new Box(3))).isPresent();
  }

  @Test
  void keepsTheNewerOfTwo() {
    Snapshots snapshots = new Snapshots(10);
    snapshots.keep(new Box(1), snapshot(5));
    snapshots.keep(new Box(1), snapshot(4));
    assertThat(snapshots.of(new Box(1)).orElseThrow().modseq()).isEqualTo(5);
  }

  @Test
  void whatASessionChangesInManyIsNotReadAgain() throws Exception {
    World world = House.world();
    AtomicLong entries = new AtomicLong();
    House house =
        House.over(world, counted(new MemoryStore(world), entries), MailboxConfig.DEFAULT);
    Mailbox inbox = house.inbox();
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      drafts.add(House.draft(inbox, "message " + i, Flags.NONE));
    }
    inbox.append(drafts);
    inbox.snapshot();
    inbox.store(UidSet.range(50, 300), FlagChange.add(Flags.of(Flag.SEEN)));
    inbox.store(UidSet.range(1, 100), FlagChange.add(Flags.of(Flag.FLAGGED)));
    entries.set(0);
    Snapshot snapshot = inbox.snapshot();
    assertThat(entries.get()).isLessThan(20);
    assertThat(snapshot.messages()).isEqualTo(inbox.messages(UidSet.all()));
    assertThat(snapshot.modseq()).isEqualTo(inbox.status().modseq());
    House.append(inbox, "one more");
    inbox.store(UidSet.range(1, 401), FlagChange.add(Flags.of(Flag.DRAFT)));
    assertThat(inbox.snapshot().messages()).isEqualTo(inbox.messages(UidSet.all())).hasSize(401);
  }

  @Test
  void whoComesBackReadsWhatHasChangedAndNotTheWholeMailbox() throws Exception {
    World world = House.world();
    AtomicLong entries = new AtomicLong();
    House house =
        House.over(world, counted(new MemoryStore(world), entries), MailboxConfig.DEFAULT);
    Mailbox inbox = house.inbox();
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      drafts.add(House.draft(inbox, "message " + i, Flags.NONE));
    }
    inbox.append(drafts);
    long left = inbox.snapshot().modseq();
    for (int uid = 1; uid <= 20; uid++) {
      inbox.store(UidSet.of(uid * 10), FlagChange.add(Flags.of(Flag.SEEN)));
      inbox.expunge(UidSet.of(uid * 10 + 1));
    }
    entries.set(0);
    assertThat(inbox.snapshot().messages()).hasSize(980);
    assertThat(inbox.vanishedSince(left).orElseThrow().size()).isEqualTo(20);
    assertThat(entries.get()).isLessThan(200);
  }

  /** Counts the entries that are read in ranges. */
  private static Store counted(Store store, AtomicLong entries) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(store, arguments);
                if (result instanceof List<?> list) {
                  entries.addAndGet(list.size());
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void readsAMailboxTheSameWayEachTime() throws Exception {
    House house = House.open();
    Mailbox inbox = house.inbox();
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      drafts.add(House.draft(inbox, "message " + i, Flags.NONE));
    }
    inbox.append(drafts);
    inbox.snapshot();
    inbox.store(UidSet.of(3), FlagChange.add(Flags.of(Flag.SEEN)));
    inbox.expunge(UidSet.of(4, 10));
    assertThat(inbox.snapshot().messages()).isEqualTo(inbox.messages(UidSet.all()));
  }
}
