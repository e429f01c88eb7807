package mailroad.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import mailroad.app.Node;
import mailroad.app.NodeConfig;
import mailroad.kernel.Bell;
import mailroad.kernel.RealWorld;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mailroad serve}: the server. */
@Command(
    name = "serve",
    description = {
      "Runs the server until it is told to end (SIGTERM or Ctrl-C).",
      "It then takes no new work, lets sessions finish what they are at, and leaves the rest safely in the queue."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Duration WHILE = Duration.ofDays(365);

  @Mixin private Common common = new Common();

  @Override
  public Integer call() throws Exception {
    NodeConfig config = common.load();
    RealWorld world = Common.world();
    Runnable flushLog = Logging.set(config.log(), world);
    try {
      serve(world, config, flushLog);
    } finally {
      flushLog.run();
    }
    return 0;
  }

  private void serve(RealWorld world, NodeConfig config, Runnable flushLog) throws Exception {
    Path file = common.file();
    Bell ended = world.bell();
    Node node = Node.open(world, config, file);
    world.onTermination(() -> {
      node.stop(config.stopTimeout());
      flushLog.run();
      ended.ring();
    });
    node.administer(config.socket(file));
    node.start();
    common.out().println(config.hostname() + " is ready: " + String.join(", ", node.listening()));
    common.out().flush();
    for (long seen = 0; !ended.await(seen, WHILE); seen = ended.rings()) {
      // Only the shutdown hook rings.
    }
  }
}
