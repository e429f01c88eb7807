package mailroad.guard.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mailroad.kernel.Domain;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.mime.Octets;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

/** The samples of SpamAssassin, and the strange messages that Python's own tests of e-mail have. */
class SamplesTest {
  private static final Path SPAMASSASSIN = Path.of("/usr/share/doc/spamassassin/examples");
  private static final Path PYTHON = Path.of("/usr/lib/python3.11/test/test_email/data");

  private final World world =
      new RealWorld((name, e) -> {
        throw new AssertionError(name, e);
      });
  private final Classifier classifier =
      new Classifier(
          world,
          new MemoryStore(world),
          ClassifierConfig.DEFAULT,
          Set.of(new Domain("mx.b.example")));

  private static List<Path> files(Path folder, String ending) throws IOException {
    assumeTrue(Files.isDirectory(folder), folder + " is not installed");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private Features features(Path file) throws Exception {
    return classifier.features(Octets.of(Files.readAllBytes(file)));
  }

  @Test
  void learnsTheSamplesOfSpamAssassin() throws Exception {
    for (Path file : files(SPAMASSASSIN, ".txt")) {
      Lesson as = file.toString().contains("nonspam") ? Lesson.GOOD : Lesson.SPAM;
      assertThat(classifier.learn(Scope.SITE, features(file), as)).isTrue();
    }
    for (Path file : files(SPAMASSASSIN, ".txt")) {
      double index = classifier.judge(Scope.SITE, features(file)).index();
      if (file.toString().contains("nonspam")) {
        assertThat(index).isLessThan(0.2);
      } else {
        assertThat(index).isGreaterThan(0.8);
      }
    }
  }

  @Test
  void takesStrangeMessagesForMessages() throws Exception {
    for (Path file : files(PYTHON, ".txt")) {
      Features features = features(file);
      assertThat(features.tokens()).as(file.toString()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(features.tokens())
          .hasSizeLessThanOrEqualTo(ClassifierConfig.DEFAULT.messageTokensMax());
      assertThat(features.fingerprint()).hasSize(16);
    }
  }
}
