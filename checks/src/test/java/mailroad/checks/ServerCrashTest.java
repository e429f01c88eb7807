package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A 250 after DATA means that the message is on disk: nothing after it may lose it, a kill -9 included. */
class ServerCrashTest {
  private static final int WRITERS = 6;
  private static final int ROUNDS = 3;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 40;

  @TempDir private Path folder;

  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<String> sent = ConcurrentHashMap.newKeySet();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @Test
  void whatWasAcknowledgedOutlivesAKill() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("server"), "example.org")) {
      for (int round = 0; round < ROUNDS; round++) {
        CountDownLatch enough =
            new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL + round * ACKNOWLEDGED_BEFORE_THE_KILL);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          writers.add(Thread.ofVirtual().start(() -> writeUntilCut(server, enough)));
        }
        enough.await();
        server.kill();
        for (Thread writer : writers) {
          writer.join();
        }
        server.serve();
        List<String> there = server.subjects();
        assertThat(there).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(sent).containsAll(there);
      }
    }
  }

  @Test
  void aTerminatedServerEndsByItselfAndLosesNothing() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("server"), "example.org")) {
      CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_THE_KILL);
      Thread writer = Thread.ofVirtual().start(() -> writeUntilCut(server, enough));
      enough.await();
      assertThat(server.terminate()).isEqualTo(143); // 128 and SIGTERM
      writer.join();
      assertThat(Files.readString(server.log())).contains("event=stopped");
      server.serve();
      assertThat(server.subjects()).doesNotHaveDuplicates().containsAll(acknowledged);
    }
  }

  private void writeUntilCut(ServerProcess server, CountDownLatch enough) {
    try (Socket socket = new Socket("127.0.0.1", server.port("smtp"))) {
      Talk talk = new Talk(socket);
      talk.hear();
      talk.say("EHLO writer.example");
      while (true) {
        String token = "letter-" + numbers.incrementAndGet();
        talk.say("MAIL FROM:<somebody@remote.example>");
        talk.say("RCPT TO:<" + server.login() + ">");
        talk.say("DATA");
        sent.add(token);
        if (talk.say("Subject: " + token + "\r\n\r\nHello.\r\n.").startsWith("250")) {
          acknowledged.add(token);
          enough.countDown();
        }
      }
    } catch (IOException e) {
      // The server is gone, as it was to be.
    }
  }
}
