package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2idTest {
  /** Vectors of the reference implementation's own tests, salt {@code somesalt}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          password | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4
          password | $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc
          """)
  void computesWhatTheReferenceComputes(String password, String phc) {
    Argon2id stored = Argon2id.parse(phc).orElseThrow();
    assertThat(stored.hashed(password.getBytes(StandardCharsets.UTF_8))).hasToString(phc);
  }

  @Test
  void writesWhatItReads() {
    Argon2id made = Argon2id.with(House.CHEAP, new byte[16]).hashed(new byte[] {1});
    assertThat(Argon2id.parse(made.toString()).orElseThrow()).hasToString(made.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "!",
        "{PLAIN}secret",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
      })
  void whatIsNoHashOfOursIsNone(String text) {
    assertThat(Argon2id.parse(text)).isEmpty();
  }
}
