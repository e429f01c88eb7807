package mailroad.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import mailroad.dns.FixedResolver;
import mailroad.mime.Octets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets from anybody: whatever they are, each signature comes to a result, and none that was damaged passes. */
class DkimFuzzTest {
  private static final int RUNS = Integer.getInteger("mailroad.fuzz.runs", 2_000);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String WORDS = ";=:/ \t\r\nvabhldisctx1@\"%";

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void endsInAValue(long seed) throws Exception {
    Random random = new Random(seed);
    DkimVerifier verifier =
        new DkimVerifier(
            FixedResolver.of(TestKeys.zone(TestKeys.ed25519(), TestKeys.rsa())),
            DkimConfig.DEFAULT);
    byte[] message = new Draft(TestKeys.ed25519()).signed().getBytes(StandardCharsets.UTF_8);
    for (int run = 0; run < RUNS; run++) {
      byte[] octets = mutated(message, random);
      List<DkimResult> results = verifier.verify(Octets.of(octets), NOW);
      for (DkimResult result : results) {
        assertThat(result.why().toString()).isNotBlank();
        // What passes says the same as what was signed.
        if (result.code() == DkimResult.Code.PASS) {
          assertThat(relaxed(octets)).isEqualTo(relaxed(message));
        }
      }
    }
  }

  private static String relaxed(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    return text.substring(text.indexOf("From:") < 0 ? 0 : text.indexOf("From:"))
        .replaceAll("\\s+", "");
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] octets = seed.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(octets.length);
      if (random.nextBoolean()) {
        octets[at] =
            random.nextBoolean()
                ? (byte) WORDS.charAt(random.nextInt(WORDS.length()))
                : (byte) random.nextInt();
      } else if (random.nextBoolean()) {
        octets = Arrays.copyOf(octets, 1 + random.nextInt(octets.length));
      } else {
        byte[] longer = new byte[octets.length + 1];
        System.arraycopy(octets, 0, longer, 0, at);
        longer[at] = (byte) WORDS.charAt(random.nextInt(WORDS.length()));
        System.arraycopy(octets, at, longer, at + 1, octets.length - at);
        octets = longer;
      }
    }
    return octets;
  }
}
