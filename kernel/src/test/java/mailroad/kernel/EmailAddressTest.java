package mailroad.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailAddressTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # text                       | as it goes over the wire (RFC 5321 section 4.1.2)
          joe@example.org              | joe@example.org
          Joe@EXAMPLE.org              | Joe@example.org
          "joe"@example.org            | joe@example.org
          "a b"@example.org            | "a b"@example.org
          "a\\"@b"@example.org         | "a\\"@b"@example.org
          joe@[192.0.2.1]              | joe@[192.0.2.1]
          joe@[IPv6:2001:DB8::1]       | joe@[IPv6:2001:db8:0:0:0:0:0:1]
          joe@bücher.example           | joe@xn--bcher-kva.example
          грета@example.org            | грета@example.org
          """)
  void readsAndWrites(String text, String wire) {
    assertThat(EmailAddress.parse(text)).map(EmailAddress::toString).contains(wire);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          joe
          @example.org
          joe@
          joe@example.org.
          joe.@example.org
          .joe@example.org
          j..e@example.org
          joe@-example.org
          joe@exa mple.org
          joe@[300.1.1.1]
          joe@[example.org]
          "joe@example.org
          "joe\\"@example.org
          """)
  void refuses(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }
}
