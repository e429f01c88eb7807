package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import mailroad.app.admin.AdminException;
import mailroad.dns.FixedResolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an administrator does about a program that came by mail and was kept by the server's own rules. */
class QuarantineOperationsTest {
  private static final String PROGRAM =
      """
      From: Eve <eve@bad.example>
      Subject: your invoice
      MIME-Version: 1.0
      Content-Type: application/octet-stream; name="invoice.exe"
      Content-Transfer-Encoding: base64

      TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      """
          .replace("\n", "\r\n");

  private final RealWorld world = new RealWorld((name, e) -> {});
  private Node node;
  private String id;

  @BeforeEach
  void aProgramComes() throws Exception {
    node = Nodes.of(world, NodeConfig.DEFAULT, FixedResolver.of(""));
    ask("domain.add", Map.of("domain", "example.org"));
    for (String account : List.of("anna@example.org", "bert@example.org")) {
      ask("account.add", Map.of("address", account, "password", "a long password"));
    }
    take();
    id = ask("quarantine.list", Map.of()).get(0).path("id").asString();
  }

  private void take() throws Exception {
    Client eve = Nodes.stranger("203.0.113.9", "bad.example");
    Envelope envelope =
        new Envelope(
            ReversePath.parse("<eve@bad.example>").orElseThrow(),
            MailParameters.NONE,
            List.of(
                Recipient.of(EmailAddress.of("anna@example.org")),
                Recipient.of(EmailAddress.of("bert@example.org"))));
    assertThat(Nodes.receive(node, eve, envelope, PROGRAM).code()).isEqualTo(250);
  }

  private JsonNode ask(String operation, Map<String, ?> arguments) throws Exception {
    return node.operations().call(operation, arguments);
  }

  @Test
  void listsAndShowsWhatIsKept() throws Exception {
    JsonNode one = ask("quarantine.list", Map.of("recipient", "anna@example.org")).get(0);
    assertThat(one.path("cause").asString()).isEqualTo("dangerous");
    assertThat(one.path("direction").asString()).isEqualTo("incoming");
    assertThat(one.path("subject").asString()).isEqualTo("your invoice");
    assertThat(one.path("recipients")).hasSize(2);
    assertThat(ask("quarantine.list", Map.of("sender", "@bad.example", "since", "1h"))).hasSize(1);
    assertThat(ask("quarantine.list", Map.of("since", "2999-01-01"))).isEmpty();
    assertThat(ask("quarantine.list", Map.of("before", id))).isEmpty();
    assertThatThrownBy(() -> ask("quarantine.list", Map.of("since", "yesterday")))
        .isInstanceOf(AdminException.class)
        .hasMessageStartingWith("since when?");
    JsonNode shown = ask("quarantine.show", Map.of("id", id));
    assertThat(shown.path("client").asString()).isEqualTo("203.0.113.9");
    assertThat(shown.path("text").asString()).contains("insists: quarantine");
    assertThat(shown.path("header").asString()).contains("Received: from bad.example", "Subject: ");
  }

  @Test
  void releasesTellsWhatItDidAndKeepsTheHistory() throws Exception {
    assertThatThrownBy(() -> ask("quarantine.release", Map.of("id", id)))
        .hasMessage("to whom? Give --to ADDRESS, or --all.");
    assertThatThrownBy(() -> ask("quarantine.release", Map.of("id", id, "all", true)))
        .hasMessage("the message is dangerous: release it --as-attachment, or --anyway as it is");
    JsonNode released =
        ask(
            "quarantine.release",
            Map.of("id", id, "to", List.of("anna@example.org"), "asAttachment", true));
    assertThat(released.path("released").get(0).asString()).isEqualTo("anna@example.org");
    String trace = ask("trace", Map.of("id", released.path("as").asString())).toString();
    assertThat(trace).contains(id, "kept here as", "into INBOX of anna@example.org");
    assertThatThrownBy(() -> ask("quarantine.learn", Map.of("id", id, "lesson", "ham")))
        .hasMessage("what is it: spam or good?");
    ask("quarantine.delete", Map.of("id", id));
    assertThatThrownBy(() -> ask("quarantine.show", Map.of("id", id)))
        .hasMessage(id + " is not in quarantine; what befell it: mailroad trace " + id);
    assertThat(ask("quarantine.history", Map.of("id", id)).toString())
        .contains("kept from anna@example.org", "released to anna@example.org", "deleted");
    assertThat(ask("quarantine.expire", Map.of()).path("messages").asInt()).isZero();
    assertThat(ask("status", Map.of()).isObject()).isTrue();
  }
}
