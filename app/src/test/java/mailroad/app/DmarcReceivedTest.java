package mailroad.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Bell;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.mailbox.MailboxName;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A report of DMARC comes by SMTP: it is delivered, read, and part of what an administrator is shown (RFC 7489 section 7.2). */
class DmarcReceivedTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String GOOD = "203.0.113.9";
  private static final String RECORDS =
      """
      _dmarc.here.example. 300 IN TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@here.example"
      _dmarc.shop.example. 300 IN TXT "v=DMARC1; p=none; rua=mailto:collector@here.example"
      shop.example._report._dmarc.here.example. 300 IN TXT "v=DMARC1"
      _dmarc.other.example. 300 IN TXT "v=DMARC1; p=none; rua=mailto:x@other.example"
      big.example. 300 IN TXT "v=spf1 ip4:203.0.113.9 -all"
      big.example. 300 IN MX 10 mail.big.example.
      mail.big.example. 300 IN A 203.0.113.9
      mail.big.example. 300 IN TXT "v=spf1 a -all"
      9.113.0.203.in-addr.arpa. 300 IN PTR mail.big.example.
      _dmarc.big.example. 300 IN TXT "v=DMARC1; p=none"
      """;

  private final World world = new RealWorld((name, e) -> {});
  private final Bell told = world.bell();
  private Node node;

  @BeforeEach
  void open() throws Exception {
    node =
        Nodes.at(
            world,
            "here.example",
            FixedResolver.of(RECORDS),
            Nodes.listening("smtp")
                + """
                [connections]
                proxy-from = ["127.0.0.1"]

                [guard.door.first-look]
                silence = "0s"

                [guard.dmarc-received]
                read-at = ["all-reports@here.example"]
                """,
            "dmarc",
            "collector",
            "all-reports",
            "anna");
    node.journal().listen(_ -> told.ring());
    node.start();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private byte[] report(String domain, String id) throws Exception {
    long day = world.now().getEpochSecond() / 86_400 * 86_400 - 86_400;
    String xml =
        """
        <feedback><report_metadata><org_name>Big</org_name><email>d@big.example</email>
        <report_id>%s</report_id><date_range><begin>%d</begin><end>%d</end></date_range>
        </report_metadata><policy_published><domain>%s</domain><p>quarantine</p></policy_published>
        <record><row><source_ip>192.0.2.7</source_ip><count>12</count><policy_evaluated>
        <disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>%4$s</header_from></identifiers></record>
        <record><row><source_ip>198.51.100.66</source_ip><count>3</count><policy_evaluated>
        <disposition>quarantine</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>%4$s</header_from></identifiers></record></feedback>
        """
            .formatted(id, day, day + 86_399, domain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(xml.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  /** Sends it as from an address, and gives its queue id. */
  private QueueId send(String from, String to, byte[] attachment) throws Exception {
    String line = node.listening().getFirst();
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    try (Wire wire =
        new Wire(
            world,
            world
                .network()
                .connect(Optional.empty(), new InetSocketAddress("127.0.0.1", port), PATIENCE),
            PATIENCE)) {
      say(wire, "PROXY TCP4 %s 198.51.100.1 4321 25".formatted(from));
      say(wire, "EHLO mail.big.example");
      say(wire, "MAIL FROM:<d@big.example>");
      say(wire, "RCPT TO:<%s>".formatted(to));
      say(wire, "DATA");
      String message =
          """
          From: <d@big.example>
          To: <%s>
          Subject: Report Domain: here.example Submitter: big.example Report-ID: <1>
          Date: Mon, 2 Nov 2026 10:00:00 +0000
          Message-ID: <1@big.example>
          MIME-Version: 1.0
          Content-Type: application/gzip; name="big.example!here.example!1!2.xml.gz"
          Content-Transfer-Encoding: base64

          %s
          .\
          """
              .formatted(to, Base64.getMimeEncoder().encodeToString(attachment));
      String reply = say(wire, message.replace("\r\n", "\n").replace("\n", "\r\n"));
      return Nodes.id(reply);
    }
  }

  /** Says something, and gives the last line of the answer. */
  private static String say(Wire wire, String text) throws Exception {
    wire.write(text + "\r\n");
    wire.flush();
    String line;
    do {
      line = wire.readLine(2_000, PATIENCE).text();
    } while (line.length() > 3 && line.charAt(3) == '-');
    return line;
  }

  /** What stands in its journey once it was read. */
  private String read(QueueId id) throws Exception {
    Instant end = world.now().plus(PATIENCE);
    while (true) {
      long seen = told.rings();
      String journey = Nodes.journey(node, id);
      if (journey.contains("by dmarc-reports")) {
        return journey;
      }
      assertThat(world.now()).as(journey).isBefore(end);
      told.await(seen, PATIENCE);
    }
  }

  private JsonNode reports() throws Exception {
    return node.operations().call("dmarc.reports", new LinkedHashMap<>()).path("received");
  }

  private long delivered(String name) throws Exception {
    return node.mailboxes()
        .of(node.directory().account(EmailAddress.of(name + "@here.example")).orElseThrow())
        .open(MailboxName.parse("INBOX").orElseThrow())
        .orElseThrow()
        .snapshot()
        .messages()
        .size();
  }

  private static List<String> texts(JsonNode list) {
    List<String> out = new ArrayList<>();
    list.forEach(one -> out.add(one.asString()));
    return out;
  }

  @Test
  void aReportIsDeliveredReadAndSummedUp() throws Exception {
    QueueId id = send(GOOD, "dmarc@here.example", report("here.example", "r1"));
    assertThat(read(id))
        .contains("DMARC report of Big about here.example read: 15 messages, 3 failed")
        .contains("vouched for by SPF of big.example");
    assertThat(delivered("dmarc")).isEqualTo(1);

    JsonNode domain = reports().path("domains").path(0);
    assertThat(domain.path("domain").asString()).isEqualTo("here.example");
    assertThat(texts(domain.path("reporters"))).containsExactly("Big");
    assertThat(domain.path("numbers").toString())
        .isEqualTo(
            "{\"messages\":15,\"dkim\":12,\"spf\":0,\"failed\":3,\"quarantined\":3,\"rejected\":0}");
    JsonNode sources = reports().path("sources");
    assertThat(sources.path(0).path("source").asString()).isEqualTo("192.0.2.7");
    assertThat(sources.path(1).path("source").asString()).isEqualTo("198.51.100.66");
    assertThat(sources.path(1).path("numbers").path("failed").asLong()).isEqualTo(3);
    JsonNode report = reports().path("reports").path(0);
    assertThat(report.path("vouchedDomain").asString()).isEqualTo("big.example");
    assertThat(report.path("message").asString()).isEqualTo(id.value());

    // A copy counts no more; one about elsewhere is a report of its own.
    assertThat(read(send(GOOD, "dmarc@here.example", report("here.example", "r1"))))
        .contains("a copy of DMARC report r1 of Big");
    assertThat(read(send(GOOD, "collector@here.example", report("shop.example", "r2"))))
        .contains("about shop.example read");
    assertThat(reports().path("reports").size()).isEqualTo(2);
    assertThat(reports().path("domains").path(0).path("numbers").path("messages").asLong())
        .isEqualTo(15);
  }

  @Test
  void aReportThatNothingVouchesForIsShownAndNotCounted() throws Exception {
    QueueId id = send("198.51.100.66", "dmarc@here.example", report("here.example", "r1"));
    assertThat(read(id)).contains("not counted: nothing vouches for its sender");
    assertThat(reports().path("domains").size()).isZero();
    assertThat(reports().path("reports").path(0).path("counted").asBoolean(true)).isFalse();
    // Nor does it take the place of the true one.
    assertThat(read(send(GOOD, "dmarc@here.example", report("here.example", "r1"))))
        .contains("about here.example read");
    assertThat(reports().path("domains").size()).isEqualTo(1);
  }

  @Test
  void whatIsNoReportOfOursIsDeliveredAndSaysWhy() throws Exception {
    assertThat(read(send(GOOD, "anna@here.example", report("here.example", "r1"))))
        .contains("here.example does not ask for reports at anna@here.example");
    assertThat(read(send(GOOD, "all-reports@here.example", report("other.example", "r2"))))
        .contains("other.example does not ask for reports at all-reports@here.example");
    assertThat(read(send(GOOD, "all-reports@here.example", "broken".getBytes(UTF_8))))
        .contains("not read as a DMARC report: its XML is broken in line 1");
    assertThat(read(send(GOOD, "all-reports@here.example", report("sub.here.example", "r3"))))
        .contains("about sub.here.example read");
    assertThat(delivered("anna")).isEqualTo(1);
    assertThat(delivered("all-reports")).isEqualTo(3);
  }
}
