package mailroad.guard.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The figures that docs/classifier.md states hold, with other seeds too. */
class FiguresTest {
  @Test
  void tellsMailOfKindsThatItLearned() throws Exception {
    for (long seed : new long[] {1, 2, 3}) {
      Figures figures = Figures.of(400, false, seed);
      assertThat(figures.falseJunk()).as("%s", figures).isLessThanOrEqualTo(figures.good() / 200);
      assertThat(figures.caught()).as("%s", figures).isGreaterThan(figures.spam() * 95 / 100);
      assertThat(figures.missed()).as("%s", figures).isLessThanOrEqualTo(figures.spam() / 100);
    }
  }

  /** {@code bench/classifier} asks. */
  @Test
  void writesTheTableWhereThatIsAsked() throws Exception {
    String page = System.getProperty("mailroad.figures", "");
    assumeTrue(!page.isEmpty(), "bench/classifier writes docs/classifier.md");
    Figures.write(Path.of(page));
  }

  @Test
  void takesLittleGoodMailOfUnknownKindsForJunk() throws Exception {
    for (long seed : new long[] {1, 2, 3}) {
      Figures figures = Figures.of(2_000, true, seed);
      assertThat(figures.falseJunk()).as("%s", figures).isLessThanOrEqualTo(figures.good() / 50);
      assertThat(figures.missed()).as("%s", figures).isLessThanOrEqualTo(figures.spam() / 4);
    }
  }
}
