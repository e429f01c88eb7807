package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFilesTest {
  @TempDir private Path folder;

  private void write(String text, String permissions) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void readsATokenEachTime() throws Exception {
    TokenFiles tokens = new TokenFiles(folder.resolve("mailroad.toml"));
    write("first.token\n", "rw-------");
    assertThat(tokens.read("token")).isEqualTo("first.token");
    write("second.token==\n", "rw-------");
    assertThat(tokens.read("token")).isEqualTo("second.token==");
  }

  @Test
  void saysWhatIsWrongAndNeverTheToken() throws Exception {
    TokenFiles tokens = new TokenFiles(folder.resolve("mailroad.toml"));
    assertThatThrownBy(() -> tokens.read("token")).hasMessageContaining("there is no");
    write("two words", "rw-------");
    assertThatThrownBy(() -> tokens.read("token"))
        .hasMessageContaining("holds no token")
        .hasMessageNotContaining("words");
    write("x".repeat(70_000), "rw-------");
    assertThatThrownBy(() -> tokens.read("token")).hasMessageContaining("longer than");
    write("first", "rw-r--r--");
    assertThatThrownBy(() -> tokens.read("token")).hasMessageContaining("chmod 600");
  }
}
