package mailroad.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final long SEED = 20261122;

  @Test
  void sortsAsItsTuplesDo() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 20_000; round++) {
      List<Object> a = tuple(random);
      List<Object> b = random.nextInt(3) == 0 ? changed(a, random) : tuple(random);
      int expected = compare(a, b);
      int found = Key.of(a.toArray()).compareTo(Key.of(b.toArray()));
      assertThat(Integer.signum(found)).as("seed %d: %s and %s", SEED, a, b).isEqualTo(expected);
    }
  }

  @Test
  void givesItsPartsBack() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 5_000; round++) {
      List<Object> tuple = tuple(random);
      Key.Reader reader = Key.of(tuple.toArray()).reader();
      for (Object part : tuple) {
        switch (part) {
          case String text -> assertThat(reader.text()).isEqualTo(text);
          case Long number -> assertThat(reader.number()).isEqualTo(number);
          case byte[] octets -> assertThat(reader.octets()).isEqualTo(octets);
          default -> throw new AssertionError(part);
        }
      }
      assertThat(reader.more()).isFalse();
    }
  }

  @Test
  void beginsWithItsPrefixesAndNoOtherKeys() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 20_000; round++) {
      List<Object> a = tuple(random);
      List<Object> b =
          random.nextBoolean() ? a.subList(0, random.nextInt(a.size() + 1)) : tuple(random);
      boolean expected = b.size() <= a.size() && compare(a.subList(0, b.size()), b) == 0;
      Key key = Key.of(a.toArray());
      Key prefix = Key.of(b.toArray());
      assertThat(key.startsWith(prefix)).as("%s begins with %s", a, b).isEqualTo(expected);
      boolean within = key.compareTo(prefix) >= 0 && key.compareTo(prefix.after()) < 0;
      assertThat(within).as("%s in the range of %s", a, b).isEqualTo(expected);
      assertThat(key.prefixes().contains(prefix)).isEqualTo(expected);
    }
  }

  @Test
  void takesTextWithZeroForOtherText() {
    assertThat(Key.of("a\0b").startsWith(Key.of("a"))).isFalse();
    assertThat(Key.of("a", "b").startsWith(Key.of("a"))).isTrue();
    assertThat(Key.of("a\0")).isLessThan(Key.of("a\0", 1)).isGreaterThan(Key.of("a", "z"));
  }

  @Test
  void readsMomentsInMilliseconds() {
    Instant moment = Instant.parse("2026-11-22T12:00:00.123Z");
    assertThat(Key.of(moment).reader().moment()).isEqualTo(moment);
    assertThat(Key.of(moment)).isLessThan(Key.of(moment.plusMillis(1)));
    assertThat(Key.of(Instant.EPOCH.minusSeconds(9))).isLessThan(Key.of(Instant.EPOCH));
  }

  @Test
  void saysWhatItIs() {
    assertThat(Key.of("box", 7, new byte[] {1, (byte) 0xAB})).hasToString("(box, 7, 01ab)");
    assertThat(Key.decode(new byte[] {3, 0})).hasToString("(damaged 0300)");
  }

  @Test
  void survivesDamagedOctets() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 50_000; round++) {
      byte[] octets = damaged(random);
      Key key = Key.decode(octets);
      assertThat(key.encoded()).isEqualTo(octets);
      assertThat(key.toString()).isNotEmpty();
      assertThat(key.prefixes()).last().isEqualTo(key);
      assertThat(key.startsWith(key)).isTrue();
      readAll(key.reader(), random);
    }
  }

  @Test
  void refusesMoreOctetsThanAnyEngineTakes() {
    String longest = "x".repeat(Key.OCTETS_MAX - 2);
    assertThat(Key.of(longest).octets()).isEqualTo(Key.OCTETS_MAX);
    assertThat(Key.of(longest).after()).isGreaterThan(Key.of(longest));
    assertThatThrownBy(() -> Key.of(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key of 2001 octets, longer than 2000");
    assertThatThrownBy(() -> Key.of(longest).then(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fillsSlots() {
    Batch batch = new Batch();
    Batch.Slot uid = batch.addAndGet(Key.of("uidnext"), 1);
    Key.Form form = Key.of("message").form("inbox", uid);
    assertThat(form.fill(new long[] {42})).isEqualTo(Key.of("message", "inbox", 42));
    assertThat(form.fixed()).isEmpty();
    assertThat(Key.of("message").form("inbox").fixed()).contains(Key.of("message", "inbox"));
  }

  private static void readAll(Key.Reader reader, SplittableRandom random) {
    try {
      while (reader.more()) {
        switch (random.nextInt(3)) {
          case 0 -> reader.text();
          case 1 -> reader.number();
          default -> reader.octets();
        }
      }
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("the key has another part there, or is damaged");
    }
  }

  private static byte[] damaged(SplittableRandom random) {
    if (random.nextBoolean()) {
      byte[] garbage = new byte[random.nextInt(30)];
      random.nextBytes(garbage);
      return garbage;
    }
    byte[] octets = Key.of(tuple(random).toArray()).encoded();
    if (octets.length > 0 && random.nextBoolean()) {
      octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return Arrays.copyOf(octets, random.nextInt(octets.length + 1));
  }

  private static List<Object> tuple(SplittableRandom random) {
    List<Object> parts = new ArrayList<>();
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      parts.add(part(random));
    }
    return parts;
  }

  private static List<Object> changed(List<Object> tuple, SplittableRandom random) {
    List<Object> changed = new ArrayList<>(tuple);
    if (!changed.isEmpty()) {
      changed.set(random.nextInt(changed.size()), part(random));
    }
    return changed;
  }

  private static Object part(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> text(random);
      case 1 ->
          random.nextBoolean() ? Long.valueOf(random.nextInt(3) - 1) : (Object) random.nextLong();
      default -> {
        byte[] octets = new byte[random.nextInt(4)];
        for (int i = 0; i < octets.length; i++) {
          octets[i] = (byte) new int[] {0, 1, 255, 128}[random.nextInt(4)];
        }
        yield octets;
      }
    };
  }

  private static String text(SplittableRandom random) {
    String letters = "\0a\u0001zé\uFFFD";
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      int letter = random.nextInt(letters.length() + 1);
      text.append(letter == letters.length() ? "😀" : letters.substring(letter, letter + 1));
    }
    return text.toString();
  }

  /** Tuples compare part by part, octets before texts before numbers; a tuple goes before its longer ones. */
  private static int compare(List<Object> a, List<Object> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = compareParts(a.get(i), b.get(i));
      if (order != 0) {
        return Integer.signum(order);
      }
    }
    return Integer.signum(Integer.compare(a.size(), b.size()));
  }

  private static int compareParts(Object a, Object b) {
    if (a instanceof Long x && b instanceof Long y) {
      return Long.compare(x, y);
    }
    if (a instanceof byte[] x && b instanceof byte[] y) {
      return Arrays.compareUnsigned(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return Arrays.compareUnsigned(
          x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    }
    return Integer.compare(rank(a), rank(b));
  }

  private static int rank(Object part) {
    return switch (part) {
      case byte[] _ -> 1;
      case String _ -> 2;
      default -> 3;
    };
  }
}
