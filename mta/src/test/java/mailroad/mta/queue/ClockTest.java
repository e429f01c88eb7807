package mailroad.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A next hop that rests, on a clock that goes back. */
class ClockTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void aClockThatGoesBackKeepsNoNextHopShutA20() {
    Lane lane = new Lane("b.example", FlowConfig.DEFAULT, 10, 10);
    assertThat(lane.rests(NOW)).isFalse();
    lane.failed("silent", Optional.of(NOW.plusSeconds(300)), 0, NOW);
    assertThat(lane.rests(NOW.plusSeconds(299))).isTrue();
    assertThat(lane.rests(NOW.minusSeconds(30))).isTrue();
    assertThat(lane.rests(NOW.plusSeconds(300))).isFalse();
    assertThat(lane.rests(NOW.minus(Duration.ofDays(400)))).isFalse();
  }
}
