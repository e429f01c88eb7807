package mailroad.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaslTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # response, / for NUL | login (RFC 4616 section 2)
          /joe/secret           | joe
          joe/joe/secret        | joe
          ann/joe/secret        |
          /joe/                 |
          //secret              |
          joe/secret            |
          /joe/sec/ret          |
          joe                   |
          """)
  void plain(String response, String login) {
    var credentials = Sasl.PLAIN.credentials(List.of(response.replace('/', '\0')));
    assertThat(credentials.map(Credentials::login).orElse(null)).isEqualTo(login);
  }

  @Test
  void login() {
    assertThat(Sasl.LOGIN.credentials(List.of("joe", "secret")))
        .contains(new Credentials("joe", "secret"));
    assertThat(Sasl.LOGIN.credentials(List.of("", "secret"))).isEmpty();
    assertThat(Sasl.LOGIN.credentials(List.of("joe", ""))).isEmpty();
  }

  @Test
  void takesBase64OfUtf8Alone() {
    assertThat(Sasl.decode("")).contains("");
    assertThat(Sasl.decode("w6k=")).contains("é");
    for (String broken : Arrays.asList("w6k=x", "w6 k=", "=", "\u00e9", "/w==", "A")) {
      assertThat(Sasl.decode(broken)).as(broken).isEmpty();
    }
  }
}
