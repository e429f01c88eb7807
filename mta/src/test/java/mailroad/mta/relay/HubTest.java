package mailroad.mta.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.Bench;
import mailroad.mta.FakeMx;
import mailroad.mta.relay.RelayConfig.RecipientsLine;
import mailroad.mta.relay.RelayConfig.Unreachable;
import mailroad.mta.relay.RelayConfig.Verify;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.RouteLine;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.store.Key;
import mailroad.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup MX or hub between the world and a primary. */
class HubTest {
  private static final Domain HUB = new Domain("hub.example");

  private final Bench bench = new Bench();
  private FakeMx primary;

  @BeforeEach
  void aPrimary() throws Exception {
    primary = bench.exchanger("127.0.0.41", 0);
    bench
        .routing(
            new RoutingConfigBuilder()
                .loopback(primary.port())
                .relayDomains("hub.example")
                .routes(new RouteLine("hub.example", "[primary.hub.example]"))
                .build())
        .dns(FixedResolver.of("primary.hub.example. 60 IN A 127.0.0.41"));
  }

  @AfterEach
  void end() throws Exception {
    bench.close();
  }

  private String rcpt(String recipient) throws Exception {
    Envelope soFar =
        new Envelope(ReversePath.parse("x@away.example").orElseThrow(), MailParameters.NONE);
    Decision decision =
        bench
            .mta()
            .reception()
            .recipient(Bench.stranger(), soFar, Recipient.of(EmailAddress.of(recipient)));
    return switch (decision) {
      case Decision.Accept() -> "yes";
      case Decision.Refuse(var reply) -> reply.toString();
    };
  }

  @Test
  void r37ThePrimaryIsAskedAndItsAnswerIsRemembered() throws Exception {
    primary.says("RCPT TO:<nobody@", "550 5.1.1 who is that");
    bench.start();
    assertThat(rcpt("anna@hub.example")).isEqualTo("yes");
    assertThat(rcpt("nobody@hub.example"))
        .isEqualTo(
            "550 5.1.1 <nobody@hub.example>: no such mailbox there: primary.hub.example said:"
                + " 550 5.1.1 who is that");
    assertThat(primary.heard("MAIL")).containsExactly("MAIL FROM:<>", "MAIL FROM:<>");
    assertThat(primary.heard("DATA")).isEmpty();
    rcpt("anna@hub.example");
    rcpt("nobody@hub.example");
    assertThat(primary.heard("RCPT")).as("asked once each").hasSize(2);
    bench.world.pass(Duration.ofHours(2));
    primary.says("RCPT TO:<nobody@", "250 OK");
    assertThat(rcpt("nobody@hub.example")).as("a no is not believed for long").isEqualTo("yes");
    assertThat(rcpt("anna@hub.example")).isEqualTo("yes");
    assertThat(primary.heard("RCPT")).hasSize(3);
  }

  @Test
  void r37AnswersOutliveARestart() throws Exception {
    primary.says("RCPT TO:<nobody@", "550-5.1.1 who\r\n550 5.1.1 is that");
    bench.start();
    rcpt("anna@hub.example");
    String no = rcpt("nobody@hub.example");
    bench.crash();
    bench.start();
    assertThat(rcpt("anna@hub.example")).isEqualTo("yes");
    assertThat(rcpt("nobody@hub.example")).isEqualTo(no).contains("who", "is that");
    assertThat(primary.heard("RCPT")).as("asked once each, before").hasSize(2);
    bench.world.pass(Duration.ofHours(2));
    bench.crash();
    bench.start();
    rcpt("anna@hub.example");
    rcpt("nobody@hub.example");
    assertThat(primary.heard("RCPT")).as("a no is not believed for long").hasSize(3);
    bench.world.pass(Duration.ofDays(8));
    assertThat(bench.mta().sweep()).isEqualTo(2);
    assertThat(bench.store.range(Store.Range.under(Key.of("relay", "answer"), 10))).isEmpty();
  }

  @Test
  void a14AnswersOnDiskAreBoundedToo() throws Exception {
    bench.relay(RelayConfig.DEFAULT.withRememberedMax(100)).start();
    for (int i = 0; i < 120; i++) {
      assertThat(rcpt("user" + i + "@hub.example")).isEqualTo("yes");
    }
    assertThat(bench.store.range(Store.Range.under(Key.of("relay", "answer"), 1000))).hasSize(100);
    bench.crash();
    bench.start();
    rcpt("user119@hub.example");
    assertThat(primary.heard("RCPT")).as("the last ones are still known").hasSize(120);
    rcpt("user0@hub.example");
    assertThat(primary.heard("RCPT")).hasSize(121);
  }

  @Test
  void r37WhileThePrimaryIsDownOnlyThoseAreTakenThatAreKnown() throws Exception {
    bench.start();
    assertThat(rcpt("anna@hub.example")).isEqualTo("yes");
    primary.says("greeting", "close");
    assertThat(rcpt("anna@hub.example")).as("known before").isEqualTo("yes");
    assertThat(rcpt("bert@hub.example")).startsWith("451 4.4.1");
    assertThat(rcpt("postmaster@hub.example")).as("R36").isEqualTo("yes");
    int asked = primary.clients().size();
    assertThat(rcpt("carl@hub.example")).startsWith("451 4.4.1");
    assertThat(primary.clients()).as("a silent host is left alone for a moment").hasSize(asked);
  }

  @Test
  void whoWantsItTakesAllWhileThePrimaryIsDown() throws Exception {
    bench.relay(RelayConfig.DEFAULT.with(Unreachable.ACCEPT)).start();
    primary.says("greeting", "421 4.3.2 not now");
    assertThat(rcpt("bert@hub.example")).isEqualTo("yes");
  }

  @Test
  void r37AListDecidesWithoutAsking() throws Exception {
    bench
        .relay(
            RelayConfig.DEFAULT.withRecipients(
                List.of(
                    new RecipientsLine(
                        "hub.example", Verify.LIST, List.of("anna@hub.example", "sales-*@*")))))
        .start();
    assertThat(rcpt("anna@hub.example")).isEqualTo("yes");
    assertThat(rcpt("sales-eu@hub.example")).isEqualTo("yes");
    assertThat(rcpt("bert@hub.example")).contains("550 5.1.1").contains("it is not listed");
    assertThat(primary.clients()).isEmpty();
    Explanation explanation =
        bench
            .mta()
            .explain(Mail.from(new ReversePath.Nowhere()), EmailAddress.of("bert@hub.example"));
    assertThat(explanation.verdict()).startsWith("refused: 550 5.1.1");
    assertThat(explanation.why().toString())
        .contains("bert@hub.example is not listed  [mta.relay.recipients: to = hub.example]");
  }

  private QueueId waiting() throws Exception {
    primary.says("greeting", "close");
    bench.start();
    QueueId id = bench.send("x@local.example", "anna@hub.example");
    bench.await(id, Event.Deferred.class);
    primary.says("greeting", "220 back ESMTP");
    // Its rest is over, and the next attempt is not due yet.
    bench.pass(Duration.ofMinutes(2));
    return id;
  }

  private static Client from(String address) {
    Client stranger = Bench.stranger();
    return new Client(
        Bench.endpoint(address),
        stranger.local(),
        stranger.hello(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void r37ThePrimaryAsksForItsMailByEtrn() throws Exception {
    QueueId id = waiting();
    assertThat(bench.mta().reception().startQueue(from("127.0.0.42"), new Etrn(HUB, false)).code())
        .as("a stranger may not")
        .isEqualTo(459);
    assertThat(bench.mta().reception().startQueue(from("127.0.0.41"), new Etrn(HUB, false)))
        .hasToString("253 2.0.0 1 pending messages for node hub.example started");
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("primary.hub.example");
  }

  @Test
  void r27MailFlowsWhenItsHostConnects() throws Exception {
    QueueId id = waiting();
    bench.mta().reception().connected(from("127.0.0.42"));
    assertThat(bench.all(Event.Administered.class)).isEmpty();
    bench.mta().reception().connected(from("127.0.0.41"));
    bench.await(id, Event.Relayed.class);
    assertThat(bench.await(id, Event.Administered.class).by()).isEqualTo("contact of 127.0.0.41");
  }

  @Test
  void r27ThatIsSoAfterARestartToo() throws Exception {
    QueueId id = waiting();
    bench.crash();
    bench.start();
    bench.mta().reception().connected(from("127.0.0.42"));
    assertThat(bench.all(Event.Administered.class)).isEmpty();
    bench.mta().reception().connected(from("127.0.0.41"));
    bench.await(id, Event.Relayed.class);
    assertThat(bench.await(id, Event.Administered.class).by()).isEqualTo("contact of 127.0.0.41");
    assertThat(bench.store.range(Store.Range.under(Key.of("relay", "waiting"), 10))).isEmpty();
  }

  @Test
  void onlyDomainsBehindThisServerAreRememberedAsWaiting() throws Exception {
    FakeMx other = bench.exchanger("127.0.0.43", primary.port());
    other.says("greeting", "close");
    bench.start();
    QueueId id = bench.send("x@local.example", "bert@[127.0.0.43]");
    bench.await(id, Event.Deferred.class);
    assertThat(bench.store.range(Store.Range.under(Key.of("relay", "waiting"), 10))).isEmpty();
  }

  @Test
  void a18OnlyHostsBehindThisServerAreAsked() throws Exception {
    bench.start();
    assertThat(rcpt("somebody@[127.0.0.41]")).startsWith("550 5.7.1");
    assertThat(rcpt("somebody@away.example")).startsWith("550 5.7.1");
    assertThat(primary.clients()).isEmpty();
  }

  @Test
  void nobodyMayAskForWhatIsNotBehindUs() throws Exception {
    bench.start();
    assertThat(
            bench
                .mta()
                .reception()
                .startQueue(
                    from(InetAddress.getLoopbackAddress().getHostAddress()),
                    new Etrn(new Domain("away.example"), false)))
        .hasToString("459 4.7.1 Node away.example not allowed: it is not behind this server");
  }
}
