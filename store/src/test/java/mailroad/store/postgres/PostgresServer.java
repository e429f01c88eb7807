package mailroad.store.postgres;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A real PostgreSQL in a temporary folder, on a loopback port, with fsync on; Debian's {@code postgresql-15}.
 * It refuses to run as root, so as root it runs as the user {@code postgres}.
 */
final class PostgresServer {
  private static final Path BINARIES = Path.of("/usr/lib/postgresql/15/bin");
  private static final String PASSWORD = "secret of a test";

  private final Path folder;
  private final int port;

  private PostgresServer(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Why there can be no server here; empty if there can. */
  static Optional<String> whyNot() {
    if (!Files.isExecutable(BINARIES.resolve("initdb"))) {
      return Optional.of("there is no PostgreSQL 15 in " + BINARIES);
    }
    if (isRoot() && !Files.isExecutable(Path.of("/usr/sbin/runuser"))) {
      return Optional.of("PostgreSQL does not run as root, and there is no runuser");
    }
    return Optional.empty();
  }

  static PostgresServer start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("mailroad-postgres");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    if (isRoot()) {
      run(List.of("chown", "-R", "postgres", folder.toString()));
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    PostgresServer server = new PostgresServer(folder, freePort());
    server.program(
        "initdb",
        "--pgdata=" + folder.resolve("data"),
        "--username=mailroad",
        "--auth=scram-sha-256",
        "--pwfile=" + password,
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    server.launch();
    return server;
  }

  /** Starts the server on its data, which may be those that a crash left. */
  void launch() throws IOException, InterruptedException {
    program(
        "pg_ctl",
        "start",
        "-w",
        "-t",
        "60",
        "-D",
        folder.resolve("data").toString(),
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=on -c synchronous_commit=on"
            .formatted(port, folder));
  }

  /** Ends the server as a crash does: without writing what it has in memory. */
  void crash() throws IOException, InterruptedException {
    program("pg_ctl", "stop", "-w", "-m", "immediate", "-D", folder.resolve("data").toString());
  }

  PostgresStoreConfig config(String schema) {
    return PostgresStoreConfig.DEFAULT
        .at("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), "mailroad", PASSWORD)
        .in(schema);
  }

  /** Ends the server and removes its folder. */
  void stop() throws IOException, InterruptedException {
    crash();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void program(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("/usr/sbin/runuser", "-u", "postgres", "--"));
    }
    command.add(BINARIES.resolve(name).toString());
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("mailroad-postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(new java.io.File("/"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IOException(command + " failed: " + Files.readString(output));
      }
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /**
   * Below those that the system gives to connections of its own: one of these may be taken before the server starts, or by
   * who connects to it while it is down.
   */
  private static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        return port;
      } catch (BindException e) {
        // another one then
      }
    }
  }
}
