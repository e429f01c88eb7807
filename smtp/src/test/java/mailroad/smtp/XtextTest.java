package mailroad.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XtextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "plain,plain",
    "a+b=c,a+2Bb+3Dc",
    "a b,a+20b",
    "é,+C3+A9",
    "joe@example.org,joe@example.org"
  })
  void codesAndDecodes(String text, String xtext) {
    assertThat(Xtext.encode(text)).isEqualTo(xtext);
    assertThat(Xtext.decode(xtext)).contains(text);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"+", "+2", "+2b", "+GG", "a b", "a=b", "é", "+FF", "+C3", "a\tb"})
  void refusesWhatIsNotXtext(String text) {
    assertThat(Xtext.decode(text)).isEmpty();
  }

  @Test
  void decodesWhateverItEncoded() {
    Random random = new Random(20260101);
    for (int i = 0; i < 2000; i++) {
      String text = RandomText.of(random, 30);
      assertThat(Xtext.decode(Xtext.encode(text))).contains(text);
      assertThat(Utf8Xtext.decode(Utf8Xtext.encode(text))).contains(text);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"\\x{e9}@x,é@x", "é@x,é@x", "a\\x{20}b,a b", "\\x{1F600},😀"})
  void takesBothFormsOfRfc6533(String coded, String text) {
    assertThat(Utf8Xtext.decode(coded)).contains(text);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\\x{}",
        "\\x{110000}",
        "\\x{D800}",
        "\\x{1234567}",
        "\\x41",
        "\\",
        "\\x{４}",
        "a b"
      })
  void refusesWhatIsNeither(String coded) {
    assertThat(Utf8Xtext.decode(coded)).isEmpty();
  }
}
