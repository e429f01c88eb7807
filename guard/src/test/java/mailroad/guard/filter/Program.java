package mailroad.guard.filter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real program of the operating system, which listens on a socket in a folder of its test. */
final class Program implements AutoCloseable {
  /** Five minutes: a program that lives and is slow to start is waited for. */
  private static final int TRIES_MAX = 15_000;

  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final List<String> FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin");

  private final Path socket;
  private final Path log;
  private final Process process;

  private Program(Path socket, Path log, Process process) {
    this.socket = socket;
    this.log = log;
    this.process = process;
  }

  /** Where a program is; without it the test is left out. */
  static String installed(String name) {
    for (String folder : FOLDERS) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return folder + "/" + name;
      }
    }
    assumeTrue(false, name + " is not installed here; .ci/run installs it");
    return name;
  }

  /** Starts a program in the foreground and waits until it listens. */
  static Program start(Path folder, Path socket, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Program program = new Program(socket, log, process);
    try {
      program.awaitReady();
    } catch (IOException | InterruptedException | RuntimeException e) {
      program.close();
      throw e;
    }
    return program;
  }

  private void awaitReady() throws IOException, InterruptedException {
    for (int i = 0; i < TRIES_MAX; i++) {
      if (!process.isAlive()) {
        throw new IOException("it ended:\n" + Files.readString(log));
      }
      try {
        FakeProgram.WORLD.network().connectLocal(socket).close();
        return;
      } catch (IOException e) {
        FakeProgram.WORLD.sleep(BETWEEN);
      }
    }
    throw new IOException("it does not listen:\n" + Files.readString(log));
  }

  String address() {
    return "unix:" + socket;
  }

  /** Stops it and all it started where they are, as if they hung. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets them go on. */
  void thaw() {
    signal("-CONT");
  }

  /** Kills it and all it started, and waits until they are gone and their sockets with them. */
  void kill() {
    List<ProcessHandle> killed = all();
    signal("-KILL");
    killed.forEach(one -> one.onExit().join());
  }

  private List<ProcessHandle> all() {
    List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
    all.addAll(process.descendants().toList());
    return all;
  }

  private void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    all().forEach(one -> command.add(Long.toString(one.pid())));
    try {
      new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends it, and waits until nobody is left who could write into its folder, which its test removes. */
  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> started = process.descendants().toList();
    thaw();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    started.forEach(ProcessHandle::destroyForcibly);
    started.forEach(one -> one.onExit().join());
  }
}
