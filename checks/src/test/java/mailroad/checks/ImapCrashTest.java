package mailroad.checks;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tagged OK means that it is on disk: what APPEND, STORE, COPY, MOVE, EXPUNGE, CREATE, RENAME and DELETE were said to have
 * done outlives a kill -9, with the UIDs that were told; and nothing is ever half done.
 */
class ImapCrashTest {
  private static final int WORKERS = 5;
  private static final int ROUNDS = 3;
  private static final int DONE_BEFORE_THE_KILL = 150;

  @TempDir private Path folder;

  @Test
  void everyTaggedOkIsTrueAfterAKill() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("server"), "example.org")) {
      List<ImapWorker> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(new ImapWorker("home" + i, i));
      }
      for (int round = 1; round <= ROUNDS; round++) {
        workUntilKilled(server, workers, round * DONE_BEFORE_THE_KILL);
        server.serve();
        for (ImapWorker worker : workers) {
          worker.check(server);
        }
      }
    }
  }

  private static void workUntilKilled(ServerProcess server, List<ImapWorker> workers, int count)
      throws Exception {
    CountDownLatch enough = new CountDownLatch(count);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> working = new ArrayList<>();
      for (ImapWorker worker : workers) {
        working.add(threads.submit(() -> work(worker, server, enough)));
      }
      enough.await();
      server.kill();
      for (Future<?> one : working) {
        one.get();
      }
    }
  }

  private static void work(ImapWorker worker, ServerProcess server, CountDownLatch enough) {
    try {
      worker.work(server, enough::countDown);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (AssertionError e) {
      while (enough.getCount() > 0) {
        enough.countDown(); // so that the test ends at once
      }
      throw e;
    }
  }
}
