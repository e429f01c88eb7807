package mailroad.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of HTML, broken as it may be. */
class HtmlTextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          plain|plain
          <p>a</p>b| a b
          f<b>a</b>t|fat
          &auml;&#228;&#xE4;&amp;&unknown;&|\u00e4\u00e4\u00e4&&unknown;&
          a<style>b{c}</style>d|a  d
          <SCRIPT>x</script >y|  y
          a<!-- <b> -->c|ac
          1 < 2 and 3<4|1 < 2 and 3<4
          <a href="x>y">z|y">z
          <!DOCTYPE html>x| x
          <unclosed|' '
          """)
  void showsText(String html, String shown) {
    assertThat(HtmlText.shown(html)).isEqualTo(shown);
  }

  /** A21: HTML made to be looked through again and again takes linear time. */
  @ParameterizedTest
  @ValueSource(strings = {"<", "<!--", "<style>", "</", "&", "<a ", "<style></", "&#x", "<!-- -"})
  void hostileHtmlTakesLinearTime(String piece) {
    String html = piece.repeat(300_000);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(HtmlText.shown(html)).isNotNull());
  }
}
