package mailroad.smtp.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/**
 * A server that follows a script, over a real socket: {@code S: } lines are sent (escapes {@code \r \n} are
 * understood, CRLF is added), {@code C: } lines must come, {@code C~} lines are read up to one that is so,
 * {@code = tls} does the handshake, {@code = close} closes, {@code = idle} waits for the client to go.
 */
final class FakeServer implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final World world = new RealWorld((name, e) -> failures.add(e));
  private final Acceptor acceptor;
  private final Task task;
  final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  FakeServer(String script) throws IOException {
    acceptor = world.network().listen(new InetSocketAddress("127.0.0.1", 0));
    task = world.start("fake server", () -> serve(script));
  }

  World world() {
    return world;
  }

  Connection connect() throws IOException {
    return world.network().connect(acceptor.address(), PATIENCE);
  }

  private void serve(String script) throws Exception {
    try (Connection connection = acceptor.accept()) {
      Wire wire = new Wire(world, connection, PATIENCE);
      for (String line : script.lines().filter(line -> !line.isBlank()).toList()) {
        String text = line.length() > 3 ? line.substring(3) : "";
        switch (line.substring(0, 2)) {
          case "S:" -> wire.write(unescape(text) + "\r\n");
          case "C:" -> expect(wire, text);
          case "C~" -> {
            while (!hear(wire).equals(text)) {}
          }
          default -> act(wire, line);
        }
        wire.flush();
      }
      hearTheRest(wire);
    }
  }

  /** Until the client closes, so that the fake server's own closing decides nothing. */
  private void hearTheRest(Wire wire) {
    try {
      while (true) {
        hear(wire);
      }
    } catch (IOException e) {
      // It has gone.
    }
  }

  private void act(Wire wire, String line) throws Exception {
    switch (line) {
      case "= tls" -> {
        SelfSigned own = SelfSigned.make(world, List.of("mx.example"), Duration.ofDays(1));
        wire.startTls(Tls.server(ServerKeys.of(own.identity())), PATIENCE);
      }
      case "= close" -> wire.close();
      case "= idle" -> hearTheRest(wire);
      default -> throw new IllegalArgumentException(line);
    }
  }

  private void expect(Wire wire, String text) throws IOException {
    String came = hear(wire);
    if (!came.equals(text)) {
      throw new AssertionError("expected <%s>, came <%s>".formatted(text, came));
    }
  }

  private String hear(Wire wire) throws IOException {
    String line =
        new String(wire.readLine(100_000, PATIENCE).octets(), StandardCharsets.ISO_8859_1);
    heard.add(line);
    return line;
  }

  private static String unescape(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n");
  }

  /** Waits until the script is played and the client has gone. */
  void join() throws InterruptedException {
    task.join();
  }

  @Override
  public void close() {
    try {
      join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    acceptor.close();
    if (!failures.isEmpty()) {
      throw new AssertionError("the fake server failed; it heard " + heard, failures.getFirst());
    }
  }
}
