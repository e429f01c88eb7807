package mailroad.app.admin;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Network;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers administrators on the local socket: one task a connection, one request or conversation a connection. */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  static final int LINE_OCTETS_MAX = 128 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final World world;
  private final Operations operations;
  private final Network.Acceptor acceptor;
  private final Task accepting;

  /**
   * Listens.
   *
   * @param socket a path that is free, or was left by a server that is gone
   * @throws IOException if the path cannot be used, as when another server does
   */
  public AdminServer(World world, Path socket, Operations operations) throws IOException {
    this.world = world;
    this.operations = operations;
    acceptor = world.network().listenLocal(socket);
    accepting = world.start("admin " + socket.getFileName(), this::accept);
  }

  private void accept() throws InterruptedException {
    while (true) {
      try {
        Network.Connection connection = acceptor.accept();
        world.start("admin session", () -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Network.Connection connection) throws InterruptedException {
    try (Wire wire = Admin.wire(world, connection)) {
      String request = wire.readLine(LINE_OCTETS_MAX, TIMEOUT).text();
      Optional<Conversation> conversation = conversation(request);
      if (conversation.isPresent()) {
        hold(conversation.get(), request, new Channel(wire));
      } else {
        wire.write(Json.line(answer(request)) + "\n");
      }
      wire.flush();
    } catch (EOFException e) {
      LOG.debug("event=admin-left");
    } catch (IOException e) {
      LOG.warn("event=admin-failed reason=\"{}\"", e.getMessage());
    }
  }

  private Optional<Conversation> conversation(String request) {
    try {
      return operations.conversation(Json.parse(request).path("operation").asString(""));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static void hold(Conversation conversation, String request, Channel channel)
      throws IOException, InterruptedException {
    JsonNode json = Json.parse(request);
    String name = json.path("operation").asString("");
    LOG.info("event=admin operation={}", mailroad.kernel.Text.visible(name));
    try {
      conversation.hold(new Arguments(json.path("arguments")), channel);
    } catch (AdminException e) {
      channel.send(Map.of("error", String.valueOf(e.getMessage())));
    } catch (StoreException e) {
      channel.send(Map.of("error", String.valueOf(new AdminException(e).getMessage())));
    } catch (RuntimeException e) {
      LOG.error("event=admin-bug", e);
      channel.send(Map.of("error", "the server failed at this; its log says more: " + e));
    }
  }

  private Map<String, ?> answer(String request) throws InterruptedException {
    try {
      JsonNode json = Json.parse(request);
      String name = json.path("operation").asString("");
      LOG.info("event=admin operation={}", mailroad.kernel.Text.visible(name));
      return Map.of("result", operations.run(name, json.path("arguments")));
    } catch (AdminException e) {
      return Map.of("error", String.valueOf(e.getMessage()));
    } catch (JacksonException e) {
      return Map.of("error", "not JSON: " + e.getOriginalMessage());
    } catch (RuntimeException e) {
      LOG.error("event=admin-bug", e);
      return Map.of("error", "the server failed at this; its log says more: " + e);
    }
  }

  @Override
  public void close() {
    acceptor.close();
    accepting.cancel();
  }
}
