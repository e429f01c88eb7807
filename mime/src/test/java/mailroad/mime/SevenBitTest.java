package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages for hops that take no 8-bit octets (R38). */
class SevenBitTest {
  private static byte[] octets(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] convert(byte[] message) throws IOException {
    SevenBit.Result result = SevenBit.of(Octets.of(message), MimeLimits.DEFAULT);
    assertThat(result).isInstanceOf(SevenBit.Result.Done.class);
    SevenBit done = ((SevenBit.Result.Done) result).message();
    byte[] all;
    try (InputStream in = done.open()) {
      all = in.readAllBytes();
    }
    assertThat(all.length).isEqualTo(done.size());
    try (InputStream in = done.open()) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        one.write(octet);
      }
      assertThat(one.toByteArray()).as("octet by octet, and again").isEqualTo(all);
    }
    return all;
  }

  private static String converted(String message) throws IOException {
    return new String(convert(octets(message)), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }

  private static String impossible(byte[] message) throws IOException {
    SevenBit.Result result = SevenBit.of(Octets.of(message), MimeLimits.DEFAULT);
    assertThat(result).isInstanceOf(SevenBit.Result.Impossible.class);
    return ((SevenBit.Result.Impossible) result).why();
  }

  @Test
  void textBecomesQuotedPrintable() throws IOException {
    assertThat(
            converted(
                """
                MIME-Version: 1.0
                Content-Transfer-Encoding: 8bit
                Content-Type: text/plain; charset=utf-8

                Grüße = gut, mit Leerzeichen \n
                .Punkt
                """))
        .isEqualTo(
            """
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe =3D gut, mit Leerzeichen=20

            .Punkt
            """);
  }

  @Test
  void whatIsMostlyNotAsciiBecomesBase64() throws IOException {
    assertThat(
            converted(
                """
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                γειά
                """))
        .endsWith("Content-Transfer-Encoding: base64\n\nzrPOtc65zqwNCg==\n");
  }

  @Test
  void textThatDoesNotSayWhatItIsIsMarkedSo() throws IOException {
    assertThat(converted("Subject: x\n\nabcdefghijklmnopqrstuvwxyzü\n"))
        .isEqualTo(
            """
            Subject: x
            MIME-Version: 1.0
            Content-Type: text/plain; charset=unknown-8bit
            Content-Transfer-Encoding: quoted-printable

            abcdefghijklmnopqrstuvwxyz=C3=BC
            """);
  }

  @Test
  void theTreeOfPartsStays() throws IOException {
    String message =
        """
        MIME-Version: 1.0
        Content-Transfer-Encoding: 8bit
        Content-Type: multipart/mixed; boundary=b

        Präambel
        --b
        Content-Type: text/plain; charset=utf-8

        Grüße aus Ägypten, sonst gar nichts weiter
        --b
        Content-Type: message/rfc822
        Content-Transfer-Encoding: 8bit

        Subject: inner
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=c

        --c

        plain
        --c
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: binary

        äöü
        --c--
        --b
        Content-Type: text/plain
        Content-Transfer-Encoding: base64

        eA==
        --b--
        """;
    assertThat(converted(message))
        .isEqualTo(
            """
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b
            Content-Transfer-Encoding: 7bit

            Pr??ambel
            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe aus =C3=84gypten, sonst gar nichts weiter
            --b
            Content-Type: message/rfc822
            Content-Transfer-Encoding: 7bit

            Subject: inner
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=c

            --c

            plain
            --c
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64

            w6TDtsO8
            --c--
            --b
            Content-Type: text/plain
            Content-Transfer-Encoding: base64

            eA==
            --b--
            """);
  }

  @Test
  void whatNeedsNothingStaysAsItIs() throws IOException {
    byte[] message = octets("Subject: x\nDKIM-Signature: v=1\n\nplain\n");
    assertThat(convert(message)).isEqualTo(message);
    assertThat(
            ((SevenBit.Result.Done) SevenBit.of(Octets.of(message), MimeLimits.DEFAULT))
                .message()
                .breaksSignature())
        .isFalse();
    byte[] eight = octets("Subject: x\nDKIM-Signature: v=1\n\nplän\n");
    assertThat(
            ((SevenBit.Result.Done) SevenBit.of(Octets.of(eight), MimeLimits.DEFAULT))
                .message()
                .breaksSignature())
        .isTrue();
  }

  @Test
  void binaryPartsAndEndlessLinesBecomeBase64() throws IOException {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(octets("MIME-Version: 1.0\nContent-Type: image/x\n\n"));
    message.write(all);
    Part root = Structure.of(convert(message.toByteArray())).root();
    assertThat(root.transferEncodingName()).isEqualTo("base64");
    assertThat(body(convert(message.toByteArray()), root)).isEqualTo(all);
    String endless = "MIME-Version: 1.0\n\n" + "x".repeat(2000) + "\n";
    assertThat(converted(endless)).contains("base64\n");
  }

  private static byte[] body(byte[] message, Part part) throws IOException {
    byte[] coded = Octets.of(message).range(part.bodyFrom(), (int) part.bodySize());
    return part.transferEncoding().decode(coded);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Subject: ü~~x~                                                                         | a header field
          Content-Type: multipart/signed; boundary=b~~--b~~ü~--b--~                              | signed
          Content-Type: text/plain~Content-Transfer-Encoding: base64~~ü~                         | coded
          Content-Type: message/partial; id=x~~ü~                                                | message/partial
          Content-Type: multipart/mixed~~ü~                                                      | 8 bits
          """)
  void whatCannotBeCodedIsNot(String message, String why) throws IOException {
    assertThat(impossible(octets(message.replace("~", "\n")))).contains(why);
  }

  /** Random trees of parts, with random octets in them: each leaf reads as before. */
  @Test
  void everyLeafReadsAsBefore() throws IOException {
    Random random = new Random(42);
    for (int i = 0; i < 300; i++) {
      byte[] message = entity(random, 0, "MIME-Version: 1.0\r\n");
      byte[] seven = convert(message);
      int line = 0;
      for (int at = 0; at < seven.length; at++) {
        byte octet = seven[at];
        assertThat(octet).as("octet %d of %d", at, i).isPositive();
        assertThat(octet == '\n').isEqualTo(at > 0 && seven[at - 1] == '\r');
        line = octet == '\n' ? 0 : line + 1;
        assertThat(line).isLessThanOrEqualTo(999);
      }
      List<byte[]> before = new ArrayList<>();
      List<byte[]> after = new ArrayList<>();
      leaves(message, Structure.of(message).root(), before);
      leaves(seven, Structure.of(seven).root(), after);
      assertThat(after).hasSameSizeAs(before);
      boolean root = Structure.of(message).root().parts().isEmpty();
      for (int k = 0; k < before.size(); k++) {
        byte[] was = before.get(k);
        byte[] is = after.get(k);
        // A body that ends the message gets a line end of its own, if it had to be coded.
        boolean longer = root && is.length == was.length + 2;
        assertThat(longer ? java.util.Arrays.copyOf(is, was.length) : is).isEqualTo(was);
      }
    }
  }

  private static void leaves(byte[] message, Part part, List<byte[]> out) throws IOException {
    if (part.content() instanceof Part.Content.Octets) {
      out.add(body(message, part));
    }
    for (Part child : part.parts()) {
      leaves(message, child, out);
    }
    if (part.content() instanceof Part.Content.Message(var enclosed)) {
      leaves(message, enclosed, out);
    }
  }

  private static byte[] entity(Random random, int depth, String first) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first.getBytes(StandardCharsets.US_ASCII));
    int kind = depth > 3 ? 2 : random.nextInt(4);
    if (kind == 0) {
      String boundary = "b" + depth + "x" + random.nextInt(1000);
      String type = "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n";
      out.write(type.getBytes(StandardCharsets.US_ASCII));
      out.write("Content-Transfer-Encoding: 8bit\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i <= random.nextInt(3); i++) {
        out.write(("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(entity(random, depth + 1, ""));
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      out.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    } else if (kind == 1 && depth > 0) {
      out.write("Content-Type: message/rfc822\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(entity(random, depth + 1, "Subject: x\r\n"));
    } else {
      boolean text = random.nextBoolean();
      String type = text ? "text/plain; charset=utf-8" : "application/x";
      out.write(("Content-Type: " + type + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      String some = text ? "abc =.ü \t\r\n" : "a\0\r\n\n\rü€";
      for (int i = random.nextInt(60); i > 0; i--) {
        int at = random.nextInt(some.length());
        String piece = some.substring(at, at + 1);
        piece = text && (piece.equals("\r") || piece.equals("\n")) ? "\r\n" : piece;
        out.write(piece.getBytes(StandardCharsets.UTF_8));
      }
    }
    return out.toByteArray();
  }
}
