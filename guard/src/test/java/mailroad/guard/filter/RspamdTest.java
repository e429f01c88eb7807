package mailroad.guard.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.filter.RspamdLine.OnReject;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.wire.Wire;
import org.junit.jupiter.api.Test;

class RspamdTest {
  private static final Domain US = Domain.parse("us.example").orElseThrow();
  private static final RspamdLine USUAL = RspamdLine.at("127.0.0.1:1");

  private static Filter filter(RspamdLine line, FakeProgram program) {
    RspamdLine there =
        new RspamdLine(
            "",
            program.address(),
            line.password(),
            line.mail(),
            line.scorePercent(),
            line.onReject(),
            line.deferGreylist(),
            line.markSpam(),
            line.ignored(),
            line.octetsMax(),
            line.timeLimit(),
            line.onFailure(),
            line.connectionsMax());
    return Filters.open(
            FakeProgram.WORLD,
            US,
            FiltersConfig.DEFAULT.with(List.of(), List.of(there), List.of(), List.of()))
        .getFirst();
  }

  private static String ok(String json) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(json.getBytes(StandardCharsets.UTF_8).length, json);
  }

  private static Opinion answered(RspamdLine line, Suspect suspect, String answer)
      throws Exception {
    try (FakeProgram program =
        FakeProgram.onTcp((wire, _) -> {
          FakeProgram.request(wire);
          wire.write(answer);
        })) {
      return filter(line, program).look(suspect);
    }
  }

  private static Opinion answered(RspamdLine line, String json) throws Exception {
    return answered(line, Letters.incoming(Letters.PLAIN), ok(json));
  }

  private static final String SOFT =
      """
      {"action":"soft reject","score":1,"required_score":15,
       "messages":{"smtp_message":"Try again\\r\\n550 later"}}\
      """;

  @Test
  void tellsAllItKnowsInTheHeaderAndTheOctetsAsTheyCame() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>("");
    try (FakeProgram program =
        FakeProgram.onTcp((wire, _) -> {
          seen.set(FakeProgram.request(wire));
          wire.write(ok("{\"action\":\"no action\",\"score\":0,\"required_score\":15}"));
        })) {
      filter(USUAL.withPassword("q1"), program)
          .look(Letters.byLogin(Letters.PLAIN, "anna@example.org"));
    }
    assertThat(seen.get())
        .isEqualTo(
            """
            POST /checkv2 HTTP/1.1
            Host: localhost
            User-Agent: Mailroad
            MTA-Name: us.example
            Queue-Id: %s
            IP: 192.0.2.7
            Helo: mx.example.com
            User: anna@example.org
            From: s@example.com
            Rcpt: b@example.org
            Deliver-To: b@example.org
            Password: q1
            Content-Length: %d
            Connection: close

            %s\
            """
                .formatted(Letters.ID, Letters.PLAIN.length(), Letters.PLAIN));
  }

  @Test
  void eachSymbolIsEvidenceWithItsScore() throws Exception {
    Opinion opinion =
        answered(
            USUAL.counting(50),
            """
            {"action":"greylist","score":5.5,"required_score":15,"is_skipped":false,"symbols":{
              "R_SPF_FAIL":{"name":"R_SPF_FAIL","score":1.0,"metric_score":1.0,
                            "description":"SPF verification failed","options":["-all","x.example"]},
              "BAYES_SPAM":{"name":"BAYES_SPAM","score":4.0},
              "R_GOOD":{"score":-0.2,"description":"good"}}}\
            """);
    assertThat(opinion.demand()).isEmpty();
    assertThat(opinion.evidence().subList(1, 6))
        .extracting(one -> "%s %s %s".formatted(one.name(), one.score(), one.why().finding()))
        .containsExactly(
            "rspamd-action 0.0 rspamd says \"greylist\": 5.50 of 15.00",
            "rspamd-bayes-spam 2.0 BAYES_SPAM",
            "rspamd-r-spf-fail 0.5 SPF verification failed (-all, x.example)",
            "rspamd-r-good -0.1 good",
            "rspamd-rest 0.35 rspamd's sum is 5.50, which its rules alone do not make");
  }

  @Test
  void rejectsAsTheConfigurationSays() throws Exception {
    String reject = "{\"action\":\"reject\",\"score\":20,\"required_score\":15}";
    assertThat(answered(USUAL, reject).demand())
        .contains(new Demand.Refuse(new Reply(554, "5.7.1", "Spam message rejected")));
    assertThat(answered(obeying(OnReject.QUARANTINE), reject).demand())
        .contains(new Demand.Quarantine("rspamd says \"reject\""));
    assertThat(answered(obeying(OnReject.DISCARD), reject).demand())
        .contains(new Demand.Discard("rspamd says \"reject\""));
    assertThat(answered(obeying(OnReject.SCORE), reject).demand()).isEmpty();
  }

  private static RspamdLine obeying(OnReject rule, String... ignored) {
    return USUAL.obeying(rule, false, false, List.of(ignored));
  }

  @Test
  void defersInWordsThatCannotBecomeReplies() throws Exception {
    assertThat(answered(USUAL, SOFT).demand())
        .contains(new Demand.Refuse(new Reply(451, "4.7.1", "Try again 550 later")));
    assertThat(answered(obeying(OnReject.REFUSE, "soft reject"), SOFT).demand()).isEmpty();
    String grey = "{\"action\":\"greylist\",\"score\":5,\"required_score\":15}";
    assertThat(answered(USUAL, grey).demand()).isEmpty();
    assertThat(answered(USUAL.obeying(OnReject.REFUSE, true, false, List.of()), grey).demand())
        .contains(new Demand.Refuse(new Reply(451, "4.7.1", "Try again later")));
    assertThat(answered(USUAL, "{\"action\":\"discard\"}").demand())
        .contains(new Demand.Discard("rspamd says \"discard\""));
    assertThat(answered(USUAL, "{\"action\":\"quarantine\"}").demand())
        .contains(new Demand.Quarantine("rspamd says \"quarantine\""));
  }

  @Test
  void rewritesTheSubjectAndMarksSpam() throws Exception {
    String rewrite = "{\"action\":\"rewrite subject\",\"subject\":\"[SPAM] one\",\"score\":7}";
    assertThat(answered(USUAL, rewrite).changes())
        .containsExactly(new Change.ChangeField(1, "Subject", "[SPAM] one"));
    assertThat(answered(obeying(OnReject.REFUSE, "rewrite subject"), rewrite).changes()).isEmpty();
    String add = "{\"action\":\"add header\",\"score\":7}";
    assertThat(answered(USUAL, add).changes()).isEmpty();
    assertThat(answered(USUAL.obeying(OnReject.REFUSE, false, true, List.of()), add).changes())
        .containsExactly(new Change.AddField("X-Spam", "Yes"));
  }

  private static final String MILTER =
      """
      {"action":"no action","score":0,"required_score":15,
       "dkim-signature":"v=1; a=rsa-sha256;\\r\\n\\tb=x",
       "milter":{
         "remove_headers":{"x-a":0,"X-B":-1,"X-C":[1,2],"X-None":1},
         "add_headers":{"X-Plain":"p","X-Top":{"value":"t","order":0},
                        "X-Last":{"value":"l","order":-1},"X-Many":["1",{"value":"2"}]},
         "change_from":"new@example.com","add_rcpt":["c@example.org"],
         "del_rcpt":["<b@example.org>"]}}\
      """;

  @Test
  void changesWhatItsMilterReplyNames() throws Exception {
    String content = "X-A: 1\r\nX-B: 1\r\nX-A: 2\r\nX-B: 2\r\nX-C: 1\r\nX-C: 2\r\n\r\n";
    Opinion opinion = answered(USUAL, Letters.incoming(content), ok(MILTER));
    assertThat(opinion.changes())
        .containsExactly(
            new Change.ChangeField(1, "x-a", ""),
            new Change.ChangeField(2, "x-a", ""),
            new Change.ChangeField(2, "X-B", ""),
            new Change.ChangeField(1, "X-C", ""),
            new Change.ChangeField(2, "X-C", ""),
            new Change.AddField("X-Plain", "p"),
            new Change.InsertField(0, "X-Top", "t"),
            new Change.InsertField(7, "X-Last", "l"),
            new Change.AddField("X-Many", "1"),
            new Change.AddField("X-Many", "2"),
            new Change.InsertField(1, "DKIM-Signature", "v=1; a=rsa-sha256;\r\n\tb=x"),
            new Change.ChangeSender(ReversePath.of(EmailAddress.of("new@example.com"))),
            new Change.AddRecipient(EmailAddress.of("c@example.org")),
            new Change.RemoveRecipient(EmailAddress.of("b@example.org")));
    assertThat(
            answered(
                    obeying(OnReject.REFUSE, "fields", "envelope"),
                    Letters.incoming(content),
                    ok(MILTER))
                .changes())
        .isEmpty();
  }

  @Test
  void nonsenseFollowsTheRule() throws Exception {
    RspamdLine defers = USUAL.within(0, FakeProgram.PATIENCE, OnFailure.DEFER, 0);
    Suspect letter = Letters.incoming(Letters.PLAIN);
    assertThat(reason(answered(defers, letter, "moo\r\n"))).contains("not HTTP");
    assertThat(reason(answered(defers, letter, "HTTP/1.1 403 Forbidden\r\n\r\n")))
        .contains("HTTP status 403");
    assertThat(reason(answered(defers, "{\"action\":"))).contains("no JSON");
    assertThat(reason(answered(defers, "[]"))).contains("no JSON object");
    assertThat(reason(answered(defers, "{\"action\":5}"))).contains("without an action");
    assertThat(reason(answered(defers, "{\"action\":\"x\",\"score\":1e999}")))
        .contains("no number");
    assertThat(
            reason(
                answered(
                    defers,
                    "{\"action\":\"x\",\"milter\":{\"add_headers\":{\"To: a\\r\\nX\":\"y\"}}}")))
        .contains("without a name");
    assertThat(reason(answered(defers, "[".repeat(100_000)))).contains("no JSON");
    assertThat(
            reason(
                answered(defers, letter, "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")))
        .contains("octets of content");
    assertThat(reason(answered(defers, letter, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")))
        .contains("closed the connection");
  }

  @Test
  void hangingAndDrippingEndAtTheTimeLimit() throws Exception {
    RspamdLine marks = USUAL.within(0, Duration.ofMillis(300), OnFailure.MARK, 0);
    try (FakeProgram program = FakeProgram.onTcp((wire, _) -> FakeProgram.hang(wire))) {
      assertThat(filter(marks, program).look(Letters.incoming(Letters.PLAIN)).changes())
          .containsExactly(new Change.AddField("Mailroad-Unchecked", "rspamd"));
    }
    try (FakeProgram program =
        FakeProgram.onTcp((wire, _) -> {
          FakeProgram.request(wire);
          drip(wire, ok("{\"action\":\"no action\"}" + " ".repeat(1000)));
        })) {
      assertThat(filter(marks, program).look(Letters.incoming(Letters.PLAIN)).changes())
          .containsExactly(new Change.AddField("Mailroad-Unchecked", "rspamd"));
    }
  }

  /** An octet now and then, until the other side has enough of it. */
  private static void drip(Wire wire, String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      wire.write(text.substring(i, i + 1));
      wire.flush();
      try {
        FakeProgram.WORLD.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static String reason(Opinion opinion) {
    assertThat(opinion.demand())
        .hasValueSatisfying(
            demand -> assertThat(((Demand.Refuse) demand).reply().code()).isEqualTo(451));
    assertThat(opinion.evidence()).extracting(Evidence::name).containsExactly("rspamd-failed");
    return opinion.evidence().getFirst().why().toString();
  }
}
