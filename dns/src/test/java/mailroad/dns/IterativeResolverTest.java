package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IterativeResolverTest {
  private static final int ROOT = 1;
  private static final int TST = 2;
  private static final int B1 = 3;
  private static final int B2 = 4;
  private static final int OTHER = 5;

  private TestNet net;

  @BeforeEach
  void open() throws IOException {
    net =
        new TestNet.Builder()
            .zone(
                ROOT,
                ".",
                """
                tst. NS ns.tst.
                ns.tst. A 127.0.53.2
                """)
            .zone(
                TST,
                "tst.",
                """
                exampleB NS ns1.exampleB
                exampleB NS ns2.exampleB
                ns1.exampleB A 127.0.53.3
                ns2.exampleB A 127.0.53.4
                other NS ns.other
                ns.other A 127.0.53.5
                far NS ns.other
                ; glue that leads to a network that is not asked
                inside NS ns.inside
                ns.inside A 10.0.0.1
                """)
            .zone(B1, "exampleb.tst.", EXAMPLE_B)
            .zone(B2, "exampleb.tst.", EXAMPLE_B)
            .zone(OTHER, "other.tst.", "ns A 127.0.53.5\nwww A 192.0.2.5\n")
            .zone(OTHER, "far.tst.", "@ MX 10 mail.other.tst.\n")
            .open();
  }

  private static final String EXAMPLE_B =
      """
      @ MX 10 mx
      mx A 192.0.2.10
      mx AAAA 2001:db8::10
      alias CNAME www.other.tst.
      near CNAME mx
      deadend CNAME none.other.tst.
      nothing CNAME www.other.tst.
      old DNAME other.tst.
      big TXT "%1$s"
      big TXT "2%1$s"
      big TXT "3%1$s"
      big TXT "4%1$s"
      big TXT "5%1$s"
      big TXT "6%1$s"
      brief 0 A 192.0.2.11
      """
          .formatted("x".repeat(240));

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  @Test
  void walksFromTheRoot() throws InterruptedException {
    Answer answer = net.iterative().resolve("exampleB.tst", RecordType.MX);
    assertThat(Answers.show(answer)).isEqualTo("Found Mx 10 mx.exampleb.tst");
    assertThat(net.takeAsked())
        .satisfiesExactly(
            root -> assertThat(root).isEqualTo("1 UDP exampleb.tst MX"),
            tst -> assertThat(tst).isEqualTo("2 UDP exampleb.tst MX"),
            b -> assertThat(b).matches("[34] UDP exampleb.tst MX"));
    assertThat(answer.walk().toString().lines().toList())
        .satisfiesExactly(
            l -> assertThat(l).matches("exampleb.tst MX: 1 record, 3 queries, \\d+ ms"),
            l ->
                assertThat(l)
                    .matches(
                        "  asked a.root at 127.0.53.1:%d over UDP for exampleb.tst MX:"
                                .formatted(net.port())
                            + " referred to the servers of tst: ns.tst \\(\\d+ ms\\)"),
            l -> assertThat(l).contains("asked ns.tst", "referred to the servers of exampleb.tst"),
            l -> assertThat(l).matches("  asked ns[12].exampleb.tst at .* answered \\(\\d+ ms\\)"),
            l -> assertThat(l).isEqualTo("    exampleb.tst. 300 IN MX 10 mx.exampleb.tst."));
  }

  @Test
  void remembersAnswersAndWhomToAsk() throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    resolver.resolve("exampleb.tst", RecordType.MX);
    net.takeAsked();
    Answer again = resolver.resolve("exampleb.tst", RecordType.MX);
    assertThat(net.takeAsked()).isEmpty();
    assertThat(again.walk().toString())
        .contains("without asking anybody", "exampleb.tst MX: answered, from the cache, ")
        .contains(" s left");
    resolver.resolve("mx.exampleb.tst", RecordType.A);
    assertThat(net.takeAsked()).singleElement().asString().matches("[34] UDP mx.exampleb.tst A");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name              | type | answer
          mx.exampleb.tst     | AAAA | Found 2001:db8:0:0:0:0:0:10
          mx.exampleb.tst     | MX   | NoData
          none.exampleb.tst   | MX   | NoDomain
          nowhere.tst         | MX   | NoDomain
          nowhere             | MX   | NoDomain
          alias.exampleb.tst  | A    | Found 192.0.2.5
          near.exampleb.tst   | A    | Found 192.0.2.10
          alias.exampleb.tst  | MX   | NoData
          deadend.exampleb.tst| A    | NoDomain
          www.old.exampleb.tst| A    | Found 192.0.2.5
          old.exampleb.tst    | A    | NoData
          far.tst             | MX   | Found Mx 10 mail.other.tst
          inside.tst          | MX   | Failed
          exampleb.tst        | NS   | Found NS ns.of.exampleb.tst
          tst                 | NS   | Found NS ns.of.tst
          brief.exampleb.tst  | A    | Found 192.0.2.11
          """)
  void tellsWhatIsThereFromWhatIsNot(String name, RecordType type, String expected)
      throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    Answer cold = resolver.resolve(name, type);
    assertThat(Answers.show(cold)).as(cold.walk().toString()).isEqualTo(expected);
    assertThat(Answers.show(resolver.resolve(name, type))).isEqualTo(expected);
  }
}
