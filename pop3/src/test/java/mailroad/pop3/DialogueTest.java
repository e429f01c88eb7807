package mailroad.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Message;
import mailroad.sasl.Mechanism;
import mailroad.wire.Line;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table before the login; transcripts show the rest. */
class DialogueTest {
  private static final java.util.List<Mechanism> MECHANISMS =
      java.util.List.of(Mechanism.PLAIN, Mechanism.LOGIN);

  @ParameterizedTest(name = "{0}, login {1}, STLS {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # command  | login | stls  | answer   | RFC
          USER joe   | true  | true  | Ok       | RFC 1939 section 7
          USER joe   | false | true  | No       | RFC 2595 section 2.4
          USER joe   | false | false | No       | RFC 2595 section 2.4
          PASS x     | true  | false | Wrong    | RFC 1939 section 7
          PASS x     | false | false | No       | RFC 2595 section 2.4
          AUTH PLAIN | true  | true  | Exchange | RFC 5034 section 4
          AUTH PLAIN | false | true  | No       | RFC 5034 section 4
          AUTH GSSAPI| true  | true  | Wrong    | RFC 5034 section 4
          AUTH       | true  | true  | Lines    | RFC 5034 section 4
          AUTH       | false | true  | No       | RFC 5034 section 4
          STLS       | true  | true  | BeginTls | RFC 2595 section 4
          STLS       | true  | false | Wrong    | RFC 2595 section 4
          CAPA       | false | false | Lines    | RFC 2449 section 5
          STAT       | true  | true  | Wrong    | RFC 1939 section 3
          RSET       | true  | true  | Wrong    | RFC 1939 section 3
          UTF8       | true  | true  | Ok       | RFC 6856 section 2.1
          LANG       | true  | true  | Lines    | RFC 6856 section 3.1
          LANG de    | true  | true  | No       | RFC 6856 section 3.1
          QUIT       | false | false | Ok       | RFC 1939 section 4
          """)
  void answersBeforeTheLogin(
      String command, boolean login, boolean stls, String answer, String rfc) {
    Dialogue.Step step =
        Dialogue.next(
            State.Authorization.FRESH,
            parse(command),
            new Offer(login, MECHANISMS, stls, java.time.Duration.ZERO));
    assertThat(step.answer().getClass().getSimpleName()).as(rfc).isEqualTo(answer);
  }

  @org.junit.jupiter.api.Test
  void passFollowsUserAlone() {
    State named = new State.Authorization(Optional.of("joe"));
    Offer offer = new Offer(true, MECHANISMS, true, java.time.Duration.ZERO);
    Dialogue.Step step = Dialogue.next(named, parse("PASS sesame"), offer);
    assertThat(step.answer()).isEqualTo(new Answer.Check(new Credentials("joe", "sesame")));
    assertThat(step.answer().toString()).doesNotContain("sesame");
    assertThat(step.state()).isEqualTo(State.Authorization.FRESH);
    assertThat(Dialogue.next(named, parse("STLS"), offer).state())
        .isEqualTo(State.Authorization.FRESH);
  }

  @org.junit.jupiter.api.Test
  void numbersStayAsTheyAreThoughMessagesAreMarked() {
    Maildrop maildrop =
        Maildrop.of(7, java.util.List.of(message(3, 10), message(9, 20), message(12, 40)));
    maildrop.delete(maildrop.entry(2).orElseThrow());
    assertThat(maildrop.entry(2)).isEmpty();
    assertThat(maildrop.entry(3)).map(Maildrop.Entry::uniqueId).contains("7.12");
    assertThat(maildrop.entry(4)).isEmpty();
    assertThat(maildrop.entry(0)).isEmpty();
    assertThat(maildrop.count()).isEqualTo(2);
    assertThat(maildrop.octets()).isEqualTo(50);
    assertThat(maildrop.marked()).hasToString("9");
    maildrop.reset();
    assertThat(maildrop.octets()).isEqualTo(70);
    assertThat(maildrop.marked().isEmpty()).isTrue();
  }

  private static Message message(long uid, long octets) {
    return new Message(uid, 1, Flags.NONE, java.time.Instant.EPOCH, octets);
  }

  private static Command parse(String line) {
    return Command.parse(
        new Line(line.getBytes(java.nio.charset.StandardCharsets.UTF_8), Line.Ending.CRLF));
  }
}
