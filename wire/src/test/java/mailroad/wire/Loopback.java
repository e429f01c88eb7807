package mailroad.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;

/** Two ends of a real TCP connection on this machine, and a place to run one of them. */
final class Loopback implements AutoCloseable {
  static final Duration SECONDS = Duration.ofSeconds(20);

  final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  final World world = new RealWorld((name, e) -> failures.add(e));
  final Connection client;
  final Connection server;

  Loopback() throws IOException {
    try (Acceptor acceptor = world.network().listen(address())) {
      client = world.network().connect(acceptor.address(), SECONDS);
      server = acceptor.accept();
    }
  }

  static InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", 0);
  }

  Task beside(Task.Body body) {
    return world.start("beside", body);
  }

  /** Waits for a task started here, and fails as it failed. */
  void join(Task task) throws InterruptedException {
    task.join();
    if (!failures.isEmpty()) {
      throw new AssertionError("the other side failed", failures.getFirst());
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
