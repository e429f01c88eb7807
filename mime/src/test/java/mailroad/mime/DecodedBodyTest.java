package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is decoded in pieces is what is decoded at once (RFC 2045 section 6). */
class DecodedBodyTest {
  private static final String[] WORDS = {
    "=", "=3D", "=C3", "=c", "= ", "=  \r\n", "=\t\t\n", "\r", "\n", "\r\n", "A", "QUJD", "QQ==",
    "QUI=", "-", "a b", "=3", " ", "==", "\0", "é"
  };

  @Test
  void decodesPiecesAsTheWhole() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(WORDS[random.nextInt(WORDS.length)]);
      }
      byte[] coded = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      for (TransferEncoding encoding : TransferEncoding.values()) {
        check(coded, encoding, random);
      }
    }
  }

  private static void check(byte[] coded, TransferEncoding encoding, SplittableRandom random)
      throws Exception {
    byte[] whole = encoding.decode(coded);
    DecodedBody body = DecodedBody.of(dripping(coded, random), 0, coded.length, encoding);
    String what =
        encoding
            + " "
            + mailroad.kernel.Text.visible(new String(coded, StandardCharsets.ISO_8859_1));
    assertThat(body.size()).as(what).isEqualTo(whole.length);
    int from = random.nextInt(whole.length + 1);
    int count = random.nextInt(whole.length - from + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body.copy(from, count, out::write);
    assertThat(out.toByteArray()).as(what).isEqualTo(Arrays.copyOfRange(whole, from, from + count));
    boolean nul = new String(whole, StandardCharsets.ISO_8859_1).indexOf(0) >= 0;
    assertThat(body.hasNul()).as(what).isEqualTo(nul);
  }

  /** Octets that come few at a time. */
  private static Octets dripping(byte[] octets, SplittableRandom random) {
    Octets all = Octets.of(octets);
    return new Octets() {
      @Override
      public long size() {
        return all.size();
      }

      @Override
      public int read(long from, byte[] into, int offset, int length) throws java.io.IOException {
        return all.read(from, into, offset, Math.min(length, 1 + random.nextInt(7)));
      }
    };
  }
}
