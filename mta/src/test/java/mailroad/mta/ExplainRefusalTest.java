package mailroad.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailroad.dns.FixedResolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mta.relay.RelayConfig;
import mailroad.mta.relay.RelayConfig.RecipientsLine;
import mailroad.mta.relay.RelayConfig.Verify;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.RouteLine;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of an address that RCPT refuses, explain says the same reply, and no way that its mail would go. */
class ExplainRefusalTest {
  private static final ReversePath SENDER = ReversePath.parse("x@away.example").orElseThrow();

  private final Bench bench = new Bench();
  private FakeMx primary;

  @BeforeEach
  void begin() throws Exception {
    primary = bench.exchanger("127.0.0.43", 0);
    bench.mailboxes.account("anna@local.example");
    bench
        .dns(FixedResolver.of("primary.hub.example. 60 IN A 127.0.0.43"))
        .routing(
            new RoutingConfigBuilder()
                .loopback(primary.port())
                .relayDomains("hub.example")
                .routes(
                    new RouteLine("hub.example", "[primary.hub.example]"),
                    new RouteLine("gone@local.example", "reject 551 5.1.6 has moved"))
                .build());
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private Decision rcpt(String to) throws Exception {
    Envelope soFar = new Envelope(SENDER, MailParameters.NONE);
    return bench
        .mta()
        .reception()
        .recipient(Bench.stranger(), soFar, Recipient.of(EmailAddress.of(to)));
  }

  private Explanation explain(String to) throws Exception {
    return bench.mta().explain(Mail.from(SENDER), EmailAddress.of(to));
  }

  /** The tree of an address that a client hears this about. */
  private String refused(String to, String status) throws Exception {
    Decision.Refuse heard = (Decision.Refuse) rcpt(to);
    assertThat(heard.reply().toString()).startsWith(status);
    Explanation explanation = explain(to);
    assertThat(explanation.refusal()).contains(heard.reply());
    String tree = explanation.why().toString();
    assertThat(tree)
        .startsWith("refused: " + heard.reply())
        .doesNotContain("it is delivered")
        .doesNotContain("tried");
    return tree;
  }

  @Test
  void whoIsThereIsDeliveredTo() throws Exception {
    assertThat(rcpt("anna@local.example")).isInstanceOf(Decision.Accept.class);
    assertThat(explain("anna@local.example").why().toString())
        .startsWith("to a mailbox here")
        .contains("into anna@local.example")
        .endsWith("it is delivered here\n");
  }

  @Test
  void nobodyHasTheAddress() throws Exception {
    assertThat(refused("nobody@local.example", "550 5.1.1")).endsWith("nobody\n");
  }

  @Test
  void theMailboxIsFull() throws Exception {
    bench.mailboxes.full("anna@local.example", true);
    assertThat(refused("anna@local.example", "452 4.2.2")).contains("the mailbox is full");
  }

  @Test
  void aRouteRefusesIt() throws Exception {
    assertThat(refused("gone@local.example", "551 5.1.6")).contains("a route refuses it");
  }

  @Test
  void theListOfAHubDoesNotHaveIt() throws Exception {
    RecipientsLine line = new RecipientsLine("hub.example", Verify.LIST, List.of());
    bench.relay(RelayConfig.DEFAULT.withRecipients(List.of(line)));
    assertThat(refused("bert@hub.example", "550 5.1.1")).contains("bert@hub.example is not listed");
  }

  @Test
  void theNextHopCouldNotBeAsked() throws Exception {
    primary.says("greeting", "close");
    assertThat(refused("bert@hub.example", "451 4.4.1")).contains("cannot be said now");
  }
}
