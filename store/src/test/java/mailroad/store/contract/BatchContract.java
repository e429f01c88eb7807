package mailroad.store.contract;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import mailroad.kernel.Task;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store.Commit;
import mailroad.store.Store.Entry;
import mailroad.store.Store.Range;
import mailroad.store.Store.Value;
import mailroad.store.StoreException;
import mailroad.store.ValueForm;
import org.junit.jupiter.api.Test;

/** Batches: whole or not at all, ops in their order, assertions, counters and slots. */
interface BatchContract extends UnderTest {
  Key A = Key.of("a");
  Key B = Key.of("b");
  Key COUNTER = Key.of("counter");

  @Test
  default void keepsWhatWasPut() throws StoreException {
    done(new Batch().put(A, octets("one")).put(B, new byte[0]));
    assertThat(text(A)).isEqualTo("one");
    assertThat(text(B)).isEmpty();
    assertThat(text(Key.of("c"))).isEqualTo("(absent)");
    done(new Batch().put(A, octets("two")).delete(B).delete(Key.of("never there")));
    assertThat(text(A)).isEqualTo("two");
    assertThat(text(B)).isEqualTo("(absent)");
  }

  @Test
  default void doesNothingAtAllWhenOneAssertionFails() throws StoreException {
    done(new Batch().put(A, octets("old")).add(COUNTER, 5));
    Batch.Op op =
        refused(
            new Batch()
                .put(A, octets("new"))
                .add(COUNTER, 1)
                .put(B, octets("new"))
                .delete(A)
                .assertAbsent(COUNTER));
    assertThat(op).isEqualTo(new Batch.AssertAbsent(COUNTER));
    assertThat(text(A)).isEqualTo("old");
    assertThat(text(B)).isEqualTo("(absent)");
    assertThat(number(COUNTER)).isEqualTo(5);
  }

  @Test
  default void seesEarlierOpsOfTheSameBatch() throws StoreException {
    done(
        new Batch()
            .assertAbsent(A)
            .put(A, octets("x"))
            .assertEqual(A, octets("x"))
            .delete(A)
            .assertAbsent(A)
            .put(A, octets("y"))
            .add(COUNTER, 2)
            .add(COUNTER, 3)
            .assertAtMost(COUNTER, 5));
    assertThat(text(A)).isEqualTo("y");
    assertThat(number(COUNTER)).isEqualTo(5);
  }

  @Test
  default void assertsThatAKeyIsAbsent() throws StoreException {
    done(new Batch().assertAbsent(A).put(A, octets("1")));
    assertThat(refused(new Batch().assertAbsent(A).put(A, octets("2"))))
        .isEqualTo(new Batch.AssertAbsent(A));
    assertThat(text(A)).isEqualTo("1");
  }

  @Test
  default void assertsThatAValueIsEqual() throws StoreException {
    assertThat(refused(new Batch().assertEqual(A, octets("1"))))
        .isInstanceOf(Batch.AssertEqual.class);
    done(new Batch().put(A, octets("1")));
    done(new Batch().assertEqual(A, octets("1")).put(A, octets("2")));
    assertThat(refused(new Batch().assertEqual(A, octets("1"))))
        .isInstanceOf(Batch.AssertEqual.class);
  }

  @Test
  default void assertsThatAVersionHasNotChanged() throws StoreException {
    assertThat(refused(new Batch().assertVersion(A, 1))).isEqualTo(new Batch.AssertVersion(A, 1));
    done(new Batch().assertVersion(A, 0).put(A, octets("1")));
    long first = store().get(A).orElseThrow().version();
    done(new Batch().assertVersion(A, first).put(A, octets("1")));
    long second = store().get(A).orElseThrow().version();
    assertThat(second).isGreaterThan(first);
    assertThat(refused(new Batch().assertVersion(A, first)))
        .isEqualTo(new Batch.AssertVersion(A, first));
    assertThat(refused(new Batch().assertVersion(A, 0))).isEqualTo(new Batch.AssertVersion(A, 0));
  }

  @Test
  default void givesAKeyThatComesBackAHigherVersion() throws StoreException {
    done(new Batch().put(A, octets("1")));
    long first = store().get(A).orElseThrow().version();
    done(new Batch().delete(A));
    done(new Batch().put(A, octets("1")));
    assertThat(store().get(A).orElseThrow().version()).isGreaterThan(first);
  }

  @Test
  default void changesNoVersionOfOtherKeys() throws StoreException {
    done(new Batch().put(A, octets("1")).put(B, octets("1")));
    long before = store().get(A).orElseThrow().version();
    done(new Batch().put(B, octets("2")).delete(Key.of("c")));
    assertThat(store().get(A).orElseThrow().version()).isEqualTo(before);
  }

  @Test
  default void boundsACounter() throws StoreException {
    done(new Batch().add(COUNTER, 90).assertAtMost(COUNTER, 100));
    assertThat(refused(new Batch().add(COUNTER, 11).assertAtMost(COUNTER, 100)))
        .isEqualTo(new Batch.AssertAtMost(COUNTER, 100));
    done(new Batch().add(COUNTER, 10).assertAtMost(COUNTER, 100));
    done(new Batch().assertAtMost(Key.of("no counter"), 0));
    assertThat(number(COUNTER)).isEqualTo(100);
  }

  @Test
  default void countsBelowZero() throws StoreException {
    done(new Batch().add(COUNTER, -3));
    done(new Batch().add(COUNTER, Long.MIN_VALUE + 3));
    assertThat(number(COUNTER)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  default void buildsKeysAndValuesFromSlots() throws StoreException {
    done(new Batch().put(Key.of("uid"), mailroad.store.Counters.encode(41)));
    Batch batch = new Batch();
    Batch.Slot uid = batch.addAndGet(Key.of("uid"), 1);
    Batch.Slot modseq = batch.addAndGet(Key.of("modseq"), 10);
    batch.put(
        Key.of("message").form("inbox", uid, "x"),
        ValueForm.of(new byte[] {8, 1}).fixed64(2, modseq).fixed64(100, uid));
    Commit.Done done = done(batch);
    assertThat(done.slots()).containsExactly(42L, 10L);
    assertThat(done.slot(uid)).isEqualTo(42);
    assertThat(store().get(Key.of("message", "inbox", 42, "x")).orElseThrow().bytes())
        .isEqualTo(
            ByteBuffer.allocate(21)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {8, 1, 2 << 3 | 1})
                .putLong(10)
                .put(new byte[] {(byte) 0xA1, 6}) // field 100: two octets
                .putLong(42)
                .array());
  }

  @Test
  default void refusesToCountWhatIsNoCounter() throws StoreException {
    done(new Batch().put(A, octets("text")));
    assertThatThrownBy(() -> store().commit(new Batch().put(B, octets("1")).add(A, 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(text(A)).isEqualTo("text");
    assertThat(text(B)).isEqualTo("(absent)");
    done(new Batch().put(B, octets("still works")));
  }

  @Test
  default void refusesToCountBeyondTheLargestNumber() throws StoreException {
    done(new Batch().add(COUNTER, Long.MAX_VALUE));
    assertThatThrownBy(() -> store().commit(new Batch().add(COUNTER, 1)))
        .isInstanceOf(ArithmeticException.class);
    assertThat(number(COUNTER)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  default void doesAnEmptyBatch() throws StoreException {
    assertThat(done(new Batch()).slots()).isEmpty();
  }

  @Test
  default void keepsTheLargestKeyAndTheLargestValue() throws StoreException {
    byte[] value = new byte[Batch.VALUE_OCTETS_MAX];
    new java.util.SplittableRandom(1).nextBytes(value);
    byte[] unlikely = new byte[(Key.OCTETS_MAX - 2) / 2];
    new java.util.SplittableRandom(2).nextBytes(unlikely);
    Key key = Key.of("x".repeat(Key.OCTETS_MAX - 2));
    Key dense = Key.of((Object) unlikely);
    done(new Batch().put(key, value).put(dense, value));
    assertThat(store().get(key).orElseThrow().bytes()).isEqualTo(value);
    assertThat(store().get(dense).orElseThrow().bytes()).isEqualTo(value);
    assertThatThrownBy(() -> new Batch().put(A, new byte[Batch.VALUE_OCTETS_MAX + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void takesABatchOfManyOps() throws StoreException {
    Batch batch = new Batch();
    for (int i = 0; i < 5_000; i++) {
      batch.put(Key.of("many", i), octets("value " + i));
    }
    done(batch);
    assertThat(store().range(Range.under(Key.of("many"), 10_000)).stream().map(Entry::key))
        .hasSize(5_000)
        .isSorted();
  }

  @Test
  default void takesTheLargestBatch() throws StoreException {
    Batch batch = new Batch();
    byte[] value = new byte[Batch.VALUE_OCTETS_MAX];
    for (int i = 0; i < 99; i++) {
      batch.put(Key.of("large", i), value);
    }
    assertThatThrownBy(() -> batch.put(Key.of("large", 99), value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch larger than 10000000 octets");
    done(batch);
    assertThat(store().range(Range.under(Key.of("large"), 200))).hasSize(99);
  }

  @Test
  default void countsOnceForEachOfManyTasks() throws Exception {
    Set<Long> numbers = new ConcurrentSkipListSet<>();
    inTasks(
        8,
        task -> {
          for (int i = 0; i < 25; i++) {
            Batch batch = new Batch();
            Batch.Slot slot = batch.addAndGet(COUNTER, 1);
            batch.put(Key.of("made").form(slot), ValueForm.of(octets("by " + task)));
            batch.add(Key.of("by", task), 1);
            numbers.add(done(batch).slot(slot));
          }
        });
    assertThat(numbers)
        .isEqualTo(LongStream.rangeClosed(1, 200).boxed().collect(Collectors.toSet()));
    assertThat(store().range(Range.under(Key.of("made"), 1000))).hasSize(200);
    assertThat(number(COUNTER)).isEqualTo(200);
  }

  @Test
  default void letsOneOfManyTasksWin() throws Exception {
    Set<Integer> winners = new ConcurrentSkipListSet<>();
    inTasks(
        8,
        task -> {
          Batch batch = new Batch().assertAbsent(A).put(A, octets("task " + task));
          if (store().commit(batch) instanceof Commit.Done) {
            winners.add(task);
          }
        });
    assertThat(winners).hasSize(1);
    assertThat(text(A)).isEqualTo("task " + winners.iterator().next());
  }

  @Test
  default void movesBetweenCountersWithoutLoss() throws Exception {
    int accounts = 4;
    for (int i = 0; i < accounts; i++) {
      done(new Batch().add(Key.of("account", i), 100));
    }
    inTasks(
        6,
        task -> {
          for (int i = 0; i < 20; i++) {
            Key from = Key.of("account", (task + i) % accounts);
            Key to = Key.of("account", (task + i * 3 + 1) % accounts);
            store().commit(new Batch().add(from, -7).add(to, 7));
          }
        });
    long sum = 0;
    for (Entry entry : store().range(Range.under(Key.of("account"), 10))) {
      sum += entry.value().asLong();
    }
    assertThat(sum).isEqualTo(100L * accounts);
  }

  @Test
  default void letsVersionsGuardReadingAndWriting() throws Exception {
    done(new Batch().put(A, octets("0")));
    inTasks(
        4,
        task -> {
          for (int i = 0; i < 10; i++) {
            boolean changed = false;
            while (!changed) {
              Value value = store().get(A).orElseThrow();
              int next = Integer.parseInt(new String(value.bytes(), UTF_8)) + 1;
              Batch batch = new Batch().assertVersion(A, value.version()).put(A, octets("" + next));
              changed = store().commit(batch) instanceof Commit.Done;
            }
          }
        });
    assertThat(text(A)).isEqualTo("40");
  }

  /** Work that one of several tasks does. */
  interface Work {
    void of(int task) throws Exception;
  }

  /** Lets several tasks work at once, waits for all, and fails if one did. */
  default void inTasks(int count, Work work) throws Exception {
    List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int task = i;
      tasks.add(
          world()
              .start(
                  "task " + i,
                  () -> {
                    try {
                      work.of(task);
                    } catch (Exception | AssertionError e) {
                      failures.add(e);
                    }
                  }));
    }
    for (Task task : tasks) {
      task.join();
    }
    assertThat(failures).isEmpty();
  }
}
