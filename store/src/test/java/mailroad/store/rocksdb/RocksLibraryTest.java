package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mailroad.kernel.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is killed leaves of RocksDB's native library. */
class RocksLibraryTest {
  /** A process that opens a store, and ends as by kill -9. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] arguments) throws Exception {
      RocksStore.open(
          new RealWorld((name, e) -> {}), Path.of(arguments[0]), RocksStoreConfig.DEFAULT);
      Runtime.getRuntime().halt(9);
    }
  }

  @Test
  void nothingIsLeftOfItByAProcessThatIsKilled(@TempDir Path folder) throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                folder.resolve("store").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(9);
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> libraries =
          files.filter(file -> file.getFileName().toString().contains("rocksdbjni")).toList();
      assertThat(libraries).isEmpty();
    }
    assertThat(folder.resolve("store/keys/CURRENT")).exists();
  }
}
