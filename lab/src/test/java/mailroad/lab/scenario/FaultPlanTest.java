package mailroad.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Duration OVER = Duration.ofHours(1);
  private static final FaultPlan.Occasion OCCASION =
      new FaultPlan.Occasion(
          List.of("root", "mail-a", "mail-b"),
          List.of(
              new FaultPlan.Road(Duration.ZERO, "desk", List.of("mail-a")),
              new FaultPlan.Road(Duration.ofMinutes(59), "desk", List.of("mail-a", "mail-b"))),
          OVER);

  private static FaultPlan draw(long seed) {
    return FaultPlan.draw(OCCASION, 10, new SplittableRandom(seed));
  }

  @Test
  void drawsEveryKindOfFaultWithinItsTime() {
    Set<Class<?>> kinds = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      FaultPlan plan = draw(seed);
      assertThat(plan.faults()).hasSizeLessThanOrEqualTo(10);
      assertThat(plan.faults()).isSortedAccordingTo(Comparator.comparing(Fault::at));
      for (Fault fault : plan.faults()) {
        assertThat(fault.at()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(fault.at().plus(fault.lasts())).isLessThanOrEqualTo(OVER);
        kinds.add(fault.getClass());
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(Fault.class.getPermittedSubclasses());
  }

  @Test
  void oneSeedDrawsOnePlan() {
    assertThat(draw(42)).isEqualTo(draw(42));
    assertThat(draw(42)).isNotEqualTo(draw(43));
  }
}
