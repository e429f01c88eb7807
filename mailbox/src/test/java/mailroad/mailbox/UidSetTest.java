package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UidSetTest {
  @Test
  void joinsWhatTouches() {
    assertThat(UidSet.of(5, 1, 2, 3, 3)).hasToString("1:3,5");
    assertThat(UidSet.of()).isEqualTo(UidSet.NONE);
    assertThat(UidSet.range(7, 6)).isEqualTo(UidSet.NONE);
    assertThat(UidSet.all().size()).isEqualTo(4_294_967_295L);
  }

  @Test
  void agreesWithAPlainSet() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      TreeSet<Long> a = some(random);
      TreeSet<Long> b = some(random);
      UidSet setA = UidSet.of(a);
      UidSet setB = UidSet.of(b);
      assertThat(setA.stream().boxed()).containsExactlyElementsOf(a);
      assertThat(setA.size()).isEqualTo(a.size());
      for (long uid = 1; uid < 45; uid++) {
        assertThat(setA.contains(uid)).isEqualTo(a.contains(uid));
      }
      TreeSet<Long> both = new TreeSet<>(a);
      both.retainAll(b);
      assertThat(setA.and(setB)).isEqualTo(UidSet.of(both));
      TreeSet<Long> either = new TreeSet<>(a);
      either.addAll(b);
      assertThat(setA.with(setB)).isEqualTo(UidSet.of(either));
    }
  }

  private static TreeSet<Long> some(Random random) {
    return random
        .longs(random.nextInt(30), 1, 41)
        .boxed()
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
