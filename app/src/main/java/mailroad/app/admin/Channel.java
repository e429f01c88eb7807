package mailroad.app.admin;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import mailroad.wire.Wire;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A {@link Conversation} over the admin socket: lines of JSON both ways, and octets as they are where the line before has
 * announced them, so that content of any size goes through without being coded or held. Used by one task.
 */
public final class Channel implements AutoCloseable {
  /** Whoever is at the other end may wait for a server far away. */
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private final Wire wire;

  Channel(Wire wire) {
    this.wire = wire;
  }

  /** Sends a line; it goes out with the next {@link #receive} or {@link #flush}, or earlier. */
  public void send(Map<String, ?> line) throws IOException {
    wire.write(Json.line(line) + "\n");
  }

  /** Sends octets that the line before has announced. */
  public void send(byte[] octets, int offset, int length) throws IOException {
    wire.write(octets, offset, length);
  }

  /** Sends what was written. */
  public void flush() throws IOException {
    wire.flush();
  }

  /**
   * Waits for a line.
   *
   * @throws AdminException if the other side has refused or failed
   * @throws EOFException if it has left
   */
  public JsonNode receive() throws IOException, AdminException {
    wire.flush();
    try {
      JsonNode line = Json.parse(wire.readLine(AdminServer.LINE_OCTETS_MAX, TIMEOUT).text());
      if (line.has("error")) {
        throw new AdminException(line.path("error").asString(""));
      }
      return line;
    } catch (JacksonException e) {
      throw new IOException("what came is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Waits for octets that the line before has announced. */
  public byte[] octets(int count) throws IOException {
    return wire.readExactly(count, TIMEOUT);
  }

  @Override
  public void close() {
    wire.close();
  }
}
