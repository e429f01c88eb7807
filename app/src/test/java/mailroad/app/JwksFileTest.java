package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import mailroad.sasl.oauth.KeySet;
import mailroad.sasl.oauth.VerificationKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwksFileTest {
  @TempDir private Path folder;

  private static String set(String... ids) throws Exception {
    StringBuilder keys = new StringBuilder();
    for (String id : ids) {
      keys.append(keys.isEmpty() ? "" : ",")
          .append(new ECKeyGenerator(Curve.P_256).keyID(id).generate().toPublicJWK());
    }
    return "{\"keys\":[" + keys + "]}";
  }

  private static List<String> ids(KeySet set) {
    return set.keys().stream().map(VerificationKey::id).flatMap(Optional::stream).toList();
  }

  /** As whoever renews such a file should do it. */
  private void renew(Path file, String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void readsTheKeysAnewWhenTheFileIsAnother() throws Exception {
    Path file = Files.writeString(folder.resolve("jwks.json"), set("one"));
    JwksFile keys = JwksFile.open(file);
    KeySet first = keys.get();
    assertThat(ids(first)).containsExactly("one");
    assertThat(keys.get()).as("not read twice").isSameAs(first);
    renew(file, set("one", "two"));
    assertThat(ids(keys.get())).containsExactly("one", "two");
    renew(file, set("two"));
    assertThat(ids(keys.get())).containsExactly("two");
  }

  @Test
  void keepsTheKeysFromBeforeWhileTheFileIsBrokenOrMissing() throws Exception {
    Path file = Files.writeString(folder.resolve("jwks.json"), set("one"));
    JwksFile keys = JwksFile.open(file);
    renew(file, "{\"keys\":");
    assertThat(ids(keys.get())).containsExactly("one");
    Files.delete(file);
    assertThat(ids(keys.get())).containsExactly("one");
    renew(file, "x".repeat(2_000_000));
    assertThat(ids(keys.get())).containsExactly("one");
    renew(file, set("two"));
    assertThat(ids(keys.get())).containsExactly("two");
  }

  @Test
  void isNeededToBegin() throws Exception {
    assertThatThrownBy(() -> JwksFile.open(folder.resolve("none"))).isInstanceOf(IOException.class);
    Path broken = Files.writeString(folder.resolve("broken"), "{}");
    assertThatThrownBy(() -> JwksFile.open(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("oauth.jwks-file");
  }
}
