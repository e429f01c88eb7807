package mailroad.lab.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import mailroad.app.command.Tool;
import mailroad.lab.topology.Topology;
import org.junit.jupiter.api.Test;

/** A seed that failed somewhere can be played again anywhere. */
class ReplayTest {
  private static final SeedConfig CONFIG = SeedConfig.DEFAULT.with(Topology.Kind.SERVICE_PROVIDER);

  @Test
  void aSeedPlaysTheSameTwiceByteForByte() {
    for (long seed = 1; seed <= 10; seed++) {
      SeedReport report = SeedRun.play(seed, CONFIG);
      assertThat(SeedRun.play(seed, CONFIG).log()).as("seed %d", seed).isEqualTo(report.log());
      assertThat(report.log()).contains("is connected", "udp", "letter 1");
    }
  }

  @Test
  void aSeedPlaysTheSameInAnotherProcess() throws Exception {
    long seed = 5;
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Other.class.getName(),
                    Long.toString(seed)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String log = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(log).isEqualTo(SeedRun.play(seed, CONFIG).log());
  }

  /** What runs there. */
  static final class Other {
    private Other() {}

    /** Prints the event log of a seed. */
    public static void main(String[] arguments) {
      byte[] log = SeedRun.play(Long.parseLong(arguments[0]), CONFIG).log().getBytes(UTF_8);
      System.out.write(log, 0, log.length);
      System.out.flush();
    }
  }

  @Test
  void theCommandLinePlaysSeeds() {
    assertThat(Tool.run("lab", "seeds", "--count", "2", "--from", "7")).isZero();
    assertThat(Tool.run("lab", "seed", "7", "--topology", "service-provider", "--no-log")).isZero();
    assertThat(Tool.run("lab", "seed", "seven")).isEqualTo(2);
    assertThat(Tool.run("lab", "seeds", "--topology", "nowhere")).isEqualTo(2);
  }
}
