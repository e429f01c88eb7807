package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Each numbered behaviour has the tests that the page names. A test may cite more than the page says; {@code
 * -Dmailroad.write=true} brings the page up to date.
 */
class BehavioursTest {
  private static final int BEHAVIOURS = 58;
  private static final int ATTACKS = 23;

  private static final Map<String, TreeSet<String>> CITED = Behaviours.cited();

  @Test
  void everyNumberHasItsRow() {
    assertThat(Behaviours.read().rows().keySet())
        .containsExactlyElementsOf(() ->
            IntStream.concat(
                    IntStream.rangeClosed(1, BEHAVIOURS), IntStream.rangeClosed(-ATTACKS, -1))
                .boxed()
                .sorted((a, b) ->
                    Integer.signum(b) - Integer.signum(a) != 0
                        ? Integer.signum(b) - Integer.signum(a)
                        : Math.abs(a) - Math.abs(b))
                .map(n -> n > 0 ? "R" + n : "A" + -n)
                .iterator());
  }

  @Test
  void whatTheTestsCiteIsThere() {
    assertThat(Behaviours.read().rows().keySet()).containsAll(CITED.keySet());
  }

  @Test
  void theTestsThatThePageNamesCiteTheNumber() {
    if (Boolean.getBoolean("mailroad.write")) {
      Sources.holds(Behaviours.PAGE, Behaviours.read().page(CITED));
    }
    Behaviours.read()
        .rows()
        .forEach((number, row) ->
            assertThat(CITED.getOrDefault(number, new TreeSet<>()))
                .as("tests of %s, as %s names them; or %s", number, Behaviours.PAGE, Sources.REPAIR)
                .containsAll(row.named()));
  }
}
