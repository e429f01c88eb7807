package mailroad.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import mailroad.dns.FixedResolver;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a whole node's own filters say of files, links, names and ways, and of what it was taught. */
class OwnFiltersTest {
  private static final String RECORDS =
      """
      good.example. 300 IN TXT "v=spf1 ip4:203.0.113.9 -all"
      good.example. 300 IN MX 10 mail.good.example.
      mail.good.example. 300 IN A 203.0.113.9
      9.113.0.203.in-addr.arpa. 300 IN PTR mail.good.example.
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
            [guard.classifier]
            messages-min = 10

            [guard.deceit]
            protected-people = ["Ada Chief <ada@here.example>"]

            [guard.content.archives]
            depth-max = 3
            """,
            "anna",
            "bert",
            "carl");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static String letter(String fields, String body) {
    return ("Date: Mon, 2 Nov 2026 10:00:00 +0000\nMessage-ID: <1@good.example>\nTo: anna@here.example\n"
            + fields
            + "\n\n"
            + body
            + "\n")
        .replace("\n", "\r\n");
  }

  private JsonNode judge(String message) throws Exception {
    return Nodes.judge(
        node, Nodes.stranger("203.0.113.9", "mail.good.example"), "bert@good.example", message);
  }

  private boolean learn(String account, String as, String message) throws Exception {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("content", Base64.getEncoder().encodeToString(message.getBytes(US_ASCII)));
    arguments.put("as", as);
    arguments.put("account", account + "@here.example");
    return node.operations().call("classifier.learn", arguments).path("learned").asBoolean();
  }

  @Test
  void aProgramUnderAnotherNameIsHeld() throws Exception {
    String program =
        Base64.getEncoder().encodeToString("MZ\220\0\3\0\0\0\4\0\0\0\377\377".getBytes(ISO_8859_1));
    JsonNode said =
        judge(
            letter(
                "From: bert@good.example\nSubject: Invoice\nMIME-Version: 1.0\n"
                    + "Content-Type: application/pdf; name=invoice.pdf\n"
                    + "Content-Transfer-Encoding: base64",
                program));
    assertThat(said.path("recipients").path("anna@here.example").asString())
        .isEqualTo("quarantine");
    assertThat(said.path("text").asString())
        .contains("invoice.pdf is a Windows program")
        .contains("is called a .pdf and is a Windows program");
  }

  @Test
  void namesAndWaysThatPoseAreEvidenceInPlainWords() throws Exception {
    String text =
        judge(
                letter(
                    "Received: from x ([192.0.2.5]) by mx.here.example (Mailroad) with ESMTP"
                        + " id "
                        + new mailroad.kernel.QueueIds(world).next()
                        + "; Mon, 2 Nov 2026 09:00:00 +0000\n"
                        + "From: Ada Chief <bert@good.example>\nSubject: Quick favour\n"
                        + "Reply-To: ada.chief@gmail.com\nContent-Type: text/html",
                    "<a href='http://here.example.evil.example/'>https://here.example/login</a>"))
            .path("text")
            .asString();
    assertThat(text)
        .contains("its sender is called Ada Chief, who writes from here.example")
        .contains("it is from good.example, and answers go to gmail.com")
        .contains("a link shows here.example and leads to here.example.evil.example")
        .contains("which begins like here.example")
        .contains("known here: 203.0.113.9 calling itself mail.good.example handed it over")
        .contains("claimed: mx.here.example got it from 192.0.2.5")
        .contains("a field pretends that this server, mx.here.example, has handled the message");
  }

  private static String spam(String by, int number) {
    return letter(
        "From: Dr <x%d@%s.example>\nSubject: Pills".formatted(number, by),
        "Cheap pills, buy now " + Character.toString('a' + number).repeat(4));
  }

  private static String good(String by, int number) {
    return letter(
        "From: %s <b@z.example>\nSubject: Notes".formatted(by),
        "The minutes of the meeting " + Character.toString('a' + number).repeat(4));
  }

  private void teach(String account) throws Exception {
    for (int i = 0; i < 12; i++) {
      assertThat(learn(account, "spam", spam(account, i))).isTrue();
      assertThat(learn(account, "good", good(account, i))).isTrue();
    }
  }

  @Test
  void itSaysNothingUntilItWasTaughtAndThenKnows() throws Exception {
    String pills =
        letter("From: Dr Pill <bert@good.example>\nSubject: Pills", "Cheap pills, buy now");
    assertThat(judge(pills).path("text").asString()).doesNotContain("taught");
    teach("anna");
    assertThat(learn("anna", "spam", spam("anna", 0))).isFalse();
    String text = judge(pills).path("text").asString();
    assertThat(text)
        .contains("it looks like junk, by what you taught")
        .contains("\"pills\": in 12 junk and 0 good messages");
    JsonNode knowledge = node.operations().call("classifier.status", Map.of()).path("knowledge");
    assertThat(knowledge.toString())
        .contains(
            "\"of\":\"site\"", "\"of\":\"anna@here.example\"", "\"spam\":12", "\"judges\":true");
    node.operations()
        .call("classifier.forget", Map.of("all", true, "account", "anna@here.example"));
    assertThat(judge(pills).path("text").asString())
        .as("what one account alone taught the site says nothing to others")
        .doesNotContain("it looks like junk");
    teach("bert");
    teach("carl");
    assertThat(judge(pills).path("text").asString())
        .contains("it looks like junk, by what all here taught");
  }
}
