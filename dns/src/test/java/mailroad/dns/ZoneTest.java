package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneTest {
  private static final String HEAD =
      """
      $TTL 300
      @ SOA ns hostmaster 1 3600 600 86400 60
      @ NS ns
      """;

  @Test
  void readsAMasterFile() throws ZoneException {
    Zone zone =
        Zone.parse(
            "example.tst",
            HEAD
                + """
                ; a comment
                @         MX 10 mail      ; relative
                          MX 20 mail.other.tst.
                $ORIGIN sub.example.tst.
                www 1h IN A (
                    192.0.2.1 )
                """);
    assertThat(zone.origin()).isEqualTo("example.tst");
    assertThat(zone.lines())
        .containsExactly(
            "example.tst. 300 IN NS ns.example.tst.",
            "example.tst. 300 IN SOA ns.example.tst. hostmaster.example.tst. 1 3600 600 86400 60",
            "example.tst. 300 IN MX 10 mail.example.tst.",
            "example.tst. 300 IN MX 20 mail.other.tst.",
            "www.sub.example.tst. 3600 IN A 192.0.2.1");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # after three good lines      | fault
          x A 300.1.1.1                 | line 4: Invalid address: 300.1.1.1
          x MX mail                     | line 4: expected an integer
          x WHAT 1                      | line 4: Invalid type
          x 300 IN                      | line 4: expected a string
          x A 192.0.2.1 192.0.2.2       | line 4: unexpected tokens at end of record
          x MX 70000 mail               | line 4: expected an 16 bit unsigned integer
          a..b A 192.0.2.1              | line 4: 'a..b': invalid empty label
          x TXT "no end                 | line 4: newline in quoted string
          $INCLUDE /etc/passwd          | line 4: $INCLUDE encountered
          $GENERATE 1-3 h$ A 192.0.2.$  | $GENERATE is not supported
          x.other.tst. A 192.0.2.1      | not within zone example.tst
          @ SOA ns h 2 3 4 5 6          | zone example.tst has 2 SOA records
          x CH TXT y                    | not of class IN
          """)
  void saysWhatIsWrongAndWhere(String line, String fault) {
    for (String more : List.of("\n", "\nlast A 192.0.2.9\nmore A 192.0.2.9\n")) {
      assertThatThrownBy(() -> Zone.parse("example.tst", HEAD + line + more))
          .isInstanceOf(ZoneException.class)
          .hasMessageContaining(fault);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @ NS ns                                        | has 0 SOA records
          @ SOA ns h 1 2 3 4 5                           | has no NS records
          @ SOA ns h 1 2 3 4 5;@ NS ns;x CNAME a;x A 1.2.3.4 | x.example.tst has a CNAME and other records
          @ SOA ns h 1 2 3 4 5;@ NS ns;x CNAME a;x CNAME b   | x.example.tst has a CNAME and other records
          """)
  void refusesAZoneThatCannotBeServed(String text, String fault) {
    assertThatThrownBy(() -> Zone.parse("example.tst", text.replace(';', '\n')))
        .isInstanceOf(ZoneException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void refusesANameThatIsNone() {
    assertThatThrownBy(() -> Zone.parse("a..b", HEAD))
        .isInstanceOf(ZoneException.class)
        .hasMessageContaining("not a zone name");
  }

  @Test
  void givesASetOneTimeToLive() throws ZoneException {
    Zone zone = Zone.parse("e.tst", HEAD + "@ 100 MX 1 a\n@ 200 MX 2 b\n@ 100 MX 1 a\n");
    assertThat(zone.lines())
        .filteredOn(line -> line.contains("MX"))
        .hasSize(2)
        .allMatch(line -> line.contains(" 100 "));
  }

  @Test
  void keepsTheOctetsOfText() throws ZoneException {
    var resolver =
        new FixedResolver(List.of(Zone.parse("e.tst", HEAD + "@ TXT \"gr\u00fc\u00dfe\"\n")));
    var found = (Answer.Found) resolver.resolve("e.tst", RecordType.TXT);
    assertThat(found.records().getFirst().data())
        .isEqualTo(new Rr.Txt("gr\u00c3\u00bc\u00c3\u009fe"));
  }
}
