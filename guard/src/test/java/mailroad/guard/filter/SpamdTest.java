package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.filter.SpamdLine.Asks;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import org.junit.jupiter.api.Test;

class SpamdTest {
  private static final Domain US = Domain.parse("us.example").orElseThrow();
  private static final SpamdLine USUAL = SpamdLine.at("127.0.0.1:1");

  private static Filter filter(SpamdLine line, FakeProgram program) {
    SpamdLine there =
        new SpamdLine(
            "",
            program.address(),
            line.mail(),
            line.asks(),
            line.user(),
            line.scorePercent(),
            line.octetsMax(),
            line.timeLimit(),
            line.onFailure(),
            line.connectionsMax());
    return Filters.open(
            FakeProgram.WORLD,
            US,
            FiltersConfig.DEFAULT.with(List.of(), List.of(), List.of(there), List.of()))
        .getFirst();
  }

  private static String ok(String spam, String content) {
    return "SPAMD/1.1 0 EX_OK\r\nContent-length: %d\r\nSpam: %s\r\n\r\n%s"
        .formatted(content.getBytes(StandardCharsets.UTF_8).length, spam, content);
  }

  private static Opinion answered(SpamdLine line, Suspect suspect, String answer) throws Exception {
    try (FakeProgram program =
        FakeProgram.onTcp((wire, _) -> {
          FakeProgram.request(wire);
          wire.write(answer);
        })) {
      return filter(line, program).look(suspect);
    }
  }

  private static Opinion answered(SpamdLine line, String answer) throws Exception {
    return answered(line, Letters.incoming(Letters.PLAIN), answer);
  }

  @Test
  void showsTheMessageWithOurOwnFieldAndTheSender() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    try (FakeProgram program =
        FakeProgram.onTcp((wire, _) -> {
          seen.set(FakeProgram.request(wire));
          wire.write(ok("False ; 0.0 / 5.0", ""));
        })) {
      Opinion opinion =
          filter(USUAL.asking(Asks.SYMBOLS, "*"), program).look(Letters.incoming(Letters.PLAIN));
      assertThat(opinion.evidence().getLast().score()).isZero();
    }
    String message = "X-Envelope-From: <s@example.com>\r\n" + Letters.TRACE + Letters.PLAIN;
    assertThat(seen.get())
        .isEqualTo(
            "SYMBOLS SPAMC/1.5\nContent-length: %d\nUser: b@example.org\n\n%s"
                .formatted(message.length(), message));
  }

  private static final String REPORT =
      """
      Spam detection software, running on the system "vm".

      Content analysis details:   (1004.2 points, 5.0 required)

       pts rule name              description
      ---- ---------------------- --------------------------------------------------
      -0.5 NO_RECEIVED            Informational: message has no Received headers
       2.7 MISSING_DATE           Missing Date: header
      1000 GTUBE                  BODY: Generic Test for Unsolicited
                                  Bulk Email
       0.0 TVD_SPACE_RATIO        No description available.

      """;

  @Test
  void eachRuleOfAReportIsEvidence() throws Exception {
    Opinion opinion = answered(USUAL, ok("True ; 1004.2 / 5.0", REPORT));
    assertThat(opinion.demand()).isEmpty();
    assertThat(opinion.evidence().stream().skip(1))
        .extracting(one -> "%s %s %s".formatted(one.name(), one.score(), one.why().finding()))
        .containsExactly(
            "spamd-gtube 1000.0 BODY: Generic Test for Unsolicited Bulk Email",
            "spamd-missing-date 2.7 Missing Date: header",
            "spamd-no-received -0.5 Informational: message has no Received headers",
            "spamd-tvd-space-ratio 0.0 No description available.",
            "spamd-rest 2.0 spamd's sum is 1004.20, which its rules alone do not make");
  }

  @Test
  void symbolsAreTheReasonsOfOneScore() throws Exception {
    Opinion opinion =
        answered(USUAL.asking(Asks.SYMBOLS, ""), ok("Yes ; 7.2 / 5.0", "A_ONE,B_TWO\r\n"));
    assertThat(opinion.evidence().getLast().score()).isEqualTo(7.2);
    assertThat(opinion.evidence().getLast().why())
        .isEqualTo(
            new Why("spamd gives it 7.2 of 5.0", List.of(new Why("A_ONE"), new Why("B_TWO"))));
  }

  @Test
  void itsOwnFieldsTakeThePlaceOfThoseThatPretendToBe() throws Exception {
    Opinion opinion =
        answered(
            USUAL.asking(Asks.HEADERS, ""),
            ok(
                "True ; 7.2 / 5.0",
                "X-Spam-Flag: YES\r\nX-Spam-Status: Yes, score=7.2 required=5.0\r\n"
                    + "\ttests=A_ONE,\r\n\tB_TWO=1.5 autolearn=no\r\nSubject: one\r\n\r\n"));
    assertThat(opinion.evidence().getLast().why().because())
        .containsExactly(new Why("A_ONE"), new Why("B_TWO"));
    assertThat(opinion.changes())
        .containsExactly(
            new Change.ChangeField(1, "X-Spam-Flag", ""),
            new Change.AddField("X-Spam-Flag", "YES"),
            new Change.AddField(
                "X-Spam-Status",
                "Yes, score=7.2 required=5.0\r\n\ttests=A_ONE,\r\n\tB_TWO=1.5 autolearn=no"));
  }

  @Test
  void nonsenseFollowsTheRule() throws Exception {
    SpamdLine defers = USUAL.within(0, FakeProgram.PATIENCE, OnFailure.DEFER, 0);
    assertThat(reason(answered(defers, "moo\r\n"))).contains("it said \"moo\"");
    assertThat(reason(answered(defers, "SPAMD/1.1 74 EX_IOERR\r\n\r\n"))).contains("EX_IOERR");
    assertThat(reason(answered(defers, "SPAMD/1.1 0 EX_OK\r\n\r\n"))).contains("without a score");
    assertThat(reason(answered(defers, ok("True ; 1e9 / 5", "")))).contains("without a score");
    assertThat(reason(answered(defers, "SPAMD/1.1 0 EX_OK\r\nmoo\r\n\r\n")))
        .contains("makes no sense");
    assertThat(reason(answered(defers, "SPAMD/1.1 0 " + "x".repeat(9000) + "\r\n")))
        .contains("a line of more than");
    assertThat(
            reason(
                answered(
                    defers,
                    "SPAMD/1.1 0 EX_OK\r\nContent-length: 99999999\r\nSpam: True ; 1 / 5\r\n\r\n")))
        .contains("an answer of more than");
    assertThat(reason(answered(defers, ok("True ; 1.0 / 5.0", "x".repeat(100)).substring(0, 90))))
        .contains("closed the connection");
    SpamdLine hasty = USUAL.within(0, Duration.ofMillis(300), OnFailure.DEFER, 0);
    try (FakeProgram program = FakeProgram.onTcp((wire, _) -> FakeProgram.hang(wire))) {
      assertThat(reason(filter(hasty, program).look(Letters.incoming(Letters.PLAIN))))
          .contains("no answer within");
    }
  }

  private static String reason(Opinion opinion) {
    assertThat(opinion.demand())
        .hasValueSatisfying(
            demand -> assertThat(((Demand.Refuse) demand).reply().code()).isEqualTo(451));
    return opinion.evidence().getFirst().why().toString();
  }
}
