package mailroad.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mailroad.kernel.RealWorld;
import mailroad.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes writes, and can be read, but does not sync any more: nobody is told that anything is done. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = {"amd64", "aarch64"})
class LostSyncsTest {
  @TempDir private Path folder;

  private List<String> run() throws Exception {
    Path said = folder.resolve("said");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LostSyncs.class.getName(),
                folder.resolve("store").toString())
            .redirectOutput(said.toFile())
            .redirectError(errors.toFile())
            .start();
    int status = process.waitFor();
    assumeTrue(status != LostSyncs.CANNOT, "Linux does not let a process fail its own calls here");
    assertThat(status).as(Files.readString(errors, UTF_8)).isZero();
    return Files.readAllLines(said, UTF_8).stream()
        .filter(line -> line.matches("(before|after|read|later): .*"))
        .toList();
  }

  @Test
  void aWriteThatHappenedButWasNotSyncedIsSeenAndNotAcknowledged() throws Exception {
    List<String> said = run();
    assertThat(said).hasSize(5);
    assertThat(said.get(0)).isEqualTo("before: Done");
    assertThat(said.get(1)).isEqualTo("after: the write happened, but may not be on disk");
    assertThat(said.get(2)).isEqualTo("read: after");
    assertThat(said.get(3)).as("nothing more is taken").contains("cannot open the database");
    assertThat(said.get(4)).isEqualTo("read: after");
    RealWorld world =
        new RealWorld((name, e) -> {
          throw new AssertionError(name, e);
        });
    try (Store store = RocksStore.open(world, folder.resolve("store"), RocksStoreConfig.DEFAULT)) {
      assertThat(store.get(LostSyncs.KEY).orElseThrow().bytes()).isEqualTo("after".getBytes(UTF_8));
      assertThat(store.get(LostSyncs.LATER)).isEmpty();
    }
  }
}
