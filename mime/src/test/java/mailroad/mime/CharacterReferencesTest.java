package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterReferencesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a &lt; b &amp;&amp; c, a < b && c",
    "caf&eacute; &euro;5 &hellip;, café €5 …",
    "pay&shy;pal &zwj;x, paypal x",
    "a&nbsp;b, a b",
    "&#65;&#x42;&#X43;, ABC",
    "&#104&#116tp, http",
    "&#128512;, 😀",
    "&colon;&sol;&sol;, ://"
  })
  void resolves(String html, String text) {
    assertThat(CharacterReferences.resolve(html)).isEqualTo(text);
  }

  /** What is no reference stays as it stands, and half a character is none. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "AT&T",
    "&",
    "&;",
    "&#;",
    "&#x;",
    "&lt",
    "&nobody;",
    "&#0;",
    "&#xD83D;",
    "&#x110000;",
    "&#99999999999999;",
    "&averyveryverylongname;"
  })
  void leavesTheRest(String html) {
    assertThat(CharacterReferences.resolve(html)).isEqualTo(html);
  }

  @Test
  void saysWhereAReferenceEnds() {
    StringBuilder out = new StringBuilder();
    assertThat(CharacterReferences.resolve("x&amp;y", 1, out)).isEqualTo(6);
    assertThat(CharacterReferences.resolve("x&y", 1, out)).isEqualTo(2);
    assertThat(out).hasToString("&&");
  }
}
