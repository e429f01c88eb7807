package mailroad.guard.filter;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.wire.Wire;

/** A program that listens on a real socket and does what a test says, connection by connection. */
final class FakeProgram implements Closeable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  static final World WORLD =
      new RealWorld((name, failure) -> {
        throw new AssertionError(name, failure);
      });

  private final Acceptor acceptor;
  private final String address;
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  /** What it does on a connection; it hangs up afterwards. */
  @FunctionalInterface
  interface Script {
    void run(Wire wire, int connection) throws IOException;
  }

  private FakeProgram(Acceptor acceptor, String address) {
    this.acceptor = acceptor;
    this.address = address;
  }

  static FakeProgram onTcp(Script script) throws IOException {
    Acceptor acceptor =
        WORLD.network().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return started(new FakeProgram(acceptor, "127.0.0.1:" + acceptor.address().getPort()), script);
  }

  static FakeProgram onSocket(Path path, Script script) throws IOException {
    return started(new FakeProgram(WORLD.network().listenLocal(path), "unix:" + path), script);
  }

  /** A request with a head like HTTP's, as it came: its lines, and as many octets as Content-Length says. */
  static String request(Wire wire) throws IOException {
    StringBuilder out = new StringBuilder();
    int octets = 0;
    while (true) {
      String line = wire.readLine(1000, PATIENCE).text();
      out.append(line).append('\n');
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
        octets = Integer.parseInt(line.substring(16));
      }
      if (line.isEmpty()) {
        return out + new String(wire.readExactly(octets, PATIENCE), StandardCharsets.UTF_8);
      }
    }
  }

  private static FakeProgram started(FakeProgram program, Script script) {
    WORLD.start("fake program", () -> program.accept(script));
    return program;
  }

  private void accept(Script script) throws IOException {
    try {
      for (int i = 1; ; i++) {
        Connection connection = acceptor.accept();
        connections.add(connection);
        int number = i;
        WORLD.start("fake connection", () -> serve(script, connection, number));
      }
    } catch (SocketException e) {
      // The test is over.
    }
  }

  private void serve(Script script, Connection connection, int number) {
    try (Wire wire = new Wire(WORLD, connection, PATIENCE)) {
      script.run(wire, number);
      wire.flush();
      wire.finish();
    } catch (IOException e) {
      faults.add(e.toString());
    }
  }

  /** Takes all and says nothing. */
  static void hang(Wire wire) throws IOException {
    try {
      while (true) {
        wire.input(PATIENCE).clear().flip();
      }
    } catch (EOFException e) {
      try {
        WORLD.sleep(PATIENCE);
      } catch (InterruptedException cancelled) {
        throw new IOException(cancelled);
      }
    }
  }

  String address() {
    return address;
  }

  int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    acceptor.close();
    connections.forEach(Connection::close);
  }
}
