package mailroad.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import mailroad.app.LogConfig;
import mailroad.app.Node;
import mailroad.app.NodeConfig;
import mailroad.app.OfflineAccess;
import mailroad.app.admin.Access;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Channel;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Json;
import mailroad.app.admin.SocketAccess;
import mailroad.app.config.ConfigException;
import mailroad.app.config.ConfigFile;
import mailroad.app.transfer.Progress;
import mailroad.kernel.RealWorld;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What all commands share: which node is meant, and how the answer is shown. */
final class Common {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "configuration of the node")
  private @Nullable Path config;

  @Option(names = "--json", description = "print the answer as JSON")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /** Whether JSON is wanted. */
  boolean json() {
    return json;
  }

  /** Where the answer goes. */
  PrintWriter out() {
    return spec == null
        ? new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8)
        : spec.commandLine().getOut();
  }

  /** The configuration file that is meant. */
  Path file() throws AdminException {
    return Stream.of(
            Optional.ofNullable(config),
            Optional.ofNullable(System.getenv("MAILROAD_CONFIG")).map(Path::of),
            Optional.of(Path.of("mailroad.toml")).filter(Files::exists),
            Optional.of(Path.of("/etc/mailroad/mailroad.toml")).filter(Files::exists))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() ->
            new AdminException(
                "no configuration: neither --config nor $MAILROAD_CONFIG says where, and there is no"
                    + " ./mailroad.toml or /etc/mailroad/mailroad.toml; make one with: "
                    + Hint.of("init DOMAIN")));
  }

  /** The node's configuration. */
  NodeConfig load() throws AdminException, ConfigException, IOException {
    return ConfigFile.load(file(), NodeConfig.DEFAULT);
  }

  /** The way to the node: the running server, or else its store, opened here. */
  Access access() throws AdminException, ConfigException, IOException, InterruptedException {
    NodeConfig node = load();
    Path socket = node.socket(file());
    if (Files.exists(socket) && answers(socket)) {
      return new SocketAccess(world(), socket);
    }
    Logging.set(LogConfig.QUIET);
    return OfflineAccess.open(world(), node, file());
  }

  /** Shows how far it is on standard error, if that is a terminal and no JSON is wanted. */
  @SuppressWarnings("SystemConsoleNull") // where no terminal is, JDK 25 has null again
  Progress progress() {
    java.io.Console console = System.console();
    boolean shown = !json && console != null && console.isTerminal();
    PrintWriter err =
        spec == null
            ? new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8)
            : spec.commandLine().getErr();
    return new Progress(world(), err, shown);
  }

  /** What is done with a conversation. */
  interface Talk {
    /** Talks. */
    void over(Channel channel) throws AdminException, IOException, InterruptedException;
  }

  /**
   * Holds a conversation with the node: the running server, or else its store, which is opened here and answers on the
   * server's socket meanwhile, so that other commands find it.
   */
  void converse(String name, Map<String, ?> arguments, Talk talk)
      throws AdminException, ConfigException, IOException, InterruptedException {
    NodeConfig node = load();
    Path socket = node.socket(file());
    if (Files.exists(socket) && answers(socket)) {
      talk(socket, name, arguments, talk);
      return;
    }
    Logging.set(LogConfig.QUIET);
    Node opened = Node.open(world(), node, file());
    try {
      opened.administer(socket);
      talk(socket, name, arguments, talk);
    } finally {
      opened.close();
    }
  }

  private static void talk(Path socket, String name, Map<String, ?> arguments, Talk talk)
      throws AdminException, IOException, InterruptedException {
    try (Channel channel = new SocketAccess(world(), socket).converse(name, arguments)) {
      talk.over(channel);
    }
  }

  /** Whether a server is there, not just the socket of one that is gone. */
  private static boolean answers(Path socket) {
    try {
      world().network().connectLocal(socket).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs one operation and prints its answer. */
  int run(String operation, Map<String, ?> arguments, Function<JsonNode, String> show)
      throws AdminException, ConfigException, IOException, InterruptedException {
    try (Access access = access()) {
      JsonNode answer = access.call(operation, arguments);
      print(answer, show);
      return 0;
    }
  }

  /** Prints an answer. */
  void print(JsonNode answer, Function<JsonNode, String> show) {
    String text = json ? Json.pretty(answer) : show.apply(answer);
    out().print(text.endsWith("\n") ? text : text + "\n");
    out().flush();
  }

  static RealWorld world() {
    return Real.WORLD;
  }

  private static final class Real {
    static final RealWorld WORLD =
        new RealWorld(
            (name, problem) -> System.err.println("mailroad: task " + name + ": " + problem));
  }
}
