package mailroad.imap.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mailbox names, patterns, sets, dates and literals. */
class SyntaxTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name           | modified UTF-7 (RFC 3501 section 5.1.3)
          INBOX            | INBOX
          Tom & Jerry      | Tom &- Jerry
          ~peter/mail/台北/日本語 | ~peter/mail/&U,BTFw-/&ZeVnLIqe-
          Entwürfe         | Entw&APw-rfe
          😀               | &2D3eAA-
          ä&ö              | &AOQ-&-&APY-
          """)
  void writesNamesInModifiedUtf7(String name, String coded) {
    assertThat(ModifiedUtf7.encode(name)).isEqualTo(coded);
    assertThat(ModifiedUtf7.decode(coded)).hasValue(name);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # wrong          | why
          &                | a shift without its end
          &AOQ             | a shift without its end
          &AOQ-&AOQ-       | two shifts that should have been one
          &AGE-            | printable ASCII shifted
          &A-              | half a character
          &AOR-            | bits left over
          &AO/-            | the slash of other alphabets
          &2D0-            | half a surrogate pair
          &3gA-            | the other half
          Entwürfe         | octets beyond ASCII
          """)
  void refusesWrongModifiedUtf7(String coded, String why) {
    assertThat(ModifiedUtf7.decode(coded)).as(why).isEmpty();
  }

  @Test
  void writesAnyNameSoThatItCanBeRead() {
    SplittableRandom random = new SplittableRandom(19);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder name = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        int c =
            switch (random.nextInt(4)) {
              case 0 -> ' ' + random.nextInt(95);
              case 1 -> '&';
              case 2 -> 0x80 + random.nextInt(0x3000);
              default -> 0x1F000 + random.nextInt(0x1000);
            };
        name.appendCodePoint(c);
      }
      String coded = ModifiedUtf7.encode(name.toString());
      assertThat(coded).matches("[ -~]*");
      assertThat(ModifiedUtf7.decode(coded)).hasValue(name.toString());
    }
  }

  @Test
  void readsAnyModifiedUtf7AsSomethingThatIsWrittenTheSame() {
    SplittableRandom random = new SplittableRandom(23);
    String alphabet = "&-AOQa+,/ 2D3e";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(14); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Optional<String> name = ModifiedUtf7.decode(text.toString());
      assertThat(name.map(ModifiedUtf7::encode).orElse(text.toString())).isEqualTo(text.toString());
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # reference | pattern  | name      | matches
          ``          | *        | a/b       | true
          ``          | %        | a/b       | false
          ``          | %        | a         | true
          ``          | %/%      | a/b       | true
          ``          | %/%      | a/b/c     | false
          ``          | *c       | a/b/c     | true
          ``          | a*c      | a/b/c     | true
          ``          | a%c      | a/b/c     | false
          ``          | a%c      | abc       | true
          ``          | a        | A         | false
          ``          | inbox    | INBOX     | true
          ``          | iNb%     | INBOX     | true
          ``          | inbox/x  | INBOX/x   | true
          ``          | inbox/X  | INBOX/x   | false
          ``          | x/inbox  | x/INBOX   | false
          a/          | %        | a/b       | true
          a           | *        | a/b       | true
          ``          | &AOQ-*   | äx        | true
          ``          | &AOQ*    | äx        | false
          ``          | **%%*    | a/b       | true
          ``          | a%*      | a/b       | true
          ``          | ``       | a         | false
          """)
  void matchesNames(String reference, String pattern, String name, boolean matches) {
    assertThat(MailboxPattern.parse(reference, pattern).filter(p -> p.matches(name)).isPresent())
        .isEqualTo(matches);
  }

  @Test
  void matchesInTimeThatDoesNotExplode() {
    // A21: with backtracking this would not end in anybody's life time
    MailboxPattern pattern = MailboxPattern.parse("", "*a%b".repeat(200)).orElseThrow();
    assertThat(pattern.matches("a".repeat(900) + "/")).isFalse();
    assertThat(MailboxPattern.parse("", "*%".repeat(10_000)).orElseThrow().toString())
        .isEqualTo("*");
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # set        | largest | numbers
          1            | 9       | 1-1
          2,4:7,9,12:* | 15      | 2-2 4-7 9-9 12-15
          *            | 9       | 9-9
          5:*          | 3       | 3-5
          *:1          | 3       | 1-3
          3:1,2:5      | 9       | 1-5
          1,2,3        | 9       | 1-3
          1:*          | 0       | none
          *            | 0       | none
          4            | 0       | 4-4
          """)
  void resolvesSets(String text, long largest, String numbers) throws Malformed {
    SequenceSet set = SequenceSet.parse(new Input(text.getBytes(StandardCharsets.US_ASCII)));
    String ranges =
        String.join(" ", set.resolve(largest).stream().map(r -> r.from() + "-" + r.to()).toList());
    assertThat(ranges.isEmpty() ? "none" : ranges).isEqualTo(numbers);
    assertThat(set.toString()).isEqualTo(text);
  }

  @Test
  void writesDates() {
    assertThat(Dates.show(Instant.parse("1996-07-07T09:44:25Z")))
        .isEqualTo("\"07-Jul-1996 09:44:25 +0000\"");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # end of a line | literal
          x {5}           | 5 true
          x {5+}          | 5 false
          x {5-}          | none
          x {}            | none
          x {5} y         | none
          {4294967295}    | 4294967295 true
          {9223372036854775808} | none
          5}              | none
          """)
  void findsLiterals(String line, String literal) {
    assertThat(
            LiteralMark.atEndOf(line.getBytes(StandardCharsets.US_ASCII))
                .map(mark -> mark.octets() + " " + mark.waits())
                .orElse("none"))
        .isEqualTo(literal);
  }
}
