package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Letters that are written here are read as they were meant. */
class CompositionTest {
  private static Composition letter(String subject, String text, Optional<String> html) {
    return new Composition(
        "Mail Quarantine",
        "postmaster@a.example",
        "anna@a.example",
        subject,
        "<1@a.example>",
        Instant.parse("2026-11-22T10:00:00Z"),
        text,
        html);
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }

  @Test
  void plainTextIsReadableAsItIs() {
    assertThat(text(letter("Hello", "one\ntwo", Optional.empty()).octets("=_b")))
        .isEqualTo(
            """
            From: Mail Quarantine <postmaster@a.example>
            To: <anna@a.example>
            Subject: Hello
            Date: Sun, 22 Nov 2026 10:00:00 +0000
            Message-ID: <1@a.example>
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            one
            two
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void bothFormsAreParts() {
    byte[] octets = letter("x", "grün\n", Optional.of("<p>x</p>\n")).octets("=_b");
    Structure structure = Structure.of(octets);
    assertThat(structure.root().type().toString()).isEqualToIgnoringCase("multipart/alternative");
    assertThat(structure.part(List.of(2)).orElseThrow().type().toString())
        .isEqualToIgnoringCase("text/html");
    assertThat(text(octets)).contains("base64\r\n\r\nZ3LDvG4NCg==\r\n");
  }

  @Test
  void aMessageIsEnclosedOctetForOctet() throws Exception {
    byte[] message = "Subject: y\r\n\r\nno end".getBytes(StandardCharsets.US_ASCII);
    Octets whole =
        letter("x", "see\n", Optional.of("<p>see</p>"))
            .around(Octets.of(message), Composition.Enclosed.SEVEN_BIT, "=_b");
    byte[] octets = whole.range(0, (int) whole.size());
    Structure structure = Structure.of(octets);
    assertThat(structure.part(List.of(1, 2)).orElseThrow().type().toString())
        .isEqualToIgnoringCase("text/html");
    assertThat(structure.part(List.of(2)).orElseThrow().type().toString())
        .isEqualToIgnoringCase("message/rfc822");
    assertThat(text(octets)).contains("\r\n\r\nSubject: y\r\n\r\nno end\r\n--=_b--\r\n");
    // read in small pieces it is the same
    byte[] pieces = new byte[octets.length];
    for (int at = 0; at < pieces.length; at += 7) {
      byte[] piece = whole.range(at, 7);
      System.arraycopy(piece, 0, pieces, at, piece.length);
    }
    assertThat(pieces).isEqualTo(octets);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        "grün",
        "a subject\r\nBcc: eve@bad.example",
        "=?utf-8?B?AAAA?=",
        "many many words of a subject, in a language that knows ä, ö and ü, 和 and 🙂, again and again and again"
      })
  void subjectsCannotBreakOutAndAreReadAsTheyWere(String subject) {
    byte[] octets = letter(subject, "x", Optional.empty()).octets("=_b");
    Header header = Header.of(octets);
    assertThat(header.count("Bcc")).isZero();
    assertThat(EncodedWords.decode(header.value("Subject").orElseThrow())).isEqualTo(subject);
    assertThat(text(octets).lines()).allMatch(line -> line.length() <= 78);
  }
}
