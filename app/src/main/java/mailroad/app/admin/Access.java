package mailroad.app.admin;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A way to a node's operations. */
public interface Access extends AutoCloseable {
  /**
   * Runs an operation.
   *
   * @throws AdminException if it was refused or failed, or the node cannot be reached
   */
  JsonNode call(String operation, Map<String, ?> arguments)
      throws AdminException, InterruptedException;

  @Override
  void close();
}
