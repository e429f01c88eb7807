package mailroad.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.kernel.EmailAddress;
import mailroad.sasl.PlaintextLogin;
import mailroad.sasl.TokenCheck;
import mailroad.sasl.TokenError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the dialogues in {@code src/test/resources/mailroad/pop3/transcripts} against a fresh server over real sockets. Lines that
 * begin with {@code #!} prepare it: {@code message} puts one into joe's INBOX, {@code policy} says who may log in
 * without TLS, {@code token} is one of joe's, {@code tls} means the port with TLS from the start, {@code delay} is the time between two logins,
 * {@code in-use} says that a login meets a maildrop in use and is not to wait long for it, {@code left} counts joe's messages at the end.
 */
class TranscriptTest {
  static Stream<Path> transcripts() throws Exception {
    Path folder = Path.of(TranscriptTest.class.getResource("transcripts").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transcripts")
  void goesAsWritten(Path transcript) throws Exception {
    String text = Files.readString(transcript);
    try (Pop3Site site = new Pop3Site(config(text), tokens(text))) {
      for (String message : settings(text, "message")) {
        site.add(message.translateEscapes());
      }
      if (settings(text, "tls").isEmpty()) {
        site.play(text);
      } else {
        site.playTls(text);
      }
      for (String left : settings(text, "left")) {
        assertThat(site.messages()).hasSize(Integer.parseInt(left));
      }
    }
  }

  private static Optional<TokenCheck> tokens(String text) {
    List<String> good = settings(text, "token");
    return good.isEmpty()
        ? Optional.empty()
        : Optional.of(token ->
            good.contains(token)
                ? new TokenCheck.Result.Holds(EmailAddress.of("joe@example.org"))
                : new TokenCheck.Result.Fails(TokenError.INVALID, "it is not joe's"));
  }

  private static Pop3Config config(String text) {
    List<String> policy = settings(text, "policy");
    List<String> delay = settings(text, "delay");
    Pop3Config usual = Pop3Config.DEFAULT;
    // So that a maildrop in use does not take long to be so; else whoever has it may be just
    // leaving.
    Duration lock = settings(text, "in-use").isEmpty() ? Pop3Site.SECONDS : Duration.ofMillis(50);
    return usual
        .with(policy.isEmpty() ? PlaintextLogin.ALWAYS : PlaintextLogin.valueOf(policy.getFirst()))
        .withTimeouts(usual.loginTimeout(), usual.idleTimeout(), lock)
        .withLoginDelay(delay.isEmpty() ? Duration.ZERO : Duration.parse(delay.getFirst()));
  }

  private static List<String> settings(String text, String name) {
    return text.lines()
        .filter(line -> line.equals("#! " + name) || line.startsWith("#! " + name + " "))
        .map(line -> line.substring(Math.min(line.length(), name.length() + 4)))
        .toList();
  }
}
