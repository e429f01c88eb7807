package mailroad.guard.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.SteppedWorld;
import mailroad.mime.Octets;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class ClassifierTest {
  private static final Scope SCOPE = new Scope(7);

  private final SteppedWorld world = new SteppedWorld(Instant.parse("2026-11-22T12:00:00Z"));
  private final MemoryStore store = new MemoryStore(world);
  private final Classifier classifier = classifier(ClassifierConfig.DEFAULT);

  private Classifier classifier(ClassifierConfig config) {
    return new Classifier(world, store, config, Set.of(new Domain("mx.b.example")));
  }

  private Features features(String text) throws Exception {
    byte[] message =
        ("From: a@a.example\r\nSubject: x\r\n\r\n" + text).getBytes(StandardCharsets.UTF_8);
    return classifier.features(Octets.of(message));
  }

  private Counted learned() throws Exception {
    return classifier.knowledge().stream()
        .filter(known -> known.scope().equals(SCOPE))
        .map(Classifier.Knowledge::learned)
        .findFirst()
        .orElse(Counted.NONE);
  }

  @Test
  void learnsAMessageOnceAndTakesItBack() throws Exception {
    Features message = features("cheap watches");
    assertThat(classifier.learn(SCOPE, message, Lesson.SPAM)).isTrue();
    assertThat(classifier.learn(SCOPE, message, Lesson.SPAM)).isFalse();
    assertThat(learned()).isEqualTo(new Counted(0, 1));
    assertThat(classifier.counted(SCOPE, "watches")).isEqualTo(new Counted(0, 1));
    assertThat(classifier.learn(SCOPE, message, Lesson.GOOD)).isTrue();
    assertThat(learned()).isEqualTo(new Counted(1, 0));
    assertThat(classifier.counted(SCOPE, "watches")).isEqualTo(new Counted(1, 0));
    assertThat(classifier.unlearn(SCOPE, message)).isTrue();
    assertThat(classifier.unlearn(SCOPE, message)).isFalse();
    assertThat(learned()).isEqualTo(Counted.NONE);
    assertThat(classifier.counted(SCOPE, "watches")).isEqualTo(Counted.NONE);
  }

  @Test
  void knowsInMemoryWhatStandsInTheStore() throws Exception {
    classifier.counted(SCOPE, "x"); // it is in memory from now on
    for (int i = 0; i < 50; i++) {
      classifier.learn(
          SCOPE,
          features("word" + "abcdefghij".charAt(i % 10) + " common"),
          i % 3 == 0 ? Lesson.SPAM : Lesson.GOOD);
    }
    Classifier other = classifier(ClassifierConfig.DEFAULT);
    for (String token : List.of("common", "worda", "wordb common", "from:a@a.example")) {
      assertThat(classifier.counted(SCOPE, token))
          .as(token)
          .isEqualTo(other.counted(SCOPE, token))
          .isNotEqualTo(Counted.NONE);
    }
  }

  @Test
  void learnsFromOtherNodesAfterAWhile() throws Exception {
    classifier.counted(SCOPE, "x");
    Classifier other = classifier(ClassifierConfig.DEFAULT);
    other.learn(SCOPE, features("elsewhere"), Lesson.SPAM);
    world.pass(Duration.ofMinutes(2));
    assertThat(classifier.counted(SCOPE, "elsewhere")).isEqualTo(new Counted(0, 1));
  }

  @Test
  void forgetsAfterSomeQuarters() throws Exception {
    classifier.learn(SCOPE, features("spring"), Lesson.GOOD);
    world.pass(Duration.ofDays(200));
    classifier.learn(SCOPE, features("autumn"), Lesson.GOOD);
    assertThat(learned()).isEqualTo(new Counted(2, 0));
    world.pass(Duration.ofDays(200));
    assertThat(learned()).isEqualTo(new Counted(1, 0));
    new Memory(world, store, ClassifierConfig.DEFAULT).sweep(SCOPE);
    assertThat(classifier.counted(SCOPE, "spring")).isEqualTo(Counted.NONE);
    assertThat(classifier.counted(SCOPE, "autumn")).isEqualTo(new Counted(1, 0));
  }

  @Test
  void takesNothingBackThatIsForgotten() throws Exception {
    Features message = features("spring");
    classifier.learn(SCOPE, message, Lesson.GOOD);
    world.pass(Duration.ofDays(400));
    classifier.learn(SCOPE, message, Lesson.SPAM);
    assertThat(learned()).isEqualTo(new Counted(0, 1));
  }

  @Test
  void dropsTheRarestTokensWhereThereAreTooMany() throws Exception {
    for (int i = 0; i < 26; i++) {
      StringBuilder text = new StringBuilder("often seen ");
      for (int n = 0; n < 1_500; n++) {
        text.append((char) ('a' + n % 26))
            .append((char) ('a' + n / 26 % 26))
            .append((char) ('a' + i))
            .append(" . ");
      }
      classifier.learn(SCOPE, features(text.toString()), Lesson.SPAM);
    }
    Memory memory = new Memory(world, store, small());
    long gone = memory.sweep(SCOPE);
    assertThat(gone).isGreaterThan(5_000);
    world.pass(Duration.ofMinutes(2));
    assertThat(classifier.counted(SCOPE, "often")).isEqualTo(new Counted(0, 26));
    assertThat(classifier.knowledge().getFirst().tokens()).isLessThan(1_000);
    classifier.unlearn(SCOPE, features("often seen"));
    assertThat(classifier.counted(SCOPE, "often")).isEqualTo(new Counted(0, 26));
  }

  private static ClassifierConfig small() {
    ClassifierConfig d = ClassifierConfig.DEFAULT;
    return new ClassifierConfig(
        true,
        true,
        1,
        d.accountLessonsMax(),
        d.textOctetsMax(),
        d.messageWordsMax(),
        d.messageTokensMax(),
        1_000,
        1_000,
        d.quartersKept(),
        d.undoFor(),
        4,
        d.reloadInterval(),
        10,
        d.scores());
  }

  @Test
  void countersSurviveWhatWasDroppedBefore() {
    assertThat(Counted.unpacked(-1)).isEqualTo(Counted.NONE);
    assertThat(Counted.unpacked(Lesson.SPAM.step() * 5 - 1)).isEqualTo(new Counted(0, 5));
    assertThat(Counted.unpacked(Lesson.SPAM.step() * -1 + 3)).isEqualTo(new Counted(3, 0));
  }

  @Test
  void forgetsAllOfSomebody() throws Exception {
    classifier.learn(SCOPE, features("one"), Lesson.SPAM);
    classifier.learn(Scope.SITE, features("one"), Lesson.SPAM);
    classifier.forget(SCOPE);
    assertThat(classifier.counted(SCOPE, "one")).isEqualTo(Counted.NONE);
    assertThat(classifier.counted(Scope.SITE, "one")).isEqualTo(new Counted(0, 1));
    assertThat(classifier.knowledge()).hasSize(1);
  }

  @Test
  void ignoresWhatWasPutInFrontHere() throws Exception {
    String message = "From: a@a.example\r\nSubject: x\r\n\r\nhello world";
    Features bare = classifier.features(Octets.of(message.getBytes(StandardCharsets.UTF_8)));
    String kept =
        "Return-Path: <a@a.example>\r\nMailroad-Verdict: junk\r\nAuthentication-Results: b; spf=pass\r\n"
            + message;
    Features stored = classifier.features(Octets.of(kept.getBytes(StandardCharsets.UTF_8)));
    assertThat(stored.tokens()).isEqualTo(bare.tokens());
  }

  @Test
  void takesTextApart() {
    assertThat(Words.of("Don't MISS it: $1,500!! é\u0301t\u00E9 Стоимость 代开发票", 100))
        .containsExactly("don't", "miss", "000!!", "été", "стоимость", "代开", "开发", "发票");
    assertThat(Words.of("x".repeat(50) + " b\u00ADuy v\u200Biagra", 100))
        .containsExactly("long:x:5", "buy", "viagra");
  }

  @Test
  void saysThatItDoesNotKnow() {
    Counted learned = new Counted(100, 100);
    assertThat(Bayes.judge(List.of("a"), List.of(Counted.NONE), learned).index()).isEqualTo(0.5);
    assertThat(
            Bayes.judge(List.of("a", "b"), List.of(new Counted(90, 0), new Counted(0, 90)), learned)
                .index())
        .isBetween(0.45, 0.55);
    assertThat(Bayes.chiSquare(2, 1))
        .isCloseTo(Math.exp(-1), org.assertj.core.data.Offset.offset(1e-9));
    assertThat(Bayes.chiSquare(2_000, 150)).isLessThan(1e-100);
  }
}
