package mailroad.mailbox;

import static mailroad.mailbox.House.draft;
import static mailroad.mailbox.House.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many tasks at one mailbox: nothing is lost, nothing is there twice, and the counters stay right. */
class MailboxConcurrencyTest {
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private World world;
  private House house;

  @BeforeEach
  void open() throws Exception {
    world = new RealWorld((_, e) -> failures.add(e));
    MailboxConfig config = House.small();
    house = House.over(world, store(world), config);
  }

  /** The engine that is tested. */
  Store store(World some) throws Exception {
    return new MemoryStore(some);
  }

  @AfterEach
  void nothingFailed() throws Exception {
    house.store.close();
    assertThat(failures).isEmpty();
  }

  private void together(int tasks, IntBody body) throws InterruptedException {
    List<Task> started = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int number = i;
      started.add(world.start("task " + i, () -> body.run(number)));
    }
    for (Task task : started) {
      task.join();
    }
    assertThat(failures).isEmpty();
  }

  private interface IntBody {
    void run(int number) throws Exception;
  }

  @Test
  void tasksThatAppendAtOnceEachGetOtherUids() throws Exception {
    Set<Long> uids = ConcurrentHashMap.newKeySet();
    together(
        16,
        number -> {
          Mailbox inbox = house.inbox();
          long last = 0;
          for (int i = 0; i < 25; i++) {
            long uid = House.append(inbox, number + " " + i);
            assertThat(uid).isGreaterThan(last);
            assertThat(uids.add(uid)).isTrue();
            last = uid;
          }
        });
    assertThat(house.inbox().status().messages()).isEqualTo(400);
    assertThat(house.inbox().changesSince(1).changed()).hasSize(400);
  }

  @Test
  void theQuotaHoldsHoweverManyAskAtOnce() throws Exception {
    house.directory.quota(House.JOE, 1_000_000, 50);
    AtomicInteger refused = new AtomicInteger();
    together(
        10,
        number -> {
          Mailbox mailbox = house.open(number % 2 == 0 ? "INBOX" : "Sent");
          for (int i = 0; i < 10; i++) {
            Appended appended = mailbox.append(draft(mailbox, "x", Flags.NONE));
            if (appended instanceof Appended.OverQuota) {
              refused.incrementAndGet();
            }
          }
        });
    assertThat(refused).hasValue(50);
    assertThat(house.mailboxes().usage().messages()).isEqualTo(50);
  }

  @Test
  void flagsOfOneMessageThatManyChangeAreAllKept() throws Exception {
    MailboxConfig roomy = MailboxConfig.DEFAULT;
    House many = House.over(world, house.store, roomy);
    House.append(many.inbox(), "one");
    together(
        20,
        number -> {
          Flags mine = Flags.of(Set.of(), List.of("word" + number));
          many.inbox().store(UidSet.all(), FlagChange.add(mine));
        });
    assertThat(many.inbox().snapshot().messages().getFirst().flags().keywords()).hasSize(20);
    assertThat(many.inbox().status().unseen()).isEqualTo(1);
  }

  @Test
  void eachMessageIsExpungedOnceAndClaimedOnce() throws Exception {
    for (int i = 0; i < 60; i++) {
      House.append(house.inbox(), "message " + i);
    }
    ConcurrentLinkedQueue<Long> expunged = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Long> claimed = new ConcurrentLinkedQueue<>();
    together(
        8,
        number -> {
          Mailbox inbox = house.inbox();
          inbox.claimRecent().stream().forEach(claimed::add);
          UidSet all = inbox.expunge(UidSet.range(1, 40 + number));
          all.stream().forEach(expunged::add);
        });
    assertThat(expunged).doesNotHaveDuplicates().hasSize(47);
    assertThat(claimed).doesNotHaveDuplicates();
    assertThat(house.inbox().status().messages()).isEqualTo(13);
    assertThat(house.inbox().status().recent()).isZero();
    assertThat(house.mailboxes().usage().messages()).isEqualTo(13);
  }

  @Test
  void aMessageThatManyMoveIsInOnePlace() throws Exception {
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      House.append(house.inbox(), "message " + i);
      texts.add("message " + i);
    }
    List<String> names = List.of("Archive", "Junk", "Trash", "Sent");
    together(
        4,
        number -> {
          house.inbox().move(UidSet.all(), house.open(names.get(number)));
          house.open(names.get(number)).move(UidSet.range(1, 5), house.inbox());
        });
    List<String> found = new ArrayList<>();
    for (Listed listed : house.mailboxes().list()) {
      Mailbox mailbox = house.mailboxes().open(listed.name()).orElseThrow();
      for (Message message : mailbox.snapshot().messages()) {
        found.add(text(mailbox, message.uid()));
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(texts);
  }

  @Test
  void whoFollowsTheChangesKnowsWhatIsThereWhateverTheOthersDo() throws Exception {
    List<Observer> observers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      observers.add(new Observer(house.inbox()));
    }
    AtomicInteger appended = new AtomicInteger();
    together(
        9,
        number -> {
          if (number < 3) {
            for (int i = 0; i < 60; i++) {
              observers.get(number).look();
            }
          } else {
            act(new Random(number), appended);
          }
        });
    for (Observer observer : observers) {
      observer.mustKnowAll();
    }
    mustAddUp(house.inbox());
    mustAddUp(house.open("Archive"));
    assertThat(appended).hasPositiveValue();
    house.sweep();
    for (Message message : house.inbox().snapshot().messages()) {
      assertThat(text(house.inbox(), message.uid())).startsWith("text");
    }
  }

  private void act(Random random, AtomicInteger appended) throws Exception {
    Mailbox inbox = house.inbox();
    Mailbox archive = house.open("Archive");
    for (int i = 0; i < 40; i++) {
      long last = inbox.status().uidNext();
      long first = 1 + random.nextLong(last);
      UidSet uids = UidSet.range(first, first + random.nextInt(12));
      switch (random.nextInt(7)) {
        case 0, 1 -> {
          House.append(inbox, "text " + appended.incrementAndGet());
          House.append(inbox, "text " + appended.incrementAndGet(), Flag.SEEN);
        }
        case 2 -> inbox.store(uids, FlagChange.add(Flags.of(Flag.SEEN)));
        case 3 -> inbox.store(uids, FlagChange.replace(Flags.of(Flag.DELETED)));
        case 4 -> inbox.copy(uids, archive);
        case 5 -> archive.move(UidSet.range(1, 1L + random.nextInt(40)), inbox);
        default -> {
          if (random.nextInt(3) == 0) {
            inbox.expungeDeleted(uids);
          }
          inbox.claimRecent();
        }
      }
    }
  }

  private static void mustAddUp(Mailbox mailbox) throws Exception {
    List<Message> messages = mailbox.snapshot().messages();
    Status status = mailbox.status();
    assertThat(status.messages()).isEqualTo(messages.size());
    assertThat(status.unseen())
        .isEqualTo(messages.stream().filter(m -> !m.flags().has(Flag.SEEN)).count());
    assertThat(status.deleted())
        .isEqualTo(messages.stream().filter(m -> m.flags().has(Flag.DELETED)).count());
    assertThat(status.octets()).isEqualTo(messages.stream().mapToLong(Message::octets).sum());
  }

  @Test
  void deliveriesRaceWithTheDeletionOfTheirMailbox() throws Exception {
    house.mailboxes().create(MailboxName.of("list"));
    Mailbox list = house.open("list");
    AtomicInteger filed = new AtomicInteger();
    together(
        6,
        number -> {
          if (number == 0) {
            house.mailboxes().delete(MailboxName.of("list"));
            return;
          }
          for (int i = 0; i < 20; i++) {
            Batch batch = new Batch();
            Filing filing = list.deliver(batch, draft(list, "x", Flags.NONE));
            switch (house.store.commit(batch)) {
              case Store.Commit.Done _ -> filed.incrementAndGet();
              case Store.Commit.Refused refused -> assertThat(filing.isGone(refused)).isTrue();
            }
          }
        });
    assertThat(filed.get()).isLessThanOrEqualTo(100);
    assertThat(list.snapshot().messages()).isEmpty();
    assertThat(house.mailboxes().usage().messages()).isZero();
    house.sweep();
    assertThat(house.store.range(Store.Range.under(Box.PURGES, 10))).isEmpty();
  }

  @Test
  void namesThatManyChangeAtOnceStayATree() throws Exception {
    together(
        6,
        number -> {
          Random random = new Random(number);
          for (int i = 0; i < 25; i++) {
            MailboxName a = name(random);
            MailboxName b = name(random);
            switch (random.nextInt(3)) {
              case 0 -> house.mailboxes().create(a);
              case 1 -> house.mailboxes().delete(a);
              default -> {
                if (!a.isInbox()) {
                  house.mailboxes().rename(a, b);
                }
              }
            }
          }
        });
    List<Listed> list = house.mailboxes().list();
    assertThat(list).hasSizeLessThanOrEqualTo(house.config.mailboxesMax());
    Set<MailboxName> names = list.stream().map(Listed::name).collect(Collectors.toSet());
    Set<Long> validities = new HashSet<>();
    for (Listed listed : list) {
      if (listed.kind() == Listed.Kind.SELECTABLE) {
        Mailbox mailbox = house.mailboxes().open(listed.name()).orElseThrow();
        assertThat(validities.add(mailbox.uidValidity())).isTrue();
        assertThat(mailbox.isThere()).isTrue();
      }
      assertThat(listed.name().parent()).isIn(java.util.Optional.empty(), parentIn(names, listed));
    }
  }

  private static java.util.Optional<MailboxName> parentIn(Set<MailboxName> names, Listed listed) {
    return listed.name().parent().filter(names::contains);
  }

  private static MailboxName name(Random random) {
    String[] levels = {"a", "b", "c"};
    String name = levels[random.nextInt(3)];
    return MailboxName.of(random.nextBoolean() ? name : name + "/" + levels[random.nextInt(3)]);
  }
}
