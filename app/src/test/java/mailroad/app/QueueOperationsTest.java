package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import mailroad.app.admin.AdminException;
import mailroad.dns.FixedResolver;
import mailroad.kernel.RealWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an administrator asks of the queue of a node that is off, so that all stays where it is. */
class QueueOperationsTest {
  private final RealWorld world = new RealWorld((name, e) -> {});
  private Node node;
  private String toB;
  private String toC;

  @BeforeEach
  void twoMessagesWait() throws Exception {
    node = Nodes.of(world, NodeConfig.DEFAULT, FixedResolver.of(""));
    toB = send("anna@news.example", "bert@b.example", "berta@b.example");
    toC = send("carl@c.example", "dora@c.example");
  }

  private String send(String from, String... to) throws Exception {
    String content = Base64.getEncoder().encodeToString("Subject: x\n\nBody\n".getBytes());
    return ask("send", Map.of("from", from, "to", List.of(to), "content", content))
        .path("id")
        .asString();
  }

  private JsonNode ask(String operation, Map<String, ?> arguments) throws Exception {
    return node.operations().call(operation, arguments);
  }

  private int act(String act, Map<String, ?> which) throws Exception {
    Map<String, Object> arguments = new java.util.HashMap<>(which);
    arguments.put("act", act);
    return ask("queue.act", arguments).path("messages").asInt();
  }

  @Test
  void countsByDestinationSenderAndError() throws Exception {
    JsonNode destinations = ask("queue.summary", Map.of("by", "destination"));
    assertThat(destinations)
        .extracting(g -> g.path("key").asString())
        .containsExactly("b.example", "c.example");
    assertThat(destinations.get(0).path("messages").asInt()).isEqualTo(1);
    assertThat(destinations.get(0).path("recipients").asInt()).isEqualTo(2);
    assertThat(ask("queue.summary", Map.of("by", "sender")))
        .extracting(g -> g.path("key").asString())
        .containsExactly("<anna@news.example>", "<carl@c.example>");
    assertThat(ask("queue.summary", Map.of("by", "error", "sender", "@c.example")))
        .extracting(g -> g.path("key").asString() + " " + g.path("recipients").asInt())
        .containsExactly("(not tried yet) 1");
    assertThatThrownBy(() -> ask("queue.summary", Map.of("by", "colour")))
        .isInstanceOf(AdminException.class)
        .hasMessage("by destination, sender or error, not by colour");
  }

  @Test
  void listsInPagesWhatFits() throws Exception {
    assertThat(ask("queue.list", Map.of("limit", 1)))
        .extracting(m -> m.path("id").asString())
        .containsExactly(toB);
    assertThat(ask("queue.list", Map.of("limit", 1, "after", toB)))
        .extracting(m -> m.path("id").asString())
        .containsExactly(toC);
    assertThat(ask("queue.list", Map.of("after", toC))).isEmpty();
    assertThat(ask("queue.list", Map.of("destination", "c.example"))).hasSize(1);
    assertThat(ask("queue.list", Map.of("sender", "ANNA@news.example"))).hasSize(1);
    assertThat(ask("queue.list", Map.of("error", "greylisted"))).isEmpty();
  }

  @Test
  void actsOnWhatFits() throws Exception {
    assertThat(act("hold", Map.of("domain", "c.example"))).isEqualTo(1);
    assertThat(act("hold", Map.of("ids", List.of(toC)))).isZero();
    assertThat(ask("queue.show", Map.of("id", toC)).path("held").asBoolean()).isTrue();
    assertThat(act("flush", Map.of("all", true))).isEqualTo(1);
    assertThat(act("release", Map.of("ids", List.of(toC)))).isEqualTo(1);
    assertThat(act("remove", Map.of("sender", "@news.example"))).isEqualTo(1);
    assertThat(ask("queue.list", Map.of()))
        .extracting(m -> m.path("id").asString())
        .containsExactly(toC);
    assertThatThrownBy(() -> act("hold", Map.of("ids", List.of(toB))))
        .hasMessage(toB + " is not in the queue");
  }

  @Test
  void suspendsAndResumesADestination() throws Exception {
    ask(
        "queue.suspend",
        Map.of("destination", "b.example", "reason", "they move", "seconds", 3600));
    JsonNode suspended = ask("queue.suspended", Map.of());
    assertThat(suspended.get(0).path("reason").asString()).isEqualTo("they move");
    JsonNode state =
        ask("queue.summary", Map.of("destination", "b.example")).get(0).path("destination");
    assertThat(state.path("suspended").asBoolean()).isTrue();
    assertThat(state.path("restUntil").asString()).isNotEmpty();
    assertThat(
            ask("queue.resume", Map.of("destination", "b.example")).path("suspended").asBoolean())
        .isTrue();
    assertThat(
            ask("queue.resume", Map.of("destination", "b.example")).path("suspended").asBoolean())
        .isFalse();
    assertThat(ask("queue.suspended", Map.of())).isEmpty();
  }
}
