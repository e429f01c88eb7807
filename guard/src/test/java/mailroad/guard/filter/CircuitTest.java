package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import mailroad.guard.filter.Circuit.Permit;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final Circuit.Rules RULES =
      new Circuit.Rules(3, Duration.ofSeconds(30), Duration.ofSeconds(100), Duration.ofSeconds(20));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Circuit circuit = Circuit.closed();

  private Permit ask() {
    Circuit.Answer answer = circuit.ask(now, RULES);
    circuit = answer.circuit();
    return answer.permit();
  }

  private void fail(Permit permit) {
    circuit = circuit.failed(permit, now, RULES);
  }

  private void after(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void open() {
    for (int i = 0; i < 3; i++) {
      fail(ask());
    }
  }

  @Test
  void staysClosedWhileFailuresAreNotInARow() {
    for (int i = 0; i < 10; i++) {
      fail(ask());
      fail(ask());
      circuit = circuit.answered(ask());
    }
    assertThat(ask()).isEqualTo(Permit.USUAL);
  }

  @Test
  void opensAfterSoManyFailuresInARow() {
    open();
    assertThat(ask()).isEqualTo(Permit.NONE);
    after(29);
    assertThat(ask()).isEqualTo(Permit.NONE);
  }

  @Test
  void letsOneTryAndClosesWhenItIsAnswered() {
    open();
    after(30);
    assertThat(ask()).isEqualTo(Permit.TRY);
    assertThat(ask()).isEqualTo(Permit.NONE);
    circuit = circuit.answered(Permit.TRY);
    assertThat(ask()).isEqualTo(Permit.USUAL);
    fail(Permit.USUAL);
    assertThat(ask()).isEqualTo(Permit.USUAL);
  }

  @Test
  void waitsTwiceAsLongAfterEachTryThatFailsAndNeverLongerThanTheLongest() {
    open();
    for (int pause : new int[] {30, 60, 100, 100}) {
      after(pause - 1);
      assertThat(ask()).isEqualTo(Permit.NONE);
      after(1);
      assertThat(ask()).isEqualTo(Permit.TRY);
      fail(Permit.TRY);
    }
  }

  @Test
  void thoseWhoAskedBeforeItOpenedChangeNothing() {
    open();
    Circuit opened = circuit;
    fail(Permit.USUAL);
    assertThat(circuit).isEqualTo(opened);
    assertThat(circuit.answered(Permit.USUAL)).isEqualTo(opened);
    after(30);
    assertThat(ask()).isEqualTo(Permit.TRY);
    fail(Permit.USUAL);
    assertThat(circuit.answered(Permit.USUAL)).isInstanceOf(Circuit.HalfOpen.class);
  }

  @Test
  void aTryThatWasGivenUpLeavesRoomForAnother() {
    open();
    after(30);
    assertThat(ask()).isEqualTo(Permit.TRY);
    circuit = circuit.abandoned(Permit.TRY, now);
    assertThat(ask()).isEqualTo(Permit.TRY);
  }

  @Test
  void aTryThatNobodyHeardOfAgainLeavesRoomForAnother() {
    open();
    after(30);
    assertThat(ask()).isEqualTo(Permit.TRY);
    after(19);
    assertThat(ask()).isEqualTo(Permit.NONE);
    after(1);
    assertThat(ask()).isEqualTo(Permit.TRY);
  }
}
