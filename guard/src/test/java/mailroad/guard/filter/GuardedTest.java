package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.SteppedWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import org.junit.jupiter.api.Test;

class GuardedTest {
  private static final Duration LIMIT = Duration.ofSeconds(7);
  private static final Circuit.Rules RULES =
      new Circuit.Rules(2, Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(14));

  private final SteppedWorld world = new SteppedWorld(Instant.parse("2026-11-22T12:00:00Z"));
  private final Suspect letter = Letters.incoming(Letters.PLAIN);

  private static Terms terms(ClamdLine line) {
    return line.terms();
  }

  private Guarded guarded(OnFailure rule, Outside outside) {
    return guarded(world, rule, 4, outside);
  }

  private static Guarded guarded(World world, OnFailure rule, int connections, Outside outside) {
    ClamdLine line = ClamdLine.at("127.0.0.1:3310").within(1000, LIMIT, rule, connections);
    return new Guarded(world, terms(line), RULES, outside);
  }

  @Test
  void whatWasFoundStandsBehindHowLongItTook() throws InterruptedException {
    Evidence found = new Evidence("clamd-spam", 5, "spam");
    Opinion opinion =
        guarded(
                OnFailure.DEFER,
                (_, _) -> {
                  world.pass(Duration.ofMillis(12));
                  return Opinion.of(List.of(found));
                })
            .look(letter);
    assertThat(opinion.evidence())
        .extracting(one -> one.name() + " " + one.why().finding())
        .containsExactly("clamd-looked clamd looked at it for 12 ms", "clamd-spam spam");
    assertThat(opinion.demand()).isEmpty();
  }

  @Test
  void eachRuleForFailureIsFollowed() throws InterruptedException {
    Outside broken =
        (_, _) -> {
          throw new IOException("Connection refused");
        };
    Opinion accepted = guarded(OnFailure.ACCEPT, broken).look(letter);
    assertThat(accepted.demand()).isEmpty();
    assertThat(accepted.changes()).isEmpty();
    assertThat(accepted.evidence().getFirst().why().toString())
        .isEqualTo(
            """
            clamd said nothing of it: the message goes on, as its on-failure says  [127.0.0.1:3310]
              Connection refused, after 0 ms
            """);
    Opinion deferred = guarded(OnFailure.DEFER, broken).look(letter);
    assertThat(deferred.demand())
        .hasValueSatisfying(demand ->
            assertThat(((Demand.Refuse) demand).reply().toString())
                .isEqualTo("451 4.7.1 Cannot be checked now; try again later"));
    Opinion marked = guarded(OnFailure.MARK, broken).look(letter);
    assertThat(marked.demand()).isEmpty();
    assertThat(marked.changes())
        .containsExactly(new Change.AddField("Mailroad-Unchecked", "clamd"));
  }

  @Test
  void silenceAndNonsenseAreFailures() throws InterruptedException {
    Guarded silent =
        guarded(
            OnFailure.ACCEPT,
            (_, _) -> {
              throw new SocketTimeoutException();
            });
    assertThat(silent.look(letter).evidence().getFirst().why().toString())
        .contains("no answer within PT7S");
    Guarded nonsense =
        guarded(
            OnFailure.ACCEPT,
            (_, _) -> {
              throw new FilterException("it said \"moo\"");
            });
    assertThat(nonsense.look(letter).evidence().getFirst().why().toString()).contains("moo");
  }

  @Test
  void messagesTooLargeAreNotShown() throws InterruptedException {
    Guarded guarded =
        guarded(
            OnFailure.DEFER,
            (_, _) -> {
              throw new AssertionError("shown");
            });
    Opinion opinion = guarded.look(Letters.incoming("X: y\r\n\r\n" + "x".repeat(1000)));
    assertThat(opinion.evidence()).extracting(Evidence::name).containsExactly("clamd-too-large");
    assertThat(opinion.demand()).isEmpty();
  }

  @Test
  void whatFailsAgainAndAgainIsLeftAloneAndTriedAgainLater() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger(3);
    Guarded guarded =
        guarded(
            OnFailure.ACCEPT,
            (_, _) -> {
              asked.incrementAndGet();
              if (failures.getAndDecrement() > 0) {
                throw new IOException("broken");
              }
              return Opinion.NONE;
            });
    guarded.look(letter);
    guarded.look(letter);
    assertThat(guarded.look(letter).evidence().getFirst().why().toString())
        .contains("left alone, since it failed again and again");
    assertThat(asked).hasValue(2);
    world.pass(Duration.ofSeconds(30));
    guarded.look(letter); // the try, which fails too
    world.pass(Duration.ofSeconds(59));
    guarded.look(letter);
    assertThat(asked).hasValue(3);
    world.pass(Duration.ofSeconds(1));
    assertThat(guarded.look(letter).evidence().getFirst().name()).isEqualTo("clamd-looked");
    assertThat(guarded.look(letter).evidence().getFirst().name()).isEqualTo("clamd-looked");
    assertThat(asked).hasValue(5);
  }

  @Test
  void aSessionThatIsCancelledIsNoFailureOfTheFilter() throws InterruptedException {
    Guarded guarded =
        guarded(
            OnFailure.ACCEPT,
            (suspect, _) -> {
              if (suspect == letter) {
                throw new InterruptedIOException("cancelled");
              }
              return Opinion.NONE;
            });
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> guarded.look(letter)).isInstanceOf(InterruptedException.class);
    }
    assertThat(guarded.look(Letters.incoming(Letters.PLAIN)).evidence().getFirst().name())
        .isEqualTo("clamd-looked");
  }

  @Test
  void noMoreAreAskedAtOnceThanThereArePlaces() throws InterruptedException {
    World real = FakeProgram.WORLD;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Guarded guarded =
        guarded(
            real,
            OnFailure.ACCEPT,
            2,
            (_, _) -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.yield();
              inside.decrementAndGet();
              return Opinion.NONE;
            });
    List<Task> tasks =
        java.util.stream.IntStream.range(0, 50)
            .mapToObj(i -> real.start("look " + i, () -> guarded.look(letter)))
            .toList();
    for (Task task : tasks) {
      task.join();
    }
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void looksAtTheMailItIsMeantFor() {
    Guarded guarded = guarded(OnFailure.ACCEPT, (_, _) -> Opinion.NONE);
    assertThat(guarded.looksAt(letter)).isTrue();
    assertThat(guarded.looksAt(Letters.submitted(Letters.PLAIN))).isTrue();
  }
}
