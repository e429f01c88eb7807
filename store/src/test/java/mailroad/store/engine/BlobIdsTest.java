package mailroad.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mailroad.kernel.World;
import org.junit.jupiter.api.Test;

class BlobIdsTest {
  private static final long MILLIS = Instant.parse("2031-05-04T03:02:01Z").toEpochMilli();

  private final Random random = new Random(1);

  private World at(long millis) {
    return (World)
        Proxy.newProxyInstance(
            World.class.getClassLoader(),
            new Class<?>[] {World.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "now" -> Instant.ofEpochMilli(millis);
                  case "random" -> random;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void laterNamesSortBehindEarlierOnes() {
    List<String> names =
        LongStream.range(MILLIS, MILLIS + 1_000)
            .mapToObj(millis -> BlobIds.next(at(millis)).value())
            .toList();
    assertThat(names).isSorted();
  }

  @Test
  void namesOfOneMomentDiffer() {
    World world = at(MILLIS);
    assertThat(Stream.generate(() -> BlobIds.next(world)).limit(1_000)).doesNotHaveDuplicates();
  }
}
