package mailroad.mailbox;

import static mailroad.mailbox.House.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import mailroad.kernel.World;
import mailroad.mailbox.Model.Folder;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random acts on real mailboxes and on a plain model: both must always tell the same. */
class MailboxModelTest {
  private static final List<String> NAMES = List.of("INBOX", "Archive", "Trash");
  private static final List<Flags> FLAGS =
      List.of(
          Flags.of(Flag.SEEN),
          Flags.of(Flag.DELETED),
          Flags.of(Flag.SEEN, Flag.FLAGGED),
          Flags.of(Set.of(), List.of("$Junk")),
          Flags.NONE);

  private final Model model = new Model();
  private final Map<String, Observer> observers = new HashMap<>();
  private House house;
  private Random random;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void agreesWithTheModel(long seed) throws Exception {
    random = new Random(seed);
    World world = House.world();
    house = House.over(world, open(world), House.small());
    for (String name : NAMES) {
      observers.put(name, new Observer(house.open(name)));
    }
    for (int act = 0; act < 150; act++) {
      act("act %d of seed %d".formatted(act, seed));
      if (act % 10 == 9) {
        compare();
      }
      if (act == 75) {
        house = House.over(world, reopen(house.store), House.small());
        observers.replaceAll((name, _) -> observer(name));
      }
    }
    compare();
    empty();
    house.store.close();
  }

  private void empty() throws Exception {
    long content = model.folders.values().stream().mapToLong(f -> f.mails.size()).sum();
    house.sweep();
    assertThat(house.mailboxes().usage().messages()).isEqualTo(content);
    for (String name : NAMES) {
      house.open(name).expunge(UidSet.all());
    }
    assertThat(house.mailboxes().usage().octets()).isZero();
  }

  /** The engine that is tested. */
  Store open(World world) throws Exception {
    return new MemoryStore(world);
  }

  /** The same content, as the next start of the program finds it. */
  Store reopen(Store store) throws Exception {
    return ((MemoryStore) store).reopen();
  }

  private Observer observer(String name) {
    try {
      return new Observer(house.open(name));
    } catch (mailroad.store.StoreException e) {
      throw new AssertionError(e);
    }
  }

  private void act(String what) throws Exception {
    String name = one(NAMES);
    Mailbox real = house.open(name);
    Folder plain = model.folder(name);
    UidSet uids = uids(plain);
    Flags flags = one(FLAGS);
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> append(real, plain, flags, what);
      case 3 -> {
        FlagChange change = new FlagChange(one(List.of(FlagChange.Kind.values())), flags);
        Stored stored = real.store(uids, change);
        plain.store(uids, change);
        assertThat(stored.messages().stream().map(Message::uid))
            .as(what)
            .isEqualTo(plain.present(uids));
      }
      case 4 -> assertThat(real.expungeDeleted(uids)).as(what).isEqualTo(plain.expunge(uids, true));
      case 5 -> {
        UidSet few = uids.and(UidSet.range(1, plain.uidNext / 3 + 1));
        assertThat(real.expunge(few)).as(what).isEqualTo(plain.expunge(few, false));
      }
      case 6, 7 -> {
        String target = one(NAMES);
        boolean move = random.nextBoolean();
        Mailbox to = house.open(target);
        Copied copied = move ? real.move(uids, to) : real.copy(uids, to);
        List<Copied.Pair> pairs = plain.copy(uids, model.folder(target), move);
        assertThat(copied).as(what).isEqualTo(new Copied.Done(to.uidValidity(), pairs));
      }
      case 8 -> assertThat(real.claimRecent()).as(what).isEqualTo(plain.claimRecent());
      default -> throw new AssertionError();
    }
    if (random.nextInt(4) == 0) {
      observers.get(name).look();
    }
  }

  private void append(Mailbox real, Folder plain, Flags flags, String what) throws Exception {
    List<Draft> drafts = new ArrayList<>();
    List<Long> uids = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      String text = what + " message " + i;
      drafts.add(House.draft(real, text, flags));
      uids.add(plain.append(text, flags));
    }
    assertThat(real.append(drafts)).isEqualTo(new Appended.Done(real.uidValidity(), uids));
  }

  private void compare() throws Exception {
    for (String name : NAMES) {
      Mailbox real = house.open(name);
      Folder plain = model.folder(name);
      Snapshot snapshot = real.snapshot();
      assertThat(snapshot.messages().stream().map(Message::uid))
          .containsExactlyElementsOf(plain.mails.keySet());
      for (Message message : snapshot.messages()) {
        assertThat(message.flags()).isEqualTo(plain.mails.get(message.uid()).flags());
        assertThat(text(real, message.uid())).isEqualTo(plain.mails.get(message.uid()).text());
      }
      Status status = real.status();
      assertThat(status.uidNext()).isEqualTo(plain.uidNext);
      assertThat(status.messages()).isEqualTo(plain.mails.size());
      assertThat(status.unseen()).isEqualTo(plain.mails.size() - plain.count(Flag.SEEN));
      assertThat(status.deleted()).isEqualTo(plain.count(Flag.DELETED));
      assertThat(status.recent()).isEqualTo(plain.mails.tailMap(plain.recentFrom, true).size());
      observers.get(name).mustKnowAll();
    }
  }

  private UidSet uids(Folder folder) {
    return switch (random.nextInt(4)) {
      case 0 -> UidSet.all();
      case 1 -> UidSet.of(1 + random.nextLong(folder.uidNext));
      case 2 -> {
        long first = 1 + random.nextLong(folder.uidNext);
        yield UidSet.range(first, first + random.nextInt(10));
      }
      default -> UidSet.of(random.longs(1 + random.nextInt(6), 1, folder.uidNext + 1).toArray());
    };
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
