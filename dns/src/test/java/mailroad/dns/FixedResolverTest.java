package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedResolverTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final FixedResolver RESOLVER =
      FixedResolver.of(
              """
              b.example.       300 IN MX 20 mx2.b.example.
              b.example.       300 IN MX 10 mx.b.example.
              null.example.    300 IN MX 0 .
              mx.b.example.    300 IN A 192.0.2.1
              mx.b.example.    300 IN AAAA 2001:db8::1
              deep.er.example. 300 IN TXT "one" " and two"
              www.example.     300 IN CNAME mx.b.example.
              loop.example.    300 IN CNAME pool.example.
              pool.example.    300 IN CNAME loop.example.
              *.wild.example.  300 IN MX 5 mx.b.example.
              _smtp._tcp.example. 300 IN SRV 1 2 25 mx.b.example.
              _25._tcp.mx.b.example. 300 IN TLSA 3 1 1 %s
              1.2.0.192.in-addr.arpa. 300 IN PTR mx.b.example.
              old.example.     300 IN DNAME new.example.
              a.new.example.   300 IN A 192.0.2.7
              """
                  .formatted(DIGEST))
          .failing("down.example", "all servers are silent");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name            | type  | answer
          b.example         | MX    | Found Mx 20 mx2.b.example, Mx 10 mx.b.example
          B.Example.        | MX    | Found Mx 20 mx2.b.example, Mx 10 mx.b.example
          null.example      | MX    | Found Mx 0 .
          b.example         | A     | NoData
          mx.b.example      | MX    | NoData
          mx.b.example      | A     | Found 192.0.2.1
          mx.b.example      | AAAA  | Found 2001:db8:0:0:0:0:0:1
          none.b.example    | MX    | NoDomain
          er.example        | TXT   | NoData
          deep.er.example   | TXT   | Found one and two
          www.example       | A     | Found 192.0.2.1
          www.example       | CNAME | Found CNAME mx.b.example
          www.example       | MX    | NoData
          loop.example      | A     | Failed
          x.wild.example    | MX    | Found Mx 5 mx.b.example
          x.y.wild.example  | MX    | Found Mx 5 mx.b.example
          x.wild.example    | A     | NoData
          wild.example      | MX    | NoData
          a.old.example     | A     | Found 192.0.2.7
          b.old.example     | A     | NoDomain
          _smtp._tcp.example | SRV  | Found Srv 1 2 25 mx.b.example
          down.example      | MX    | Failed
          bad..example      | MX    | Failed
          bücher.example    | MX    | Failed
          """)
  void answersFromItsZones(String name, RecordType type, String expected) {
    assertThat(Answers.show(RESOLVER.resolve(name, type))).isEqualTo(expected);
  }

  /** RFC 6698 section 2.1. */
  @Test
  void answersTlsa() {
    var found = (Answer.Found) RESOLVER.resolve(Names.tlsa(25, "mx.b.example"), RecordType.TLSA);
    assertThat(found.records().getFirst().data()).isEqualTo(new Rr.Tlsa(3, 1, 1, DIGEST));
    assertThat(((Rr.Tlsa) found.records().getFirst().data()).octets()).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 1.2.0.192.in-addr.arpa",
    "2001:db8::1, 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
  })
  void looksAddressesUpBackwards(String address, String name) {
    assertThat(Names.reverse(InetAddress.ofLiteral(address))).isEqualTo(name);
  }

  @Test
  void tellsTheNameOfAnAddress() {
    Answer answer = RESOLVER.resolve("1.2.0.192.in-addr.arpa", RecordType.PTR);
    assertThat(Answers.show(answer)).isEqualTo("Found PTR mx.b.example");
  }

  @Test
  void tellsTheAliasesInOrder() {
    var found = (Answer.Found) RESOLVER.resolve("a.old.example", RecordType.A);
    assertThat(found.aliases())
        .extracting(Rr::text)
        .containsExactly("a.old.example. 300 IN CNAME a.new.example.");
  }

  @Test
  void saysWhichLineIsWrong() {
    assertThatThrownBy(
            () -> FixedResolver.of("a.example. 300 IN A 192.0.2.1\nb.example. 300 IN A x\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("line 2: ");
  }

  @Test
  void doesNotKnowNamesOutsideItsZones() throws ZoneException {
    var resolver =
        new FixedResolver(
            java.util.List.of(
                Zone.parse("b.example", "@ SOA ns h 1 2 3 4 5\n@ NS ns.c.example.\n")));
    assertThat(resolver.resolve("c.example", RecordType.MX)).isInstanceOf(Answer.Failed.class);
  }
}
