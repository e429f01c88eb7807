package mailroad.guard.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.SteppedWorld;
import mailroad.mailbox.Account;
import mailroad.mailbox.Directory;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.mime.Octets;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one account can make of the site's knowledge: nothing that others do not say too. */
class VoicesTest {
  private static final int MOST = ClassifierConfig.DEFAULT.accountLessonsMax();

  private final SteppedWorld world = new SteppedWorld(Instant.parse("2026-11-22T12:00:00Z"));
  private final MemoryStore store = new MemoryStore(world);
  private Directory directory;
  private Classifier classifier = classifier();

  private Classifier classifier() {
    return new Classifier(
        world, store, ClassifierConfig.DEFAULT, Set.of(new Domain("mx.b.example")));
  }

  @BeforeEach
  void settle() throws Exception {
    directory =
        new Directory(
            world, store, MailboxConfig.DEFAULT, new Passwords(world, PasswordConfig.DEFAULT));
    directory.addDomain(new Domain("b.example"));
  }

  private Account account(String name) throws Exception {
    EmailAddress address = EmailAddress.of(name + "@b.example");
    directory.addSharedAccount(address);
    return directory.account(address).orElseThrow();
  }

  private Features letter(int number, String words) throws Exception {
    byte[] message =
        "From: a%d@shop%d.example\r\nSubject: offer\r\n\r\n%s"
            .formatted(number, number, words)
            .getBytes(StandardCharsets.UTF_8);
    return classifier.features(Octets.of(message));
  }

  private Counted site() throws Exception {
    return classifier.knowledge().stream()
        .filter(known -> known.scope().equals(Scope.SITE))
        .map(Classifier.Knowledge::learned)
        .findFirst()
        .orElse(Counted.NONE);
  }

  private void teachUsual() throws Exception {
    for (int i = 0; i < 200; i++) {
      classifier.learn(Scope.SITE, letter(1_000 + i, "minutes of the meeting"), Lesson.GOOD);
      classifier.learn(Scope.SITE, letter(2_000 + i, "pills for everybody"), Lesson.SPAM);
    }
  }

  @Test
  void whoIsAloneTeachesTheSiteNothing() throws Exception {
    teachUsual();
    Account eve = account("eve");
    for (int i = 0; i < 5 * MOST; i++) {
      assertThat(classifier.learn(eve, letter(i, "rival newsletter"), Lesson.SPAM)).isTrue();
    }
    assertThat(site()).isEqualTo(new Counted(200, 200 + MOST));
    assertThat(classifier.counted(Scope.of(eve), "rival")).isEqualTo(new Counted(0, 5L * MOST));
    assertThat(classifier.counted(Scope.SITE, "rival")).isEqualTo(Counted.NONE);
    assertThat(classifier.judge(Scope.SITE, letter(5_000, "rival newsletter")).index())
        .isBetween(0.2, 0.8);
    assertThat(classifier.judge(Scope.SITE, letter(5_000, "pills for everybody")).index())
        .isGreaterThan(0.95);
    classifier = classifier(); // what stands in the store says the same
    assertThat(classifier.counted(Scope.SITE, "rival")).isEqualTo(Counted.NONE);
  }

  @Test
  void severalWhoAgreeAreHeard() throws Exception {
    teachUsual();
    for (String name : java.util.List.of("ann", "bob", "cid", "dot")) {
      Account account = account(name);
      for (int i = 0; i < MOST; i++) {
        classifier.learn(account, letter(name.hashCode() + i, "lottery winner"), Lesson.SPAM);
      }
    }
    assertThat(classifier.counted(Scope.SITE, "lottery")).isEqualTo(new Counted(0, 3L * MOST));
    assertThat(classifier.judge(Scope.SITE, letter(5_000, "lottery winner")).index())
        .isGreaterThan(0.95);
  }

  @Test
  void whatIsTakenBackMakesRoom() throws Exception {
    Account ann = account("ann");
    for (int i = 0; i < MOST; i++) {
      classifier.learn(ann, letter(i, "lottery"), Lesson.SPAM);
    }
    classifier.learn(ann, letter(MOST, "lottery"), Lesson.SPAM);
    assertThat(site()).isEqualTo(new Counted(0, MOST));
    classifier.learn(ann, letter(0, "lottery"), Lesson.GOOD);
    assertThat(site()).isEqualTo(new Counted(1, MOST - 1));
    classifier.learn(ann, letter(MOST + 1, "lottery"), Lesson.SPAM);
    assertThat(site()).isEqualTo(new Counted(1, MOST));
  }

  @Test
  void voicesAreForgottenWithWhatTheySaid() throws Exception {
    Account ann = account("ann");
    for (int i = 0; i < MOST; i++) {
      classifier.learn(ann, letter(i, "lottery"), Lesson.SPAM);
    }
    world.pass(Memory.GENERATION.multipliedBy(ClassifierConfig.DEFAULT.quartersKept()));
    classifier.sweep(directory);
    classifier.learn(ann, letter(MOST, "lottery"), Lesson.SPAM);
    assertThat(site()).isEqualTo(new Counted(0, 1));
    classifier.forget(Scope.SITE);
    for (int i = 1; i <= MOST; i++) {
      classifier.learn(ann, letter(MOST + i, "lottery"), Lesson.SPAM);
    }
    assertThat(site()).isEqualTo(new Counted(0, MOST));
  }

  @ParameterizedTest
  @CsvSource({
    "0,30,0,10", // less sure
    "0,20,0,0", // nothing
    "5,30,5,10",
    "30,5,10,5",
    "11,30,0,0", // never the opposite
    "30,30,0,0",
    "0,0,0,0"
  })
  void leavingAVoiceOutSaysLess(long good, long spam, long leftGood, long leftSpam) {
    Counted left = new Counted(good, spam).without(new Counted(20, 20), new Counted(100, 100));
    assertThat(left).isEqualTo(new Counted(leftGood, leftSpam));
  }
}
