package mailroad.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import mailroad.app.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} in a process of its own, as somebody in the source folder starts it. */
class InitTest {
  private static final Pattern OTHER_NAME = Pattern.compile("(?<!\\./)\\bmailroad (?=[a-z])");

  @TempDir private Path folder;

  private String init() throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dmailroad.command=./mailroad",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "init",
                "a.example",
                "--local",
                "--dir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(said, UTF_8)).isZero();
    return Files.readString(said, UTF_8);
  }

  @Test
  void whatItSaysAndWritesNamesTheCommandAsItWasTyped() throws Exception {
    assertThat(init()).contains("./mailroad serve --config ").doesNotContainPattern(OTHER_NAME);
    assertThat(Files.readString(folder.resolve("mailroad.toml"), UTF_8))
        .contains("or: ./mailroad config show\n")
        .contains("# Is it right? ./mailroad config check\n")
        .doesNotContainPattern(OTHER_NAME);
  }
}
