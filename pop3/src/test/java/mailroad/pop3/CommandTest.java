package mailroad.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import mailroad.wire.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandTest {
  private static Command parse(String line) {
    return Command.parse(new Line(line.getBytes(ISO_8859_1), Line.Ending.CRLF));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          USER joe|User[name=joe]
          user Joe Doe|User[name=Joe Doe]
          PASS a b  c |Pass[...]
          AUTH|AuthList[]
          AUTH plain|Auth[PLAIN]
          AUTH PLAIN =|Auth[PLAIN]
          AUTH PLAIN a b|Bad[why=AUTH takes a mechanism and at most one response]
          AUTH  PLAIN|Bad[why=AUTH takes a mechanism and at most one response]
          LIST|Listing[number=OptionalInt.empty]
          LIST 7|Listing[number=OptionalInt[7]]
          LIST  7|Bad[why=LIST takes a message number]
          UIDL 12|Uidl[number=OptionalInt[12]]
          RETR 3|Retr[number=3]
          RETR 3 |Bad[why=RETR takes a message number]
          RETR|Bad[why=RETR takes a message number]
          DELE 999999999|Dele[number=999999999]
          DELE 9999999999|Bad[why=DELE takes a message number]
          TOP 1 0|Top[number=1, lines=0]
          TOP 1|Bad[why=TOP takes a message number and a number of lines]
          STAT|Stat[]
          STAT 1|Bad[why=STAT takes no argument]
          CAPA|Capa[]
          STLS|Stls[]
          NOOP|Noop[]
          RSET|Rset[]
          QUIT|Quit[]
          utf8|Utf8[]
          UTF8 x|Bad[why=UTF8 takes no argument]
          LANG|Lang[language=Optional.empty]
          LANG EN|Lang[language=Optional[en]]
          XTND XMIT|Bad[why=unknown command]
          """)
  void reads(String line, String command) {
    assertThat(parse(line)).hasToString(command);
  }

  @Test
  void keepsEachOctetOfAPassword() {
    assertThat(parse("PASS  a b ")).isEqualTo(new Command.Pass(" a b "));
  }

  @Test
  void takesNoLineThatEndsInABareLf() {
    assertThat(Command.parse(new Line("STAT".getBytes(ISO_8859_1), Line.Ending.BARE_LF)))
        .isInstanceOf(Command.Bad.class);
  }

  @Test
  void readsWhateverComes() {
    String[] words = {
      "USER",
      "PASS",
      "AUTH",
      "LIST",
      "TOP",
      "RETR",
      " ",
      "  ",
      "1",
      "-",
      "\0",
      "\r",
      "é",
      "9".repeat(30)
    };
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(6); n > 0; n--) {
        line.append(words[random.nextInt(words.length)]);
      }
      assertThat(parse(line.toString())).isNotNull();
    }
  }
}
