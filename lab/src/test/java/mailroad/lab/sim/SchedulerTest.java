package mailroad.lab.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import mailroad.kernel.Bell;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private final Simulation simulation = new Simulation(7);
  private final World world = simulation.world("a");
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    simulation.close();
  }

  private void see(String what) {
    seen.add(simulation.elapsed() + " " + what);
  }

  @Test
  void timeGoesOnOnlyWhereAllRest() {
    world.start(
        "slow",
        () -> {
          world.sleep(Duration.ofDays(5));
          see("slow");
        });
    world.start(
        "quick",
        () -> {
          world.sleep(Duration.ofSeconds(1));
          see("quick");
        });
    simulation.run(Duration.ofDays(6));
    assertThat(seen).containsExactly("PT1S quick", "PT120H slow");
    assertThat(simulation.elapsed()).isEqualTo(Duration.ofDays(6));
    assertThat(world.now()).isEqualTo(Instant.parse("2026-03-07T12:00:00Z"));
  }

  @Test
  void stopsInTheMiddleAndGoesOn() {
    world.start(
        "ticks",
        () -> {
          for (int i = 0; i < 4; i++) {
            world.sleep(Duration.ofMinutes(1));
            see("tick");
          }
        });
    simulation.run(Duration.ofSeconds(150));
    assertThat(seen).containsExactly("PT1M tick", "PT2M tick");
    simulation.run(Duration.ofSeconds(30));
    assertThat(seen).hasSize(3);
    simulation.run(Duration.ofHours(1));
    assertThat(seen).hasSize(4);
  }

  @Test
  void runsUntilAConditionHolds() {
    world.start(
        "ticks",
        () -> {
          while (true) {
            world.sleep(Duration.ofMinutes(1));
            see("tick");
          }
        });
    assertThat(simulation.runUntil(() -> seen.size() == 3, Duration.ofHours(1))).isTrue();
    assertThat(simulation.elapsed()).isEqualTo(Duration.ofMinutes(3));
    assertThat(simulation.runUntil(() -> seen.size() == 9, Duration.ofMinutes(5))).isFalse();
    assertThat(simulation.elapsed()).isEqualTo(Duration.ofMinutes(8));
  }

  @Test
  void seedsTryDifferentOrders() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      try (Simulation one = new Simulation(seed)) {
        List<String> order = new ArrayList<>();
        for (String name : List.of("x", "y", "z")) {
          one.world("a").start(name, () -> order.add(name));
        }
        one.run(Duration.ofSeconds(1));
        orders.add(order);
      }
    }
    assertThat(orders).hasSize(6);
  }

  @Test
  void joinWaitsForTheEnd() throws Exception {
    simulation.play(
        Duration.ofHours(1),
        () -> {
          Task task = world.start("work", () -> world.sleep(Duration.ofSeconds(10)));
          assertThat(task.join(Duration.ofSeconds(4))).isFalse();
          see("not yet");
          task.join();
          see("done");
          assertThat(task.ended()).isTrue();
          assertThat(task.join(Duration.ZERO)).isTrue();
        });
    assertThat(seen).containsExactly("PT4S not yet", "PT10S done");
  }

  @Test
  void aBellWakesAllWhoWait() {
    Bell bell = world.bell();
    for (int i = 0; i < 3; i++) {
      world.start("waiter", () -> see(bell.await(0, Duration.ofMinutes(1)) ? "rang" : "silent"));
    }
    world.start(
        "ringer",
        () -> {
          world.sleep(Duration.ofSeconds(5));
          bell.ring();
        });
    simulation.run(Duration.ofMinutes(2));
    assertThat(seen).containsExactly("PT5S rang", "PT5S rang", "PT5S rang");
    assertThat(bell.rings()).isEqualTo(1);
  }

  @Test
  void aRingBeforeTheWaitIsNotLost() throws Exception {
    Bell bell = world.bell();
    long before = bell.rings();
    bell.ring();
    simulation.play(
        Duration.ofMinutes(1),
        () -> {
          assertThat(bell.await(before, Duration.ofSeconds(10))).isTrue();
          assertThat(simulation.elapsed()).isZero();
          assertThat(bell.await(bell.rings(), Duration.ofSeconds(10))).isFalse();
          assertThat(simulation.elapsed()).isEqualTo(Duration.ofSeconds(10));
        });
  }

  @Test
  void theDriverMayRingBetweenRuns() {
    Bell bell = world.bell();
    world.start("waiter", () -> see(bell.await(0, Duration.ofDays(1)) ? "rang" : "silent"));
    simulation.run(Duration.ofHours(1));
    bell.ring();
    simulation.run(Duration.ofHours(1));
    assertThat(seen).containsExactly("PT1H rang");
  }

  @Test
  void cancelEndsAWait() {
    Task task =
        world.start(
            "sleeper",
            () -> {
              try {
                world.sleep(Duration.ofDays(1));
              } catch (InterruptedException e) {
                see("cancelled");
                throw e;
              }
            });
    world.start(
        "canceller",
        () -> {
          world.sleep(Duration.ofSeconds(3));
          task.cancel();
          task.join();
          see("joined");
        });
    simulation.run(Duration.ofDays(2));
    assertThat(seen).containsExactly("PT3S cancelled", "PT3S joined");
    assertThat(simulation.failures()).isEmpty();
  }

  @Test
  void cancelBeforeTheStartEndsTheFirstWait() {
    Task task =
        world.start(
            "late",
            () -> {
              see("starts");
              world.sleep(Duration.ofDays(1));
              see("never");
            });
    task.cancel();
    simulation.run(Duration.ofDays(2));
    assertThat(seen).containsExactly("PT0S starts");
  }

  @Test
  void cancelIsRememberedByATaskThatIsReady() throws Exception {
    Bell bell = world.bell();
    Task task =
        world.start(
            "waiter",
            () -> {
              assertThat(bell.await(0, Duration.ofDays(1))).isTrue();
              see("rang");
              world.sleep(Duration.ofDays(1));
              see("never");
            });
    simulation.play(
        Duration.ofHours(1),
        () -> {
          simulation.world(Simulation.LAB).sleep(Duration.ofSeconds(1));
          bell.ring();
          task.cancel();
          task.join();
        });
    assertThat(seen).containsExactly("PT1S rang");
  }

  @Test
  void anExceptionEndsItsTaskAloneAndIsReported() {
    world.start(
        "broken",
        () -> {
          throw new IllegalStateException("a bug");
        });
    world.start("sound", () -> see("runs"));
    simulation.run(Duration.ofSeconds(1));
    assertThat(seen).containsExactly("PT0S runs");
    assertThat(simulation.failures()).hasSize(1);
    TaskFailure failure = simulation.failures().getFirst();
    assertThat(failure.isBug()).isTrue();
    assertThat(failure.task()).isEqualTo("broken");
    assertThat(simulation.log()).contains("a/broken fails: java.lang.IllegalStateException: a bug");
  }

  @Test
  void aScenarioThrowsToItsDriver() {
    assertThatThrownBy(() ->
            simulation.play(
                Duration.ofSeconds(1),
                () -> {
                  throw new java.io.IOException("as it happens");
                }))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("as it happens");
  }

  @Test
  void aDeadlockIsReportedWithWhoWaitsForWhat() {
    Task[] two = new Task[2];
    two[0] = world.start("hen", () -> two[1].join());
    two[1] = world.start("egg", () -> two[0].join());
    assertThatThrownBy(() -> simulation.run(Duration.ofDays(1)))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("a/hen waits for the end of task#2 a/egg")
        .hasMessageContaining("a/egg waits for the end of task#1 a/hen");
  }

  @Test
  void aConditionThatNothingCanMakeTrueIsReported() {
    assertThatThrownBy(() -> simulation.runUntil(() -> false, Duration.ofDays(1)))
        .isInstanceOf(SimulationFailure.class)
        .hasMessageContaining("nothing can happen any more");
  }

  @Test
  void tasksThatNeverLetTimePassAreReported() {
    try (Simulation strict =
        new Simulation(1, SimulationConfig.DEFAULT.withTurns(1000, Duration.ofSeconds(30)))) {
      World busy = strict.world("a");
      busy.start(
          "busy",
          () -> {
            while (true) {
              busy.sleep(Duration.ZERO);
            }
          });
      assertThatThrownBy(() -> strict.run(Duration.ofSeconds(1)))
          .isInstanceOf(SimulationFailure.class)
          .hasMessageContaining("without time going on")
          .hasMessageContaining("a/busy");
    }
  }

  @Test
  void waitingOutsideTheWorldIsReportedWithItsStack() {
    try (Simulation strict =
        new Simulation(1, SimulationConfig.DEFAULT.withTurns(1000, Duration.ofSeconds(5)))) {
      CountDownLatch never = new CountDownLatch(1);
      strict.world("a").start("stuck", never::await);
      assertThatThrownBy(() -> strict.run(Duration.ofSeconds(1)))
          .isInstanceOf(SimulationFailure.class)
          .hasMessageContaining("a/stuck waits for something outside the World")
          .cause()
          .satisfies(where ->
              assertThat(where.getStackTrace())
                  .anyMatch(frame -> frame.getClassName().contains("CountDownLatch")));
      assertThatThrownBy(() -> strict.run(Duration.ofSeconds(1)))
          .isInstanceOf(SimulationFailure.class);
    }
  }

  @Test
  void onlyTasksMayBlock() {
    assertThatThrownBy(() -> world.sleep(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only a task");
  }

  @Test
  void randomnessComesFromTheSeedAndTheMachine() {
    try (Simulation same = new Simulation(7);
        Simulation other = new Simulation(8)) {
      long drawn = world.random().nextLong();
      assertThat(same.world("a").random().nextLong()).isEqualTo(drawn);
      assertThat(same.world("b").random().nextLong()).isNotEqualTo(drawn);
      assertThat(other.world("a").random().nextLong()).isNotEqualTo(drawn);
    }
  }
}
