package mailroad.mta.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          'plain lines',                  'one\r\ntwo and three and four\r\n',   false, false
          'no end of the last line',      'one\r\ntwo',                         false, false
          'nothing',                      '',                                   false, false
          'an eighth bit',                'gr\u00FC\u00DFe from far away\r\n',    true,  false
          'a NUL',                        'one\r\ntwo and three\0\r\n',          false, true
          'an LF by itself',              'one\r\ntwo and three and\nfour\r\n',  false, true
          'a CR by itself',               'one\r\ntwo and three and\rfour\r\n',  false, true
          'a CR at the end',              'one\r\ntwo and three and four\r',     false, true
          """)
  void tellsWhatItIs(String what, String text, boolean eightBit, boolean binary) {
    byte[] octets = text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
    for (int piece = 1; piece <= octets.length + 1; piece++) {
      Shape shape = new Shape();
      for (int at = 0; at < octets.length; at += piece) {
        shape.look(octets, at, Math.min(octets.length, at + piece));
      }
      assertThat(shape.eightBit()).as("%s in pieces of %d", what, piece).isEqualTo(eightBit);
      assertThat(shape.binary()).as("%s in pieces of %d", what, piece).isEqualTo(binary);
    }
  }

  @ParameterizedTest(name = "a line of {0}")
  @CsvSource({"998, false", "999, true", "1500, true"})
  void knowsTheLongestLine(int octets, boolean binary) {
    byte[] text = ("a\r\n" + "x".repeat(octets) + "\r\nb\r\n").getBytes(StandardCharsets.US_ASCII);
    Random random = new Random(octets);
    for (int i = 0; i < 100; i++) {
      Shape shape = new Shape();
      int cut = random.nextInt(text.length);
      shape.look(text, 0, cut);
      shape.look(text, cut, text.length);
      assertThat(shape.binary()).as("cut at %d", cut).isEqualTo(binary);
    }
  }
}
