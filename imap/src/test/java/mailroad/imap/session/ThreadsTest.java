package mailroad.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import mailroad.mime.BaseSubject;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads of hostile and of random mail: RFC 5256 section 3. */
class ThreadsTest {
  private static Threads.Letter letter(int number, String subject, List<String> references) {
    return letter(number, id(number), subject, references);
  }

  private static Threads.Letter letter(
      int number, String id, String subject, List<String> references) {
    return new Threads.Letter(
        number,
        number,
        Instant.ofEpochSecond(number),
        BaseSubject.of(subject),
        Optional.of(id),
        references);
  }

  private static String id(int number) {
    return number + "@x.example";
  }

  private static List<Threads.Letter> letters(int count, IntFunction<List<String>> references) {
    List<Threads.Letter> letters = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      letters.add(letter(i, "s" + i, references.apply(i)));
    }
    return letters;
  }

  @Test
  void aLongTalkIsOneThread() {
    String threads =
        Threads.byReferences(letters(1_500, i -> i == 1 ? List.of() : List.of(id(i - 1))));
    assertThat(threads).startsWith("(1 2 3 4 ").endsWith(" 1499 1500)");
  }

  /** A21: chains, stars, circles and quarrels about parents of 20,000 messages end soon, and no stack overflows. */
  @ParameterizedTest
  @ValueSource(strings = {"chain", "reversed", "star", "circle", "quarrel", "subjects"})
  void hostileReferencesTakeBoundedTime(String kind) {
    int count = 20_000;
    List<Threads.Letter> letters =
        switch (kind) {
          case "chain" -> letters(count, i -> List.of(id(i - 1)));
          case "reversed" -> letters(count, i -> List.of(id(i + 1)));
          case "star" -> letters(count, _ -> List.of("hub"));
          case "circle" -> letters(count, i -> List.of(id(i % 10), id(i + 1), id(i)));
          case "quarrel" -> letters(count, i -> List.of("a", id(i + 1), id(i / 2)));
          default -> {
            List<Threads.Letter> same = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
              same.add(letter(i, i % 2 == 0 ? "Re: x" : "x", List.of()));
            }
            yield same;
          }
        };
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(numbers(Threads.byReferences(letters))).hasSize(count);
          assertThat(numbers(Threads.byOrderedSubject(letters))).hasSize(count);
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyMessageStandsInExactlyOneThread(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      int count = 1 + random.nextInt(40);
      List<Threads.Letter> letters = new ArrayList<>();
      for (int i = 1; i <= count; i++) {
        List<String> references = new ArrayList<>();
        for (int r = random.nextInt(5); r > 0; r--) {
          references.add(id(random.nextInt(count + 5)));
        }
        String subject = (random.nextBoolean() ? "Re: " : "") + "s" + random.nextInt(6);
        String id = id(random.nextInt(10) == 0 ? 1 : i); // twins
        letters.add(letter(i, id, subject, references));
      }
      Collections.shuffle(letters, random);
      for (String threads :
          List.of(Threads.byReferences(letters), Threads.byOrderedSubject(letters))) {
        assertThat(numbers(threads))
            .containsExactlyInAnyOrderElementsOf(
                letters.stream().map(l -> Long.toString(l.shown())).toList());
        assertThat(depth(threads)).isZero();
      }
    }
  }

  private static List<String> numbers(String threads) {
    return List.of(threads.replaceAll("[()]", " ").strip().split(" +"));
  }

  private static int depth(String threads) {
    int depth = 0;
    for (char c : threads.toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      assertThat(depth).isNotNegative();
    }
    return depth;
  }
}
