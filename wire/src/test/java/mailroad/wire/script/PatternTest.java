package mailroad.wire.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {
  @ParameterizedTest(name = "{0} ~ {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # pattern       | line                 | like it
          +OK             | +OK                  | true
          +OK             | +OK                  | true
          +OK             | +OK ready            | false
          +OK*            | +OK ready            | true
          +OK *           | +OK                  | false
          * OK *          | * OK [ALERT] hello   | true
          a*b             | ab                   | true
          a*ba*           | abba                 | true
          ab*ba           | aba                  | false
          a*b*c           | axbxbxc              | true
          a*bc*c          | abc                  | false
          \\*             | *                    | true
          \\*             | x                    | false
          (\\Seen \\\\*)  | (\\Seen \\*)         | true
          """)
  void matches(String pattern, String line, boolean like) {
    assertThat(Pattern.parse(pattern).matches(line)).isEqualTo(like);
  }

  @Test
  void knowsOctets() {
    assertThat(Octets.unescape("a\\r\\n\\0\\x41\\xff\\\\\\*\\Seen\\"))
        .isEqualTo("a\r\n\0A\u00ff\\*\\Seen\\");
    assertThat(Octets.unescape("é")).isEqualTo("\u00c3\u00a9");
    assertThat(Octets.escape("a\r\n\0\u00ff\\")).isEqualTo("a\\r\\n\\x00\\xff\\\\");
  }
}
