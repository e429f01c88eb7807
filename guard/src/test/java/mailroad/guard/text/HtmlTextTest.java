package mailroad.guard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {
  private static HtmlText read(String html) {
    return HtmlText.of(html, 10);
  }

  private static String shown(String html) {
    return read(html).shown().replaceAll("\\s+", " ").strip();
  }

  @Test
  void showsWhatAMailProgramShows() {
    assertThat(
            shown(
                "<p>One<br>two</p><!-- three --><style>four</style>&#102;ive &amp; s&#x69x&#0; &copy &unknown;"))
        .isEqualTo("One two five & six&#0; &copy &unknown;");
    assertThat(shown("a < b and <b>bo</b>ld")).isEqualTo("a < b and bold");
    assertThat(shown("<script>never</scri")).isEmpty();
  }

  @Test
  void setsHiddenTextApart() {
    HtmlText text =
        read(
            "a<div style='display: none'>b<div>c</div>d</div>e<span style=\"font-size:0px\">f</span>");
    assertThat(text.shown()).contains("a").contains("e").doesNotContain("b").doesNotContain("f");
    assertThat(text.hidden()).contains("b").contains("c").contains("d").contains("f");
  }

  @Test
  void findsLinksWithTheirText() {
    HtmlText text =
        read(
            "<a href='http://evil.example/?a=1&amp;b=2'>http://<b>bank</b>.example</a>"
                + "<img src=http://t.example/p.gif alt=x><form action=/in><input type=password>"
                + "<meta http-equiv=Refresh content='0; URL=http://next.example/'>");
    assertThat(text.links())
        .containsExactly(
            new Link(Link.Kind.ANCHOR, "http://evil.example/?a=1&b=2", "http://bank.example"),
            new Link(Link.Kind.IMAGE, "http://t.example/p.gif", "x"),
            new Link(Link.Kind.FORM, "/in", ""),
            new Link(Link.Kind.REFRESH, "http://next.example/", ""));
    assertThat(text.password()).isTrue();
    assertThat(text.pictures()).isEqualTo(1);
    assertThat(text.script()).isFalse();
    assertThat(read("<p onmouseover='x()'>a").script()).isTrue();
  }

  @Test
  void keepsNoMoreLinksThanAsked() {
    assertThat(read("<a href=http://a.example>a</a>".repeat(50)).links()).hasSize(10);
  }

  @Test
  void findsLinksInPlainText() {
    assertThat(
            HtmlText.plain("See http://a.example/b. Or (www.c.example)! <https://d.example>", 10)
                .links())
        .extracting(Link::target)
        .containsExactly("http://a.example/b", "www.c.example", "https://d.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (HTTP://A.example/x)              | HTTP://A.example/x
          xhttp://a.example http://b.example| http://b.example
          www.a.example/www.b.example       | www.a.example/www.b.example
          http://www.a.example              | http://www.a.example
          awww.a.example -www.b.example     | www.b.example
          https://a ftp://b.example. http:// | ftp://b.example
          No: one. Two... www.              |
          """)
  void takesForALinkWhatMailProgramsDo(String text, String links) {
    assertThat(HtmlText.plain(text, 10).links())
        .extracting(Link::target)
        .isEqualTo(links == null ? List.of() : List.of(links.split(" ")));
  }

  @Test
  void keepsNoMoreLinksOfPlainTextThanAsked() {
    assertThat(HtmlText.plain("www.a.example ".repeat(50), 10).links()).hasSize(10);
  }

  @Test
  void takesAnythingInTimeLinearToItsLength() {
    for (String piece :
        new String[] {"<", "<a ", "<a href=", "<!--", "&#", "<script>", "</", "<a href='"}) {
      assertThat(read(piece.repeat(100_000))).isNotNull();
    }
  }
}
