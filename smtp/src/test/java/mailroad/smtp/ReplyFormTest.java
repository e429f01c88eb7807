package mailroad.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mailroad.kernel.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyFormTest {
  private static Reply read(String... lines) {
    List<ReplyForm.ReplyLine> read = new ArrayList<>();
    for (String line : lines) {
      read.add(ReplyForm.readLine(line.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }
    return ReplyForm.read(read);
  }

  @Test
  void writesEachLineWithCodeAndStatus() {
    assertThat(ReplyForm.write(new Reply(250, "2.0.0", List.of("a", "b"))))
        .isEqualTo("250-2.0.0 a\r\n250 2.0.0 b\r\n");
    assertThat(ReplyForm.write(new Reply(354, "", "go"))).isEqualTo("354 go\r\n");
  }

  @Test
  void textCannotMakeAnotherReply() {
    assertThat(ReplyForm.write(new Reply(550, "5.1.1", "no\r\n250 é")))
        .isEqualTo("550 5.1.1 no??250 ?\r\n");
  }

  @Test
  void keepsToTheLengthOfReplyLines() {
    String line = ReplyForm.write(new Reply(550, "5.0.0", "x".repeat(2000)));
    assertThat(line).hasSize(512).endsWith("x\r\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # came                    | code | status | text (R55)
          250 2.1.0 Sender OK       | 250  | 2.1.0  | Sender OK
          250                       | 250  | ''     | ''
          550 5.1.1                 | 550  | 5.1.1  | ''
          550 4.1.1 disagrees       | 550  | ''     | 4.1.1 disagrees
          299 unknown               | 299  | ''     | unknown
          550 5.1.10 null MX        | 550  | 5.1.10 | null MX
          550 5.1.1x y              | 550  | ''     | 5.1.1x y
          """)
  void readsReplies(String line, int code, String status, String text) {
    assertThat(read(line)).isEqualTo(new Reply(code, status, text));
  }

  @Test
  void readsRepliesOfManyLines() {
    assertThat(read("550-5.7.1 no", "550-", "550 5.7.1 never"))
        .isEqualTo(new Reply(550, "5.7.1", List.of("no", "", "never")));
    assertThat(read("250-a", "451 b").code()).isEqualTo(451);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "2",
        "25",
        "2x0 a",
        "150 a",
        "650 a",
        "250_a",
        "HTTP/1.1 400",
        "-250 a",
        "2500 a"
      })
  void tellsWhatIsNoReply(String line) {
    assertThat(ReplyForm.readLine(line.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void readsWhatItWroteAndNeverThrows() {
    Random random = new Random(4);
    for (int i = 0; i < 5000; i++) {
      byte[] octets = new byte[random.nextInt(30)];
      random.nextBytes(octets);
      if (random.nextBoolean() && octets.length > 3) {
        System.arraycopy("250 ".getBytes(StandardCharsets.US_ASCII), 0, octets, 0, 4);
      }
      ReplyForm.readLine(octets).ifPresent(line -> ReplyForm.read(List.of(line)));
      Reply reply = new Reply(550, "5.7.1", RandomText.of(random, 40).replaceAll("[^ -~]", "z"));
      String written = ReplyForm.write(reply);
      assertThat(read(written.substring(0, written.length() - 2))).isEqualTo(reply);
    }
  }
}
