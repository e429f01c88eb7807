package mailroad.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import mailroad.app.admin.Access;
import mailroad.app.admin.AdminException;
import mailroad.kernel.World;
import tools.jackson.databind.JsonNode;

/** The way to a node that does not run: its store is opened in this process for as long as a command takes. */
public final class OfflineAccess implements Access {
  private final Node node;

  private OfflineAccess(Node node) {
    this.node = node;
  }

  /**
   * Opens the node's store.
   *
   * @throws IOException if it cannot be opened, as when a server that cannot be reached has it
   */
  public static OfflineAccess open(World world, NodeConfig config, Path file)
      throws IOException, InterruptedException {
    return new OfflineAccess(Node.open(world, config, file));
  }

  @Override
  public JsonNode call(String operation, Map<String, ?> arguments)
      throws AdminException, InterruptedException {
    return node.operations().call(operation, arguments);
  }

  @Override
  public void close() {
    node.close();
  }
}
