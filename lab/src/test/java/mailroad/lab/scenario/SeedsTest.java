package mailroad.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mailroad.lab.topology.Topology;
import org.junit.jupiter.api.Test;

/**
 * Whole worlds of mail under random faults: no letter is lost, none comes twice without a reason. A seed that
 * fails is printed; {@code mailroad lab seed SEED --topology NAME} plays it again.
 */
class SeedsTest {
  private static final int SEEDS = Integer.getInteger("mailroad.seeds", 150);

  @Test
  void lettersThroughACompanysHubSurviveEverything() {
    play(Topology.Kind.COMPANY_HUB);
  }

  @Test
  void lettersKeptByABackupSurviveEverything() {
    play(Topology.Kind.BACKUP_MX);
  }

  @Test
  void lettersBetweenTwoDomainsSurviveEverything() {
    play(Topology.Kind.TWO_DOMAINS);
  }

  @Test
  void lettersThroughProvidersSurviveEverything() {
    play(Topology.Kind.SERVICE_PROVIDER);
  }

  /** Passed on with a full disk, and then down: the server could not know that the letter had gone. */
  @Test
  void aReplyThatCouldNotBeWrittenDownIsAReasonForASecondCopy() {
    SeedReport report = SeedRun.play(313, SeedConfig.DEFAULT.with(Topology.Kind.TWO_DOMAINS));
    assertThat(report.isWell()).as(report.toString()).isTrue();
  }

  private static void play(Topology.Kind kind) {
    SeedConfig config = SeedConfig.DEFAULT.with(kind);
    List<String> bad = new ArrayList<>();
    int faults = 0;
    int copies = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      SeedReport report = SeedRun.play(seed, config);
      faults += report.plan().faults().size();
      copies += report.copies();
      if (!report.isWell()) {
        bad.add("mailroad lab seed %d --topology %s\n%s".formatted(seed, kind, report));
      }
    }
    assertThat(bad).as("seeds that went wrong, %d faults in all", faults).isEmpty();
    assertThat(faults).as("things went wrong").isGreaterThan(SEEDS);
    assertThat(copies).as("letters came").isGreaterThan(SEEDS);
  }
}
