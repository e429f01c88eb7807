package mailroad.guard.text;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.kernel.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # written                                    | host as a name or address
          http://www.Shop.example/a?b#c                | www.shop.example
          https://bank.example@evil.example/login      | evil.example
          http:\\\\evil.example\\a                     | evil.example
          HTTP:////evil.example                        | evil.example
          www.shop.example/a                           | www.shop.example
          //shop.example/a                             | shop.example
          https://%65vil.example/                      | evil.example
          http://192.0.2.1/                            | 192.0.2.1
          http://3221225985/                           | 192.0.2.1
          http://0xc0.0.2.1:8080/                      | 192.0.2.1
          http://0300.0.2.01/                          | 192.0.2.1
          http://192.513/                              | 192.0.2.1
          http://[2001:db8::1]/                        | 2001:db8:0:0:0:0:0:1
          http://bücher.example/                       | xn--bcher-kva.example
          http://1.2.3.4.example/                      | 1.2.3.4.example
          http://256.1.1.1/                            | 256.1.1.1
          """)
  void findsTheHostAsABrowserDoes(String written, String host) {
    WebAddress address = WebAddress.parse(written).orElseThrow();
    assertThat(
            address
                .address()
                .map(it -> it.getHostAddress())
                .or(() -> address.domain().map(Domain::name))
                .orElse("none"))
        .isEqualTo(host);
  }

  @Test
  void tellsAddressesInDisguise() {
    assertThat(WebAddress.parse("http://192.0.2.1/").orElseThrow().disguisesAddress()).isFalse();
    assertThat(WebAddress.parse("http://3221225985/").orElseThrow().disguisesAddress()).isTrue();
    assertThat(WebAddress.parse("http://0x7f.1/").orElseThrow().disguisesAddress()).isTrue();
  }

  @Test
  void takesPartsApart() {
    WebAddress address =
        WebAddress.parse("https://u:p@shop.example:8443/a/b.exe?x=1&y=2#z").orElseThrow();
    assertThat(address.user()).isEqualTo("u:p");
    assertThat(address.port()).isEqualTo(8443);
    assertThat(address.path()).isEqualTo("/a/b.exe");
    assertThat(address.query()).isEqualTo("x=1&y=2");
  }

  @Test
  void knowsWhatLeadsNowhere() {
    assertThat(WebAddress.parse("unsubscribe.html")).isEmpty();
    assertThat(WebAddress.parse("#top")).isEmpty();
    assertThat(WebAddress.parse("")).isEmpty();
    assertThat(WebAddress.parse("java\nscript:alert(1)").orElseThrow().scheme())
        .isEqualTo("javascript");
  }
}
