package mailroad.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailroad.dns.FixedResolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What becomes of mail from strangers on a whole node, from the session's questions to the mailbox and the journey. */
class GuardRoadTest {
  private static final String GOOD = "203.0.113.9";
  private static final String FORGER = "198.51.100.66";
  private static final EmailAddress ANNA = EmailAddress.of("anna@here.example");

  private static final String RECORDS =
      """
      good.example. 300 IN TXT "v=spf1 ip4:203.0.113.9 -all"
      good.example. 300 IN MX 10 mail.good.example.
      mail.good.example. 300 IN A 203.0.113.9
      mail.good.example. 300 IN TXT "v=spf1 a -all"
      9.113.0.203.in-addr.arpa. 300 IN PTR mail.good.example.
      _dmarc.good.example. 300 IN TXT "v=DMARC1; p=reject"
      bank.example. 300 IN TXT "v=spf1 ip4:203.0.113.9 -all"
      bank.example. 300 IN MX 10 mail.good.example.
      _dmarc.bank.example. 300 IN TXT "v=DMARC1; p=reject"
      shop.example. 300 IN TXT "v=spf1 ip4:203.0.113.9 ~all"
      shop.example. 300 IN MX 10 mail.good.example.
      _dmarc.shop.example. 300 IN TXT "v=DMARC1; p=quarantine"
      """;

  private final World world = new RealWorld((name, e) -> {});
  private Node node;

  @BeforeEach
  void open() throws Exception {
    node =
        Nodes.at(
            world,
            "here.example",
            FixedResolver.of(RECORDS),
            """
            [[mta.rewriting.canonical]]
            address = "moved@good.example"
            becomes = "new@elsewhere.example"
            """,
            "anna");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static String letter(String from) {
    return "From: %s\r\nTo: anna@here.example\r\nSubject: Hello\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@x.example>\r\n\r\nGood morning.\r\n"
        .formatted(from);
  }

  private Reply receive(String ip, String helo, String from) throws Exception {
    Envelope envelope =
        new Envelope(
            ReversePath.of(EmailAddress.of(from)),
            MailParameters.NONE,
            List.of(Recipient.of(ANNA)));
    return Nodes.receive(node, Nodes.stranger(ip, helo), envelope, letter(from));
  }

  private JsonNode judge(String ip, String helo, String from) throws Exception {
    return Nodes.judge(node, Nodes.stranger(ip, helo), from, letter(from));
  }

  private String journey(Reply reply) throws Exception {
    return Nodes.journey(node, Nodes.id(reply.toString()));
  }

  private String only(String name) throws Exception {
    Mailbox mailbox =
        node.mailboxes()
            .of(node.directory().account(ANNA).orElseThrow())
            .open(MailboxName.parse(name).orElseThrow())
            .orElseThrow();
    long uid = mailbox.snapshot().messages().getFirst().uid();
    return new String(mailbox.content(uid).orElseThrow().bytes(Integer.MAX_VALUE), US_ASCII);
  }

  @Test
  void whatADomainVouchesForComesInAndSaysSo() throws Exception {
    Reply reply = receive(GOOD, "mail.good.example", "bert@good.example");
    assertThat(reply.code()).isEqualTo(250);
    String message = only("INBOX");
    assertThat(message)
        .contains("Authentication-Results: mx.here.example;", "dmarc=pass", "spf=pass")
        .contains("Mailroad-Verdict: accept;")
        .doesNotContain("X-Spam-Flag")
        .endsWith("\r\n\r\nGood morning.\r\n");
    assertThat(message.indexOf("Authentication-Results:")).isLessThan(message.indexOf("Received:"));
    assertThat(journey(reply)).contains("judged", "dmarc-pass", "good.example vouches for it");
  }

  /** SPF and all else ask about the sender whom the client named, however this server writes its address. */
  @Test
  void whoSendsIsAskedByTheAddressAsItCame() throws Exception {
    Reply reply = receive(GOOD, "mail.good.example", "moved@good.example");
    assertThat(reply.code()).as(reply.toString()).isEqualTo(250);
    assertThat(only("INBOX"))
        .contains("Return-Path: <new@elsewhere.example>", "spf=pass", "dmarc=pass")
        .contains("smtp.mailfrom=good.example")
        .doesNotContain("mailfrom=elsewhere");
  }

  /** RFC 7489 section 6.6.2: what the domain wants refused is refused, and can be asked for by its id. */
  @Test
  void whatADomainWantsRefusedIsRefused() throws Exception {
    Reply reply = receive(FORGER, "mail.good.example", "teller@bank.example");
    assertThat(reply.code()).isEqualTo(550);
    assertThat(reply.status()).isEqualTo("5.7.26");
    assertThat(reply.toString())
        .contains("bank.example wants mail refused that nothing vouches for");
    assertThat(journey(reply))
        .contains("authentication insists", "spf-fail", "helo-fail", "no-reverse-name");
  }

  @Test
  void whatADomainWantsHeldForSuspiciousGoesToJunkAndSaysWhy() throws Exception {
    Reply reply = receive(FORGER, "shop.example", "sales@shop.example");
    assertThat(reply.code()).isEqualTo(250);
    String message = only("Junk");
    assertThat(message)
        .contains("X-Spam-Flag: YES\r\n")
        .contains("Mailroad-Verdict: junk;")
        .contains("(dmarc-quarantine)");
    assertThat(journey(reply)).contains("junk", "into Junk of anna@here.example");
  }

  @Test
  void whatIsSaidBeforehandIsWhatHappens() throws Exception {
    for (String from : List.of("bert@good.example", "teller@bank.example", "s@shop.example")) {
      for (String ip : List.of(GOOD, FORGER)) {
        JsonNode said = judge(ip, "mail.good.example", from);
        Reply reply = receive(ip, "mail.good.example", from);
        String verdict = said.path("verdict").asString();
        assertThat(journey(reply)).as(from + " from " + ip).contains(verdict);
        assertThat(reply.code()).isEqualTo(said.has("reply") ? 550 : 250);
      }
    }
  }

  @Test
  void mailOfOurOwnIsNotAskedWhoItIs() throws Exception {
    Reply reply = receive("127.0.0.1", "localhost", "teller@bank.example");
    assertThat(reply.code()).isEqualTo(250);
    assertThat(only("INBOX")).doesNotContain("Authentication-Results", "Mailroad-Verdict");
  }
}
