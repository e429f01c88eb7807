package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who works off what is asked for, and what of it at once. */
class GroupTaskTest {
  /** A request whose answer is the thread that worked it off. */
  private record Asked(String name, Answer<Thread> answer) implements GroupTask.Request {
    Asked(String name) {
      this(name, new Answer<>());
    }

    @Override
    public long octets() {
      return 1;
    }

    @Override
    public void fail(StoreException failure) {
      answer.fail(failure);
    }
  }

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final List<List<String>> groups = new CopyOnWriteArrayList<>();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private final GroupTask<Asked> task = new GroupTask<>(world, "test", 100, 1 << 20, this::work);

  private void work(List<Asked> group) {
    assertThat(atOnce.incrementAndGet()).isEqualTo(1);
    groups.add(group.stream().map(Asked::name).toList());
    if (group.getFirst().name().equals("slow")) {
      begun.countDown();
      await(mayGoOn);
    }
    atOnce.decrementAndGet();
    group.forEach(one -> one.answer().give(Thread.currentThread()));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Thread submitted(String name) throws StoreException {
    Asked asked = new Asked(name);
    task.submit(asked);
    return asked.answer().await();
  }

  @AfterEach
  void close() {
    mayGoOn.countDown();
    task.close();
  }

  @Test
  void whoComesWhileNobodyWorksMayDoItAlone() throws Exception {
    Asked asked = new Asked("alone");
    assertThat(task.tryAlone(asked)).isTrue();
    assertThat(asked.answer().await()).isSameAs(Thread.currentThread());
    assertThat(submitted("handed over")).isNotSameAs(Thread.currentThread());
    assertThat(task.tryAlone(new Asked("alone again"))).isTrue();
  }

  @Test
  void whileAnotherWorksAloneWhatIsHandedOverWaits() throws Exception {
    Task slow = world.start("slow", () -> task.tryAlone(new Asked("slow")));
    begun.await();
    List<Asked> others = List.of(new Asked("a"), new Asked("b"));
    assertThat(task.tryAlone(others.getFirst())).isFalse();
    others.forEach(task::submit);
    assertThat(groups).containsExactly(List.of("slow"));
    mayGoOn.countDown();
    for (Asked other : others) {
      other.answer().await();
    }
    slow.join();
    assertThat(groups.stream().flatMap(List::stream)).containsExactly("slow", "a", "b");
  }

  @Test
  void nobodyWorksBesideTheTask() throws Exception {
    Asked slow = new Asked("slow");
    task.submit(slow);
    begun.await();
    assertThat(task.tryAlone(new Asked("alone"))).isFalse();
    mayGoOn.countDown();
    assertThat(slow.answer().await()).isNotSameAs(Thread.currentThread());
    assertThat(groups).containsExactly(List.of("slow"));
  }

  @Test
  void ofManyAtOnceEachIsAnsweredOnceAndNoTwoAreUnderWay() throws Exception {
    List<Task> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String caller = "caller " + i;
      callers.add(
          world.start(
              caller,
              () -> {
                for (int n = 0; n < 500; n++) {
                  Asked asked = new Asked(caller + ": " + n);
                  if (!task.tryAlone(asked)) {
                    task.submit(asked);
                  }
                  try {
                    asked.answer().await();
                  } catch (StoreException e) {
                    throw new AssertionError(e);
                  }
                }
              }));
    }
    for (Task caller : callers) {
      caller.join();
    }
    assertThat(groups.stream().flatMap(List::stream)).hasSize(4_000).doesNotHaveDuplicates();
  }

  @Test
  void onceClosedNobodyWorksAlone() {
    task.close();
    Asked late = new Asked("late");
    assertThat(task.tryAlone(late)).isFalse();
    task.submit(late);
    assertThatThrownBy(late.answer()::await)
        .isInstanceOf(StoreException.class)
        .hasMessage("the store is closed");
    assertThat(groups).isEmpty();
  }
}
