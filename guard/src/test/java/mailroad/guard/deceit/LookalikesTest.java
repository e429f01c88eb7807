package mailroad.guard.deceit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailroad.kernel.Domain;
import mailroad.mailauth.suffix.SuffixList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookalikesTest {
  private static final Sites SITES = new SuffixList(SuffixList.BUNDLED)::organisation;
  private static final Lookalikes LOOKALIKES =
      new Lookalikes(
          List.of(
              new Domain("paybank.example"),
              new Domain("mailroad.co.uk"),
              new Domain("abc.example")),
          SITES);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name                             | looks like
          paybank.example                    |
          www.paybank.example                |
          other.example                      |
          p\u0430ybank.example               | SAME_LOOK
          payb4nk.example                    | SAME_LOOK
          pay-bank.example                   | SAME_LOOK
          rnailroad.net                      | SAME_LOOK
          pàybank.example                    | SAME_LOOK
          paybnak.example                    | ONE_OFF
          paybannk.example                   | ONE_OFF
          paybank.example.evil.test          | IN_FRONT
          login.paybank.example.evil.test    | IN_FRONT
          paybank-login.test                 | WITHIN
          paybank.test                       | OTHER_ENDING
          abd.example                        |
          abc.test                           |
          mailroad.org.uk                    | OTHER_ENDING
          www.mailroad.co.uk                 |
          """)
  void seesWhatPosesAsAnother(String name, String how) {
    assertThat(LOOKALIKES.of(new Domain(name)).map(it -> it.how().name()).orElse(null))
        .isEqualTo(how);
  }

  @Test
  void seesMixedScripts() {
    assertThat(Lookalikes.mixesScripts(new Domain("p\u0430ypal.example"))).isTrue();
    assertThat(Lookalikes.mixesScripts(new Domain("bücher.example"))).isFalse();
    assertThat(Lookalikes.mixesScripts(new Domain("почта.example"))).isFalse();
  }
}
