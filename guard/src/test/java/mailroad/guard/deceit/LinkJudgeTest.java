package mailroad.guard.deceit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mailroad.guard.text.HtmlText;
import mailroad.guard.text.MessageTexts;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Domain;
import mailroad.mailauth.suffix.SuffixList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkJudgeTest {
  private static final Sites SITES = new SuffixList(SuffixList.BUNDLED)::organisation;

  private static List<Evidence> judge(String html, Optional<Domain> author) {
    Found found = new Found();
    Lookalikes lookalikes = new Lookalikes(List.of(new Domain("paybank.example")), SITES);
    new LinkJudge(DeceitConfig.DEFAULT, lookalikes, SITES, author, found)
        .judge(
            new MessageTexts(List.of(new MessageTexts.Text(true, HtmlText.of(html, 100))), false));
    return found.evidence(DeceitScores.DEFAULT);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # an anchor leads to                                  | and shows                    | evidence
          https://www.paybank.example/login                     | www.paybank.example          |
          https://shop.example/                                 | Our shop                     |
          https://shop.example/                                 | shop.example/sale            |
          https://click.news.example/x?u=1                      | https://shop.example/sale    | link-text-differs
          https://evil.test/                                    | https://paybank.example/     | link-text-poses
          https://paybank.example.evil.test/                    | Log in                       | link-lookalike
          https://paybank.test/                                 | Log in                       | link-similar
          http://192.0.2.7/login                                | Log in                       | link-address
          http://3221225985/login                               | Log in                       | link-address-disguised
          http://paybank.example@192.0.2.7/                     | Log in                       | link-address,link-user
          http://evil.test:8888/                                | Log in                       | link-port
          https://bit.ly/abc                                    | Log in                       | link-shortened
          https://www.google.com/url?q=https%3A%2F%2Fevil.test%2Fa.exe | Open                  | link-redirected,link-program
          javascript:alert(1)                                   | Open                         | link-script
          mailto:a@a.example                                    | a@a.example                  |
          http://p\u0430yb\u0430nk.test/                        | Open                         | link-lookalike,link-mixed-script
          """)
  void judgesLinks(String target, String shown, String evidence) {
    assertThat(
            judge("<a href=\"%s\">%s</a>".formatted(target, shown), Optional.empty()).stream()
                .map(Evidence::name)
                .toList())
        .containsExactlyInAnyOrder(evidence == null ? new String[0] : evidence.split(","));
  }

  @Test
  void takesCountingLinksOfAVouchedSenderForWhatTheyAre() {
    String html = "<a href=https://click.mailer.example/1>https://shop.example/sale</a>";
    assertThat(judge(html, Optional.of(new Domain("news.shop.example")))).isEmpty();
    assertThat(judge(html, Optional.of(new Domain("other.example")))).hasSize(1);
  }

  @Test
  void seesFormsAndHiddenText() {
    assertThat(
            judge("<form action=https://a.example/><input type=password></form>", Optional.empty()))
        .extracting(Evidence::name)
        .containsExactly("asks-password");
    String hidden = "<div style='display:none'>" + "novel ".repeat(200) + "</div>Buy";
    assertThat(judge(hidden, Optional.empty()))
        .extracting(Evidence::name)
        .containsExactly("hidden-text");
  }

  @Test
  void saysItInWords() {
    assertThat(
            judge("<a href=https://evil.test/>paybank.example</a>", Optional.empty())
                .getFirst()
                .why()
                .finding())
        .isEqualTo("a link shows paybank.example and leads to evil.test");
  }
}
