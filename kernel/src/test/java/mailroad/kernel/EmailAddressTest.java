package mailroad.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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

  /** Punycode takes the square of the length, and ICU throws on what is very long. */
  @Test
  void aDomainBeyondAllBoundsIsRefusedBeforeItIsDecodedA6() {
    for (String label : List.of("xn--bcher-kva", "xn--bcher-K-", "ü")) {
      assertThat(Domain.parse(label.repeat(20_000) + ".example")).isEmpty();
      assertThat(EmailAddress.parse("joe@" + label.repeat(100) + "." + label)).isEmpty();
    }
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
          joe@XN--A
          joe@Xn--0.example
          joe@[example.org]
          "joe@example.org
          "joe\\"@example.org
          """)
  void refuses(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }
}
