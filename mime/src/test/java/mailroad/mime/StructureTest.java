package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StructureTest {
  private static byte[] octets(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The tree in one line: type, octets of the body, lines; parts in parentheses. */
  private static String show(Part part) {
    String own = "%s %d %d".formatted(part.type(), part.bodySize(), part.lines());
    return switch (part.content()) {
      case Part.Content.Octets() -> own;
      case Part.Content.Parts(var parts) ->
          part.type()
              + "("
              + String.join(", ", parts.stream().map(StructureTest::show).toList())
              + ")";
      case Part.Content.Message(var message) -> own + "[" + show(message) + "]";
    };
  }

  private static String show(String text) {
    return show(Structure.of(octets(text)).root());
  }

  private static String body(byte[] message, Part part) throws IOException {
    return new String(
        Octets.of(message).range(part.bodyFrom(), (int) part.bodySize()),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void takesAMessageWithoutMimeForText() {
    assertThat(show("Subject: x\n\nline\nline\n")).isEqualTo("text/plain 12 2");
    assertThat(show("")).isEqualTo("text/plain 0 0");
    assertThat(show("\n\n")).isEqualTo("text/plain 2 1");
    assertThat(show("no header at all")).isEqualTo("text/plain 0 0");
  }

  @Test
  void findsPartsAndGivesTheLineEndToTheBoundary() throws IOException {
    byte[] message =
        octets(
            "Content-Type: multipart/mixed; boundary=\"a b\"\n\npreamble\n--a b\n\none\n--a b  \n"
                + "Content-Type: text/html\n\ntwo\n\n--a b--\nepilogue\n--a b\nnot a part\n");
    Structure structure = Structure.of(message);
    assertThat(show(structure.root())).isEqualTo("multipart/mixed(text/plain 3 1, text/html 5 1)");
    assertThat(body(message, structure.root().parts().get(0))).isEqualTo("one");
    assertThat(body(message, structure.root().parts().get(1))).isEqualTo("two\r\n");
    assertThat(structure.root().bodyTo()).isEqualTo(message.length);
  }

  @Test
  void findsPartsWithinParts() {
    assertThat(
            show(
                "Content-Type: multipart/mixed; boundary=ab\n\n--ab\nContent-Type:"
                    + " multipart/alternative; boundary=abc\n\n--abc\n\nx\n--abc\nContent-Type:"
                    + " text/html\n\ny\n--abc--\n\n--ab\nContent-Type: image/png\n\nz\n--ab--\n"))
        .isEqualTo(
            "multipart/mixed(multipart/alternative(text/plain 1 1, text/html 1 1), image/png 1 1)");
  }

  @Test
  void endsInnerPartsAtOuterBoundaries() {
    assertThat(
            show(
                "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/related;"
                    + " boundary=i\n\n--i\n\nopen\n--o\n\nnext"))
        .isEqualTo("multipart/mixed(multipart/related(text/plain 4 1), text/plain 4 1)");
  }

  @Test
  void looksIntoEnclosedMessages() {
    String enclosed =
        "Subject: in\nContent-Type: multipart/mixed; boundary=i\n\n--i\n\nx\n--i\n\ny\n--i--\n";
    String message =
        "Content-Type: multipart/mixed; boundary=o\n\n--o\n\nsee\n--o\nContent-Type:"
            + " message/rfc822\n\n"
            + enclosed
            + "\n--o--\n";
    Structure structure = Structure.of(octets(message));
    assertThat(show(structure.root()))
        .isEqualTo(
            "multipart/mixed(text/plain 3 1, message/rfc822 "
                + octets(enclosed).length
                + " 10[multipart/mixed(text/plain 1 1, text/plain 1 1)])");
    assertThat(structure.part(List.of(2, 2)).orElseThrow().bodySize()).isEqualTo(1);
    assertThat(structure.part(List.of(2, 3))).isEmpty();
    assertThat(structure.part(List.of(1, 1))).isEmpty();
    assertThat(structure.part(List.of(3))).isEmpty();
  }

  @Test
  void numbersTheBodyOfAPlainMessageOne() {
    Structure plain = Structure.of(octets("Subject: x\n\nhi"));
    assertThat(plain.part(List.of())).hasValue(plain.root());
    assertThat(plain.part(List.of(1))).hasValue(plain.root());
    assertThat(plain.part(List.of(1, 1))).isEmpty();
    Structure wrapped = Structure.of(octets("Content-Type: message/rfc822\n\nSubject: in\n\nhi"));
    assertThat(wrapped.part(List.of(1))).hasValue(wrapped.root());
    assertThat(wrapped.part(List.of(1, 1)).orElseThrow().header().value("Subject")).hasValue("in");
  }

  @Test
  void digestsHoldMessages() {
    assertThat(
            show(
                "Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: a\n\nx\n--d\n"
                    + "Content-Type: text/plain\n\ny\n--d--\n"))
        .isEqualTo("multipart/digest(message/rfc822 15 3[text/plain 1 1], text/plain 1 1)");
  }

  @Test
  void takesBrokenTypesForText() {
    assertThat(show("Content-Type: multipart/mixed\n\n--x\n\ny")).isEqualTo("text/plain 8 3");
    assertThat(show("Content-Type: multipart/mixed; boundary=z\n\n--x\n\ny"))
        .isEqualTo("text/plain 8 3");
    assertThat(show("Content-Type: text\n\nx")).isEqualTo("text/plain 1 1");
    assertThat(show("Content-Type: =?\n\nx")).isEqualTo("text/plain 1 1");
    assertThat(show("Content-Type: multipart/mixed; boundary=b\n\n--b--\n"))
        .isEqualTo("text/plain 7 1");
  }

  @Test
  void readsBareLineFeeds() {
    byte[] message =
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n"
            .getBytes(StandardCharsets.US_ASCII);
    assertThat(show(Structure.of(message).root()))
        .isEqualTo("multipart/mixed(text/plain 3 1, text/plain 3 1)");
  }

  @Test
  void nestsNoDeeperThanTheLimit() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("Content-Type: multipart/mixed; boundary=b")
          .append(i)
          .append("\n\n--b")
          .append(i)
          .append('\n');
    }
    Structure multiparts = Structure.of(octets(text.toString()));
    assertThat(multiparts.cut()).isTrue();
    assertThat(depth(multiparts.root())).isEqualTo(MimeLimits.DEFAULT.depthMax());
    Structure messages = Structure.of(octets("Content-Type: message/rfc822\n\n".repeat(10_000)));
    assertThat(messages.cut()).isTrue();
    assertThat(depth(messages.root())).isEqualTo(MimeLimits.DEFAULT.depthMax());
  }

  @Test
  void countsNoMorePartsThanTheLimit() {
    Structure structure =
        Structure.of(
            octets("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(10_000)));
    assertThat(structure.cut()).isTrue();
    assertThat(structure.root().parts()).hasSize(MimeLimits.DEFAULT.partsMax() - 1);
    assertThat(structure.root().parts()).allMatch(part -> part.bodySize() == 1);
  }

  @Test
  void worksInLinearTimeHoweverTheBoundariesLook() throws IOException {
    long small = stepsFor(1_000);
    long large = stepsFor(10_000);
    assertThat(large).isLessThan(small * 11);
  }

  /** All levels open, and then lines that nearly match every boundary. */
  private static long stepsFor(int lines) throws IOException {
    StringBuilder text = new StringBuilder();
    String same = "a".repeat(190);
    for (int i = 0; i < 60; i++) {
      text.append("Content-Type: multipart/mixed; boundary=")
          .append(same)
          .append(i)
          .append("\n\n--");
      text.append(same).append(i).append('\n');
    }
    text.append('\n').append(("--" + same + "x\n").repeat(lines));
    StructureReader reader =
        new StructureReader(Octets.of(octets(text.toString())), MimeLimits.DEFAULT);
    reader.read();
    return reader.steps();
  }

  @Test
  void readsEachOctetOnce() throws IOException {
    byte[] message = octets("Subject: x\n\n" + "line\n".repeat(100_000));
    long[] read = {0};
    Octets counting =
        new Octets() {
          @Override
          public long size() {
            return message.length;
          }

          @Override
          public int read(long from, byte[] into, int offset, int length) throws IOException {
            read[0] += length;
            return Octets.of(message).read(from, into, offset, length);
          }
        };
    Structure.read(counting, MimeLimits.DEFAULT);
    assertThat(read[0]).isEqualTo(message.length);
  }

  @Test
  void findsSomeStructureInAnyOctets() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    List<String> pieces =
        List.of(
            "Content-Type: multipart/mixed; boundary=a\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: multipart/digest; boundary=b\r\n",
            "\r\n",
            "\r\n",
            "\n",
            "--a\r\n",
            "--a--\r\n",
            "--b\r\n",
            "--b--",
            "text",
            "\r",
            "\0\u00ff",
            "--",
            "Subject: (((\r\n",
            " folded\r\n");
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i >= 0; i--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      byte[] message = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      Part root = Structure.of(message).root();
      assertThat(root.bodyTo()).isEqualTo(message.length);
      checkPlaces(root, 0, message.length, text);
    }
  }

  private static void checkPlaces(Part part, long from, long to, Object message) {
    assertThat(part.from()).as("%s", message).isGreaterThanOrEqualTo(from);
    assertThat(part.bodyFrom()).as("%s", message).isBetween(part.from(), part.bodyTo());
    assertThat(part.bodyTo()).as("%s", message).isLessThanOrEqualTo(to);
    assertThat(part.lines()).isBetween(0L, part.bodySize());
    switch (part.content()) {
      case Part.Content.Octets() -> {}
      case Part.Content.Message(var enclosed) -> {
        assertThat(enclosed.from()).isEqualTo(part.bodyFrom());
        checkPlaces(enclosed, part.bodyFrom(), part.bodyTo(), message);
      }
      case Part.Content.Parts(var parts) -> {
        long at = part.bodyFrom();
        for (Part child : parts) {
          checkPlaces(child, at, part.bodyTo(), message);
          at = child.bodyTo();
        }
      }
    }
  }

  private static int depth(Part part) {
    int depth = 0;
    for (Part at = part; ; depth++) {
      switch (at.content()) {
        case Part.Content.Octets() -> {
          return depth + 1;
        }
        case Part.Content.Message(var enclosed) -> at = enclosed;
        case Part.Content.Parts(var parts) -> at = parts.getFirst();
      }
    }
  }
}
