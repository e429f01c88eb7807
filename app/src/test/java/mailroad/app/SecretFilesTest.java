package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ConcurrentLinkedQueue;
import mailroad.app.config.ConfigFile;
import mailroad.kernel.RealWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No node starts with secrets that others on the machine can read (A19). */
class SecretFilesTest {
  private static final String NODE =
      "hostname = \"mail.example.org\"\n[store]\nengine = \"memory\"\n[log]\nlevel = \"error\"\n";

  @TempDir private Path folder;
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private Path config;

  @BeforeEach
  void begin() {
    config = folder.resolve("mailroad.toml");
  }

  private void open() throws Exception {
    RealWorld world = new RealWorld((name, e) -> failures.add(e));
    Node.open(world, ConfigFile.load(config, NodeConfig.DEFAULT), config).close();
    assertThat(failures).isEmpty();
  }

  private static void write(Path file, String text, String permissions) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void aConfigurationWithAPasswordIsItsOwnersAlone() throws Exception {
    String secret =
        NODE
            + "[mta.routing]\nsmarthost = \"relay.example\"\nsmarthost-login = \"us\"\n"
            + "smarthost-password = \"hush\"\n";
    for (String permissions : new String[] {"rw-r--r--", "rw-r-----", "rw-----w-"}) {
      write(config, secret, permissions);
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("chmod 600 " + config)
          .hasMessageNotContaining("hush");
    }
    write(config, secret, "rw-------");
    open();
    write(config, NODE, "rw-r--r--");
    open();
  }

  @Test
  void aKeyIsItsOwnersAlone() throws Exception {
    Path key = folder.resolve("key.pem");
    write(key, "not looked at", "rw-r-----");
    write(
        config,
        NODE + "[tls]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n",
        "rw-r--r--");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600 " + key);
  }
}
