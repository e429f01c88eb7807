package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import mailroad.dns.FixedResolver;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.search.Waiting;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What administrators are told of the index for searching text. */
class SearchOperationsTest {
  private static final Instant UNTIL = Instant.parse("2026-03-01T12:00:00.123Z");

  private final World world = new RealWorld((name, e) -> {});

  private static String words(Waiting.Reason reason, long messages, int mailboxes, Instant until) {
    return SearchOperations.words(new Waiting(reason, messages, mailboxes, until));
  }

  @Test
  void tellsWhatIsWaitedForAndTheKeyThatSaysSo() {
    assertThat(words(Waiting.Reason.START, 0, 0, UNTIL))
        .isEqualTo(
            "After the start, mailboxes are first looked through at 2026-03-01T12:00:00Z"
                + " (full-text.start-delay).");
    assertThat(words(Waiting.Reason.ARRIVING, 1, 1, UNTIL))
        .isEqualTo(
            "1 message waits in 1 mailbox until no more come there, but not after 2026-03-01T12:00:00Z"
                + " (full-text.lag-max).");
    assertThat(words(Waiting.Reason.BUSY, 30, 2, UNTIL))
        .startsWith("30 messages wait in 2 mailboxes until less mail comes")
        .contains("full-text.busy-messages");
    assertThat(words(Waiting.Reason.FULL, 0, 0, Instant.MAX))
        .contains("full-text.index-octets-max");
  }

  @Test
  void aServerThatJustStartedSaysWhenItLooksThroughTheMailboxes() throws Exception {
    Node node = Nodes.at(world, "a.example", FixedResolver.of(""), Nodes.listening(), "anna");
    try {
      assertThat(status(node).path("open").asBoolean()).isFalse();
      node.start();
      JsonNode status = status(node);
      while (status.path("waitsFor").asString().isEmpty()) {
        world.sleep(Duration.ofMillis(2));
        status = status(node);
      }
      assertThat(status.path("open").asBoolean()).isTrue();
      assertThat(status.path("waitsFor").asString()).startsWith("After the start");
    } finally {
      node.close();
    }
  }

  private static JsonNode status(Node node) throws Exception {
    return node.operations().call("search.status", Map.of());
  }
}
