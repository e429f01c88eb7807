package mailroad.store.contract;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store.Entry;
import mailroad.store.Store.Range;
import mailroad.store.StoreException;
import org.junit.jupiter.api.Test;

/** Ranges: order, limits, both directions. */
interface RangeContract extends UnderTest {
  private void putNumbers(int... numbers) throws StoreException {
    Batch batch = new Batch();
    for (int number : numbers) {
      batch.put(Key.of("n", number), octets("" + number));
    }
    done(batch);
  }

  private List<String> texts(Range range) throws StoreException {
    return store().range(range).stream()
        .map(entry -> new String(entry.value().bytes(), UTF_8))
        .toList();
  }

  @Test
  default void readsForwardsAndBackwards() throws StoreException {
    putNumbers(3, 1, -5, 20, 10);
    Range all = Range.under(Key.of("n"), 100);
    assertThat(texts(all)).containsExactly("-5", "1", "3", "10", "20");
    assertThat(texts(all.reversed())).containsExactly("20", "10", "3", "1", "-5");
  }

  @Test
  default void stopsAtTheLimit() throws StoreException {
    putNumbers(1, 2, 3, 4);
    assertThat(texts(Range.under(Key.of("n"), 2))).containsExactly("1", "2");
    assertThat(texts(Range.under(Key.of("n"), 2).reversed())).containsExactly("4", "3");
    assertThat(texts(Range.under(Key.of("n"), 0))).isEmpty();
    assertThatThrownBy(() -> Range.under(Key.of("n"), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void beginsAtAKeyAndEndsBeforeOne() throws StoreException {
    putNumbers(1, 2, 3, 4, 5);
    Key two = Key.of("n", 2);
    assertThat(texts(Range.from(two, Key.of("n"), 2))).containsExactly("2", "3");
    Range twoToFour = new Range(two, Optional.of(Key.of("n", 4)), 100, false);
    assertThat(texts(twoToFour)).containsExactly("2", "3");
    assertThat(texts(twoToFour.reversed())).containsExactly("3", "2");
    Range onwards = new Range(Key.of("n", 4), Optional.empty(), 100, false);
    assertThat(texts(onwards)).containsExactly("4", "5");
    assertThat(texts(onwards.reversed())).containsExactly("5", "4");
    assertThat(texts(new Range(Key.of("n", 4), Optional.of(two), 100, false))).isEmpty();
    assertThat(texts(new Range(two, Optional.of(two), 100, true))).isEmpty();
  }

  @Test
  default void staysUnderItsPrefix() throws StoreException {
    done(
        new Batch()
            .put(Key.of("box"), octets("box"))
            .put(Key.of("box", "a"), octets("a"))
            .put(Key.of("box", "a", 1), octets("a1"))
            .put(Key.of("box\0x"), octets("other"))
            .put(Key.of("boxes", "b"), octets("boxes")));
    assertThat(texts(Range.under(Key.of("box"), 100))).containsExactly("box", "a", "a1");
    assertThat(texts(Range.under(Key.of("box", "a"), 100))).containsExactly("a", "a1");
    assertThat(texts(Range.under(Key.of(), 100)))
        .containsExactly("box", "a", "a1", "other", "boxes");
  }

  @Test
  default void showsNothingButEntries() throws StoreException {
    mailroad.store.BlobId blob = blob(octets("content"));
    done(
        new Batch()
            .put(Key.of("a"), octets("1"))
            .schedule("queue", Key.of("a"), java.time.Instant.EPOCH)
            .reference(blob, Key.of("a")));
    assertThat(texts(new Range(Key.of(), Optional.empty(), 100, false))).containsExactly("1");
  }

  @Test
  default void sortsAsKeysDo() throws StoreException {
    SplittableRandom random = new SplittableRandom(20261122);
    TreeSet<Key> keys = new TreeSet<>();
    Batch batch = new Batch();
    for (int i = 0; i < 300; i++) {
      byte[] octets = new byte[random.nextInt(5)];
      random.nextBytes(octets);
      Key key =
          random.nextBoolean()
              ? Key.of("s", octets, random.nextLong())
              : Key.of("s", random.nextInt(10), new String(octets, UTF_8));
      if (keys.add(key)) {
        batch.put(key, key.encoded());
      }
    }
    done(batch);
    List<Key> all = new ArrayList<>(keys);
    assertThat(found(Range.under(Key.of("s"), 1000))).isEqualTo(all);
    for (int round = 0; round < 50; round++) {
      Key from = all.get(random.nextInt(all.size()));
      Key to = all.get(random.nextInt(all.size()));
      int limit = random.nextInt(40);
      List<Key> expected =
          from.compareTo(to) >= 0 ? List.of() : new ArrayList<>(keys.subSet(from, to));
      Range range = new Range(from, Optional.of(to), limit, false);
      assertThat(found(range)).isEqualTo(expected.stream().limit(limit).toList());
      List<Key> backwards = new ArrayList<>(expected);
      Collections.reverse(backwards);
      assertThat(found(range.reversed())).isEqualTo(backwards.stream().limit(limit).toList());
    }
  }

  private List<Key> found(Range range) throws StoreException {
    List<Key> keys = new ArrayList<>();
    for (Entry entry : store().range(range)) {
      assertThat(entry.value().bytes()).isEqualTo(entry.key().encoded());
      keys.add(entry.key());
    }
    return keys;
  }

  @Test
  default void tellsTheVersionsOfEntries() throws StoreException {
    putNumbers(1);
    putNumbers(2);
    for (Entry entry : store().range(Range.under(Key.of("n"), 10))) {
      assertThat(entry.value().version())
          .isEqualTo(store().get(entry.key()).orElseThrow().version());
    }
  }
}
