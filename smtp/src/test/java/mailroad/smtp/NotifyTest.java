package mailroad.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.smtp.Notify.Occasion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # said                 | as written            | success | failure | delay
          NEVER                  | NEVER                 | false   | false   | false
          success                | SUCCESS               | true    | false   | false
          DELAY,Failure          | FAILURE,DELAY         | false   | true    | true
          SUCCESS,FAILURE,DELAY  | SUCCESS,FAILURE,DELAY | true    | true    | true
          """)
  void readsNotify(String said, String written, boolean success, boolean failure, boolean delay) {
    Notify notices = Notify.parse(said).orElseThrow();
    assertThat(notices).hasToString(written);
    assertThat(notices.wants(Occasion.SUCCESS)).isEqualTo(success);
    assertThat(notices.wants(Occasion.FAILURE)).isEqualTo(failure);
    assertThat(notices.wants(Occasion.DELAY)).isEqualTo(delay);
  }

  @Test
  void failuresAreReportedWhereNothingWasSaid() {
    Notify unsaid = Notify.parse("").orElseThrow();
    assertThat(unsaid.wants(Occasion.FAILURE)).isTrue();
    assertThat(unsaid.wants(Occasion.SUCCESS)).isFalse();
    assertThat(Notify.parse(unsaid.toString())).contains(unsaid);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"NEVER,SUCCESS", "SUCCESS,", ",", "ALWAYS", "SUCCESS FAILURE"})
  void refusesOtherWords(String said) {
    assertThat(Notify.parse(said)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "rfc822;joe@example.org,rfc822;joe@example.org",
    "rfc822;a+2Bb@x,rfc822;a+2Bb@x",
    "utf-8;é@x,utf-8;\\x{E9}@x",
    "UTF-8;\\x{e9}@x,UTF-8;\\x{E9}@x"
  })
  void readsOrcptAndWritesItInAscii(String said, String written) {
    assertThat(OriginalRecipient.parse(said)).map(OriginalRecipient::toString).contains(written);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"joe@example.org", "rfc822;", ";joe", "rfc822;a b", "rf c;a", "rfc822;é@x"})
  void refusesWhatIsNoOrcpt(String said) {
    assertThat(OriginalRecipient.parse(said)).isEmpty();
  }
}
