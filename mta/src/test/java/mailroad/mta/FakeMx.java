package mailroad.mta;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mailroad.kernel.Network;
import mailroad.kernel.World;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/** A mail exchanger on a loopback address that says what a test wants, and writes down what it hears. */
public final class FakeMx implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Network.Acceptor acceptor;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Runnable> hooks = new HashMap<>();
  private final List<Network.Connection> connections = new CopyOnWriteArrayList<>();

  private Optional<Tls.Handshake> handshake = Optional.empty();

  private record Rule(String prefix, Deque<String> replies) {}

  /** Listens; port 0 takes a free one. */
  public FakeMx(World world, String address, int port) throws IOException {
    acceptor = world.network().listen(new InetSocketAddress(InetAddress.getByName(address), port));
    world.start(
        "fake mx " + address,
        () -> {
          while (true) {
            Network.Connection connection;
            try {
              connection = acceptor.accept();
            } catch (IOException e) {
              return;
            }
            connections.add(connection);
            world.start(
                "fake session",
                () -> {
                  try (connection) {
                    session(new Wire(world, connection, PATIENCE));
                  } catch (IOException e) {
                    // The other side went: part of what is tested.
                  }
                });
          }
        });
  }

  public FakeMx(World world, String address) throws IOException {
    this(world, address, 0);
  }

  public int port() {
    return acceptor.address().getPort();
  }

  /**
   * What is said to commands that begin so: one reply after another, the last for ever. {@code greeting} and {@code
   * dot} are the greeting and the final dot; the reply {@code close} closes the connection.
   */
  public synchronized FakeMx says(String prefix, String... replies) {
    rules.removeIf(rule -> rule.prefix().equals(prefix));
    rules.addFirst(new Rule(prefix, new ArrayDeque<>(List.of(replies))));
    return this;
  }

  /** Does something before the next reply of that kind, once. */
  public synchronized FakeMx hook(String prefix, Runnable act) {
    hooks.put(prefix, act);
    return this;
  }

  private synchronized String reply(String command, String otherwise) {
    Runnable hook = hooks.remove(command);
    if (hook != null) {
      hook.run();
    }
    for (Rule rule : rules) {
      if (command.startsWith(rule.prefix())) {
        return rule.replies().size() > 1 ? rule.replies().remove() : rule.replies().peek();
      }
    }
    return otherwise;
  }

  private void session(Wire wire) throws IOException {
    if (!say(wire, reply("greeting", "220 fake ESMTP"))) {
      return;
    }
    while (true) {
      String command = wire.readLine(4096, PATIENCE).text();
      heard.add(command);
      String verb = command.length() < 4 ? command : command.substring(0, 4).toUpperCase();
      String otherwise =
          switch (verb) {
            case "EHLO" ->
                "250-fake\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n"
                    + (handshake().isPresent() && wire.tls().isEmpty() ? "250-STARTTLS\r\n" : "")
                    + "250 PIPELINING";
            case "DATA" -> "354 go on";
            case "STAR" -> "220 go on";
            case "QUIT" -> "221 bye";
            default -> "250 OK";
          };
      String reply = reply(command, otherwise);
      if (!say(wire, reply) || verb.equals("QUIT")) {
        return;
      }
      if (command.equals("STARTTLS") && reply.startsWith("220") && handshake().isPresent()) {
        wire.startTls(handshake().orElseThrow(), PATIENCE);
      }
      if (verb.equals("DATA") && reply.startsWith("354")) {
        String content = content(wire);
        if (!content.isEmpty()) {
          messages.add(content);
        }
        if (!say(wire, reply("dot", "250 2.0.0 OK queued as 0123456789ABC"))) {
          return;
        }
      }
    }
  }

  /** Offers STARTTLS from now on. */
  public synchronized FakeMx secured(Tls.Handshake other) {
    handshake = Optional.of(other);
    return this;
  }

  private synchronized Optional<Tls.Handshake> handshake() {
    return handshake;
  }

  private static boolean say(Wire wire, String reply) throws IOException {
    if (reply.equals("close")) {
      return false;
    }
    wire.write(reply + "\r\n");
    wire.flush();
    return !reply.startsWith("421");
  }

  private static String content(Wire wire) throws IOException {
    StringBuilder out = new StringBuilder();
    while (true) {
      String line = wire.readLine(100_000, PATIENCE).text();
      if (line.equals(".")) {
        return out.toString();
      }
      out.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
  }

  /** Ends all conversations; further ones are taken. */
  public void hangUp() {
    connections.forEach(Network.Connection::close);
  }

  public List<String> heard() {
    return heard;
  }

  /** The addresses that connections came from, in order. */
  public List<String> clients() {
    return connections.stream()
        .map(connection -> connection.remote().getAddress().getHostAddress())
        .toList();
  }

  /** The commands that begin so. */
  public List<String> heard(String prefix) {
    return heard.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  public List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    acceptor.close();
    hangUp();
  }
}
