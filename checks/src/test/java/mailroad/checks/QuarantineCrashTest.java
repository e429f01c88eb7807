package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.SocketAccess;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A release takes a message out of quarantine and onto its road in one commit: killed with -9 anywhere in between, the
 * server has it in quarantine or in the mailbox, never in both and never in neither.
 */
class QuarantineCrashTest {
  private static final int MESSAGES = 90;
  private static final int ROUNDS = 3;
  private static final int ADMINISTRATORS = 3;
  private static final int RELEASED_BEFORE_THE_KILL = 8;
  private static final String TOOL =
      """
      From: %s
      Subject: %s
      MIME-Version: 1.0
      Content-Type: application/octet-stream; name="tool.exe"
      Content-Transfer-Encoding: base64

      TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
      .\
      """;

  @TempDir private Path folder;

  private final World world = new RealWorld((name, e) -> {});

  @Test
  void whatIsReleasedIsThereOnceThoughTheServerIsKilled() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("server"), "example.org")) {
      List<String> sent = send(server);
      assertThat(kept(server)).hasSize(MESSAGES);
      for (int round = 0; round < ROUNDS; round++) {
        int before = server.subjects().size();
        List<String> ids = kept(server);
        CountDownLatch enough = new CountDownLatch(RELEASED_BEFORE_THE_KILL);
        List<Thread> administrators = new ArrayList<>();
        for (int i = 0; i < ADMINISTRATORS; i++) {
          List<String> share =
              ids.subList(i * ids.size() / ADMINISTRATORS, (i + 1) * ids.size() / ADMINISTRATORS);
          administrators.add(Thread.ofVirtual().start(() -> release(server, share, enough)));
        }
        enough.await();
        server.kill();
        for (Thread administrator : administrators) {
          administrator.join();
        }
        server.serve();
        List<String> there = server.subjects();
        assertThat(there)
            .doesNotHaveDuplicates()
            .hasSizeGreaterThanOrEqualTo(before + RELEASED_BEFORE_THE_KILL);
        assertThat(sent).containsAll(there);
        assertThat(there.size() + kept(server).size())
            .as("each is in one place")
            .isEqualTo(MESSAGES);
      }
      release(server, kept(server), new CountDownLatch(1));
      assertThat(kept(server)).isEmpty();
      assertThat(server.subjects()).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  private static List<String> send(ServerProcess server) throws Exception {
    List<String> sent = new ArrayList<>();
    try (Socket socket = new Socket("127.0.0.1", server.port("smtp"))) {
      Talk talk = new Talk(socket);
      talk.hear();
      talk.say("EHLO writer.example");
      for (int i = 0; i < MESSAGES; i++) {
        String token = "tool-" + i;
        talk.say("MAIL FROM:<%s>".formatted(server.login()));
        talk.say("RCPT TO:<%s>".formatted(server.login()));
        talk.say("DATA");
        String letter = TOOL.formatted(server.login(), token).replace("\n", "\r\n");
        assertThat(talk.say(letter)).startsWith("250 ");
        sent.add(token);
      }
    }
    return sent;
  }

  private SocketAccess access(ServerProcess server) {
    return new SocketAccess(world, server.folder().resolve("data/admin.sock"));
  }

  private List<String> kept(ServerProcess server) throws AdminException {
    List<String> ids = new ArrayList<>();
    for (JsonNode one : access(server).call("quarantine.list", Map.of("limit", 2 * MESSAGES))) {
      ids.add(one.path("id").asString());
    }
    return ids;
  }

  /** Releases one after another, until the server is gone. */
  private void release(ServerProcess server, List<String> ids, CountDownLatch enough) {
    SocketAccess access = access(server);
    try {
      for (String id : ids) {
        access.call("quarantine.release", Map.of("id", id, "all", true, "anyway", true));
        enough.countDown();
      }
    } catch (AdminException e) {
      // As it was to be.
    }
  }
}
