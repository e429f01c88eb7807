package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import org.junit.jupiter.api.Test;

class GateTest {
  private final World world = House.world();

  @Test
  void letsAFewInAtATimeAndAllInTheEnd() throws Exception {
    Gate gate = new Gate(world, 3, 1_000);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger through = new AtomicInteger();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(
          world.start(
              "visitor",
              () -> {
                assertThat(gate.enter()).isTrue();
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.yield();
                inside.decrementAndGet();
                gate.leave();
                through.incrementAndGet();
              }));
    }
    for (Task task : tasks) {
      task.join();
    }
    assertThat(through).hasValue(200);
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void turnsAwayWhenTooManyWait() throws Exception {
    Gate gate = new Gate(world, 1, 1);
    assertThat(gate.enter()).isTrue();
    Task waiting =
        world.start(
            "waiting",
            () -> {
              assertThat(gate.enter()).isTrue();
              gate.leave();
            });
    while (gate.waiting() == 0) {
      Thread.onSpinWait();
    }
    assertThat(gate.enter()).isFalse();
    gate.leave();
    waiting.join();
    assertThat(gate.enter()).isTrue();
  }

  @Test
  void whoGivesUpWaitingMakesRoomForAnother() throws Exception {
    Gate gate = new Gate(world, 1, 1);
    assertThat(gate.enter()).isTrue();
    Task waiting = world.start("waiting", gate::enter);
    while (gate.waiting() == 0) {
      Thread.onSpinWait();
    }
    waiting.cancel();
    waiting.join();
    assertThat(gate.waiting()).isZero();
    gate.leave();
    assertThat(gate.enter()).isTrue();
  }
}
