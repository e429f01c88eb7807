package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5256 section 2.1. */
class BaseSubjectTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # subject                            | base                     | reply
          Hello                                | Hello                    | false
          Re: Hello                            | Hello                    | true
          RE : Hello                           | Hello                    | true
          Fwd: Fw: re: Hello                   | Hello                    | true
          Re[2]: Hello                         | Hello                    | true
          Re [a] : Hello                       | Hello                    | true
          [list] Hello                         | Hello                    | false
          [list] Re: [list] Re: Hello          | Hello                    | true
          [a] [b] Re: Hello                    | Hello                    | true
          Re: [only]                           | [only]                   | true
          [only]                               | [only]                   | false
          [a] [b]                              | [b]                      | false
          Hello (fwd)                          | Hello                    | true
          Hello (FWD) (fwd)                    | Hello                    | true
          [fwd: Hello]                         | Hello                    | true
          [Fwd: [fwd: Re: Hello] (fwd)]        | Hello                    | true
          Hello   big     world                | Hello big world          | false
          Regarding: this                      | Regarding: this          | false
          Re:                                  | ''                       | true
          [unclosed Re: x                      | [unclosed Re: x          | false
          [a[b] Re: x                          | [a[b] Re: x              | false
          Aw: Hallo                            | Aw: Hallo                | false
          Re: re                               | re                       | true
          """)
  void takesMarksOff(String subject, String base, boolean reply) {
    assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject(base, reply));
  }

  @Test
  void foldsBlanksOfAllKinds() {
    assertThat(BaseSubject.of("\tRe:\t a \r\n b\t").text()).isEqualTo("a b");
    assertThat(BaseSubject.of("").text()).isEmpty();
    assertThat(BaseSubject.of(" ").text()).isEmpty();
  }

  /** A21: subjects made to be stripped again and again take linear time. */
  @ParameterizedTest
  @ValueSource(strings = {"[x] ", "Re: ", "[fwd: ", "[", "re[x]", " (fwd)", "[x]re: ", "\t"})
  void hostileSubjectsTakeLinearTime(String piece) {
    String subject = piece.repeat(400_000) + "x" + "]".repeat(400_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(BaseSubject.of(subject)).isNotNull());
  }
}
