package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mailroad.smtp.Replies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataDecoderTest {
  private static final SmtpLimits LIMITS = Configs.limits(100_000, 1000);

  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private final DataDecoder decoder = new DataDecoder(content::write, LIMITS);

  private int take(String input) throws InterruptedException {
    ByteBuffer in = ByteBuffer.wrap(input.getBytes(StandardCharsets.ISO_8859_1));
    decoder.take(in);
    return in.remaining();
  }

  private static String unescape(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
  }

  private String content() {
    return content.toString(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # on the wire                    | content
          .\\r\\n                          | ''
          a\\r\\n.\\r\\n                   | a\\r\\n
          ..\\r\\n.\\r\\n                  | .\\r\\n
          ..a\\r\\n.b\\r\\n.\\r\\n         | .a\\r\\nb\\r\\n
          a.\\r\\n..\\r\\n...\\r\\n.\\r\\n | a.\\r\\n.\\r\\n..\\r\\n
          \\r\\n\\r\\n.\\r\\n              | \\r\\n\\r\\n
          a\\0b\\r\\n.\\r\\n               | a\\0b\\r\\n
          """)
  void removesStuffedDots(String wire, String expected) throws Exception {
    assertThat(take(unescape(wire))).isZero();
    assertThat(decoder.ended()).isTrue();
    assertThat(decoder.flaw()).isEmpty();
    assertThat(content()).isEqualTo(unescape(expected));
    assertThat(decoder.octets()).isEqualTo(content().length());
  }

  @Test
  void leavesWhatFollowsTheEnd() throws Exception {
    assertThat(take("a\r\n.\r\nQUIT\r\n")).isEqualTo(6);
    assertThat(decoder.ended()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\\n.\\n",
        "\\n.\\r\\n",
        "\\r.\\r",
        "\\r\\n.\\r",
        "\\r\\n.\\n",
        "\\r\\n\\0.\\r\\n",
        "\\r.\\r\\n",
        "\\n\\n.\\r\\n\\n",
        "\\r\\n.\\r\\r\\n",
        "\\r\\r\\n.\\n"
      })
  void onlyCrLfDotCrLfEndsA1(String end) throws Exception {
    take("evil" + unescape(end) + "MAIL FROM:<admin@example.org>\r\n");
    assertThat(decoder.ended()).isFalse();
    take("\r\n.\r\n");
    assertThat(decoder.ended()).isTrue();
    if (!end.contains("\\0")) {
      assertThat(decoder.flaw()).contains(Replies.BARE_LINE_END);
    }
  }

  @Test
  void handsNothingOnOnceTheContentIsFlawed() throws Exception {
    take("a\r\n");
    take("b\nc\r\n");
    take("d\r\n.\r\n");
    assertThat(content()).isEqualTo("a\r\n");
  }

  @Test
  void countsContentAgainstItsLimit() throws Exception {
    for (int i = 0; i < 1000; i++) {
      take("x".repeat(98) + "\r\n");
    }
    assertThat(decoder.flaw()).isEmpty();
    take("y\r\n.\r\n");
    assertThat(decoder.flaw()).contains(Replies.MESSAGE_TOO_LARGE);
    assertThat(content.size()).isEqualTo(100_000);
  }

  @Test
  void measuresLinesWithTheirCrLf() throws Exception {
    take("x".repeat(998) + "\r\n");
    assertThat(decoder.flaw()).isEmpty();
    take("x".repeat(999));
    assertThat(decoder.flaw()).isEmpty();
    take("\r\n");
    assertThat(decoder.flaw()).contains(Replies.TEXT_LINE_TOO_LONG);
  }

  @Test
  void agreesWithANaiveReaderHoweverTheOctetsAreCut() throws Exception {
    Random random = new Random(45764);
    String alphabet = "\r\r\r\n\n\n...ab\0\u00ff";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder wire = new StringBuilder();
      int length = random.nextInt(24);
      for (int i = 0; i < length; i++) {
        wire.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      wire.append("\r\n.\r\nrest");
      compare(wire.toString(), random);
    }
  }

  private static void compare(String wire, Random random) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DataDecoder decoder = new DataDecoder(out::write, LIMITS);
    int at = 0;
    while (at < wire.length() && !decoder.ended()) {
      int to = Math.min(wire.length(), at + 1 + random.nextInt(6));
      ByteBuffer in = ByteBuffer.wrap(wire.substring(at, to).getBytes(StandardCharsets.ISO_8859_1));
      decoder.take(in);
      at = to - in.remaining();
    }
    Naive naive = Naive.read(wire);
    assertThat(decoder.ended()).as(wire).isTrue();
    assertThat(at).as(wire).isEqualTo(naive.end());
    assertThat(decoder.flaw().isPresent()).as(wire).isEqualTo(naive.flawed());
    if (!naive.flawed()) {
      assertThat(out.toString(StandardCharsets.ISO_8859_1)).as(wire).isEqualTo(naive.content());
    }
  }

  /** RFC 5321 section 4.5.2 by looking at the whole: lines end in CRLF, a line of one dot is the end. */
  private record Naive(int end, boolean flawed, String content) {
    static Naive read(String wire) {
      List<String> lines = new ArrayList<>();
      int from = 0;
      while (true) {
        int end = wire.indexOf("\r\n", from);
        String line = wire.substring(from, end);
        from = end + 2;
        if (line.equals(".")) {
          break;
        }
        lines.add(line.startsWith(".") ? line.substring(1) : line);
      }
      boolean flawed = lines.stream().anyMatch(l -> l.contains("\r") || l.contains("\n"));
      StringBuilder content = new StringBuilder();
      lines.forEach(line -> content.append(line).append("\r\n"));
      return new Naive(from, flawed, content.toString());
    }
  }
}
