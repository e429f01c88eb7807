package mailroad.app.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import mailroad.kernel.World;
import mailroad.wire.Wire;
import tools.jackson.databind.JsonNode;

/** The way to the operations of a server that runs in another process. */
public final class SocketAccess implements Access {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final World world;
  private final Path socket;

  /** By this socket. */
  public SocketAccess(World world, Path socket) {
    this.world = world;
    this.socket = socket;
  }

  @Override
  public JsonNode call(String operation, Map<String, ?> arguments) throws AdminException {
    try (Wire wire = Admin.wire(world, world.network().connectLocal(socket))) {
      wire.write(Json.line(Map.of("operation", operation, "arguments", arguments)) + "\n");
      wire.flush();
      JsonNode answer = Json.parse(wire.readLine(AdminServer.LINE_OCTETS_MAX, TIMEOUT).text());
      if (answer.has("error")) {
        throw new AdminException(answer.path("error").asString(""));
      }
      return answer.path("result");
    } catch (IOException e) {
      throw new AdminException(
          "the server does not answer on %s: %s".formatted(socket, e.getMessage()), e);
    }
  }

  /** Begins a conversation. */
  public Channel converse(String name, Map<String, ?> arguments) throws AdminException {
    Wire wire = null;
    try {
      wire = Admin.wire(world, world.network().connectLocal(socket));
      wire.write(Json.line(Map.of("operation", name, "arguments", arguments)) + "\n");
      wire.flush();
      return new Channel(wire);
    } catch (IOException e) {
      if (wire != null) {
        wire.close();
      }
      throw new AdminException(
          "the server does not answer on %s: %s".formatted(socket, e.getMessage()), e);
    }
  }

  @Override
  public void close() {}
}
