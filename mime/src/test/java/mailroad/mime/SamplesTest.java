package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages that Python's own tests of its email package use, from Debian's libpython3.11-testsuite. */
class SamplesTest {
  private static final Path DATA = Path.of("/usr/lib/python3.11/test/test_email/data");

  private static byte[] sample(String name) throws IOException {
    Path path = DATA.resolve(name);
    Assumptions.assumeTrue(Files.exists(path), path + " is not installed");
    return Files.readAllBytes(path);
  }

  private static String show(Part part) {
    return switch (part.content()) {
      case Part.Content.Octets() -> part.type().toString();
      case Part.Content.Message(var message) -> part.type() + "[" + show(message) + "]";
      case Part.Content.Parts(var parts) ->
          part.type()
              + "("
              + String.join(", ", parts.stream().map(SamplesTest::show).toList())
              + ")";
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # sample    | structure, as Python's email package has it too
          msg_01.txt  | text/plain
          msg_02.txt  | multipart/mixed(text/plain, text/plain, multipart/digest(message/rfc822[text/plain], message/rfc822[text/plain], message/rfc822[text/plain], message/rfc822[text/plain], message/rfc822[text/plain]), text/plain)
          msg_03.txt  | text/plain
          msg_04.txt  | multipart/mixed(text/plain, text/plain)
          msg_05.txt  | multipart/report(text/plain, text/plain, message/rfc822[text/plain])
          msg_06.txt  | message/rfc822[text/plain]
          msg_07.txt  | multipart/mixed(text/plain, image/gif)
          msg_08.txt  | multipart/mixed(text/plain, text/html, text/plain, text/plain)
          msg_09.txt  | multipart/mixed(text/plain, text/html, text/plain, text/plain)
          msg_10.txt  | multipart/mixed(text/plain, text/html, text/plain, text/plain, text/plain)
          msg_11.txt  | message/rfc822[text/plain]
          msg_12.txt  | multipart/mixed(text/plain, text/html, multipart/mixed(text/plain, text/plain), text/plain, text/plain)
          msg_12a.txt | multipart/mixed(text/plain, text/html, multipart/mixed(text/plain, text/plain), text/plain, text/plain)
          msg_13.txt  | multipart/mixed(text/plain, multipart/mixed(text/plain, image/gif))
          msg_14.txt  | text/plain
          msg_18.txt  | text/plain
          msg_19.txt  | text/plain
          msg_20.txt  | text/plain
          msg_21.txt  | multipart/mixed(text/plain, text/plain)
          msg_22.txt  | multipart/mixed(text/plain, image/jpeg, image/jpeg, text/plain)
          msg_23.txt  | multipart/mixed(text/plain)
          msg_24.txt  | multipart/mixed(text/plain)
          msg_26.txt  | multipart/mixed(text/plain, application/riscos)
          msg_27.txt  | text/plain
          msg_28.txt  | multipart/digest(message/rfc822[text/plain], message/rfc822[text/plain])
          msg_29.txt  | text/plain
          msg_30.txt  | multipart/digest(message/rfc822[text/plain], message/rfc822[text/plain])
          msg_32.txt  | text/plain
          msg_33.txt  | multipart/signed(text/plain, text/plain)
          msg_34.txt  | multipart/digest(text/plain, message/rfc822[text/plain])
          msg_35.txt  | text/plain
          msg_38.txt  | multipart/mixed(multipart/mixed(multipart/alternative(text/plain), text/plain), text/plain, text/plain)
          msg_40.txt  | text/html
          msg_44.txt  | multipart/mixed(text/plain, text/plain)
          msg_45.txt  | multipart/signed(text/plain, application/pgp-signature)
          msg_46.txt  | message/rfc822[text/plain]
          # where Python sees it otherwise: parts of a delivery status, multiparts without parts, the innermost of equal boundaries
          msg_15.txt  | multipart/mixed(multipart/alternative(text/plain, text/html), image/gif)
          msg_16.txt  | multipart/report(text/plain, message/delivery-status, message/rfc822[text/plain])
          msg_17.txt  | text/plain
          msg_42.txt  | multipart/mixed(text/plain, message/rfc822[text/plain])
          """)
  void findsTheStructure(String name, String structure) throws IOException {
    assertThat(show(Structure.of(sample(name)).root())).isEqualTo(structure);
  }

  @Test
  void readsEachOfThemWithoutLosingAnOctet() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(DATA), DATA + " is not installed");
    try (Stream<Path> files = Files.list(DATA)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).toList()) {
        byte[] message = Files.readAllBytes(file);
        Structure structure = Structure.of(message);
        assertThat(structure.cut()).as("%s", file).isFalse();
        assertThat(structure.root().bodyTo()).isEqualTo(message.length);
        for (Field field : structure.root().header().fields()) {
          assertThat(
                  new String(
                      message,
                      (int) field.from(),
                      (int) (field.to() - field.from()),
                      java.nio.charset.StandardCharsets.ISO_8859_1))
              .isEqualTo(new String(field.octets(), java.nio.charset.StandardCharsets.ISO_8859_1));
          field.text();
        }
        Envelope.of(structure.root().header(), MimeLimits.DEFAULT);
      }
    }
  }

  @Test
  void readsNamesAndEncodings() throws IOException {
    Part image = Structure.of(sample("msg_07.txt")).root().parts().get(1);
    assertThat(image.fileName()).hasValue("dingusfish.gif");
    assertThat(image.transferEncoding()).isEqualTo(TransferEncoding.BASE64);
    assertThat(
            Addresses.parse(
                Header.of(sample("msg_02.txt")).value("To").orElse(""), MimeLimits.DEFAULT))
        .isEqualTo(List.of(new Address.Mailbox("", "", "ppp", "zzz.org")));
  }
}
