package mailroad.store.contract;

import static mailroad.store.contract.UnderTest.octets;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import mailroad.kernel.Task;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import org.junit.jupiter.api.Test;

/** Watches: a bell rings for what changed under a prefix. */
interface WatchContract extends BatchContract {
  Duration LONG = Duration.ofSeconds(30);
  int RINGS_FOR_ALL_MAX = 10;

  @Test
  default void ringsForKeysUnderThePrefix() throws Exception {
    try (Store.Watch watch = store().watch(Key.of("box", 1))) {
      long seen = watch.bell().rings();
      done(new Batch().put(Key.of("box", 1, "message"), octets("x")));
      assertThat(watch.bell().await(seen, LONG)).isTrue();
      seen = watch.bell().rings();
      done(new Batch().delete(Key.of("box", 1, "message")));
      assertThat(watch.bell().await(seen, LONG)).isTrue();
      seen = watch.bell().rings();
      done(new Batch().add(Key.of("box", 1), 1));
      assertThat(watch.bell().await(seen, LONG)).isTrue();
    }
  }

  @Test
  default void ringsForItemsOfQueues() throws Exception {
    try (Store.Watch watch = store().watch(Key.of("message"))) {
      long seen = watch.bell().rings();
      done(new Batch().schedule("q", Key.of("message", 7), Instant.EPOCH));
      assertThat(watch.bell().await(seen, LONG)).isTrue();
    }
  }

  @Test
  default void tellsWhichOfSeveralPrefixesWereTouched() throws Exception {
    Key one = Key.of("box", 1);
    Key two = Key.of("box", 2);
    try (Store.Watch watch = store().watch(List.of(one, two, A))) {
      boolean exact = false;
      // An engine that has just begun to listen to others, or polls, may ring for all now and then.
      for (int attempt = 0; attempt < RINGS_FOR_ALL_MAX && !exact; attempt++) {
        watch.touched();
        long seen = watch.bell().rings();
        done(new Batch().put(Key.of("box", 1, "message"), octets("x")).put(A, octets("y")));
        assertThat(watch.bell().await(seen, LONG)).isTrue();
        Set<Key> touched = watch.touched();
        assertThat(touched).contains(one, A);
        exact = !touched.contains(two) && watch.touched().isEmpty();
      }
      assertThat(exact).isTrue();
    }
  }

  @Test
  default void wakesATaskThatWaits() throws Exception {
    try (Store.Watch watch = store().watch(A)) {
      long seen = watch.bell().rings();
      Task waiter =
          world()
              .start(
                  "waiter",
                  () -> {
                    assertThat(watch.bell().await(seen, LONG)).isTrue();
                    done(new Batch().put(B, octets("woken")));
                  });
      done(new Batch().put(A, octets("x")));
      waiter.join();
      assertThat(text(B)).isEqualTo("woken");
    }
  }

  @Test
  default void ringsForAllWhoWatch() throws Exception {
    try (Store.Watch one = store().watch(A);
        Store.Watch two = store().watch(A);
        Store.Watch all = store().watch(Key.of())) {
      long first = one.bell().rings();
      long second = two.bell().rings();
      long third = all.bell().rings();
      done(new Batch().put(A, octets("x")));
      assertThat(one.bell().await(first, LONG)).isTrue();
      assertThat(two.bell().await(second, LONG)).isTrue();
      assertThat(all.bell().await(third, LONG)).isTrue();
    }
  }

  @Test
  default void ringsNoMoreOnceClosed() throws Exception {
    Store.Watch watch = store().watch(A);
    watch.close();
    watch.close();
    long seen = watch.bell().rings();
    done(new Batch().put(A, octets("x")));
    assertThat(watch.bell().rings()).isEqualTo(seen);
  }

  @Test
  default void ringsForWhoBeginsToWatchWhenNobodyDoesAnyMore() throws Exception {
    store().watch(Key.of("box")).close();
    done(new Batch().put(Key.of("box", 1), octets("x")));
    try (Store.Watch watch = store().watch(Key.of("box"))) {
      long seen = watch.bell().rings();
      done(new Batch().put(Key.of("box", 2), octets("x")));
      assertThat(watch.bell().await(seen, LONG)).isTrue();
      assertThat(watch.touched()).containsExactly(Key.of("box"));
    }
  }

  @Test
  default void wakesAllWhenTheStoreEnds() throws Exception {
    Store.Watch watch = store().watch(A);
    long seen = watch.bell().rings();
    store().close();
    assertThat(watch.bell().await(seen, LONG)).isTrue();
    watch.close();
  }
}
