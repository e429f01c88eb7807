package mailroad.app.admin;

import java.time.Duration;
import mailroad.kernel.Network;
import mailroad.kernel.World;
import mailroad.wire.Wire;

/** What both ends of the admin socket share. */
final class Admin {
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(30);

  private Admin() {}

  static Wire wire(World world, Network.Connection connection) {
    return new Wire(world, connection, WRITE_TIMEOUT);
  }
}
