package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeaderTest {
  private static final MimeLimits LIMITS = MimeLimits.DEFAULT;

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void readsFieldsInOrderAndWhereTheyStand() {
    byte[] message = octets("Received: a\r\nReceived: b\r\nSubject: Hi\r\n\r\nbody: no\r\n");
    Header header = Header.of(message);
    assertThat(header.fields())
        .extracting(Field::name)
        .containsExactly("Received", "Received", "Subject");
    assertThat(header.count("received")).isEqualTo(2);
    assertThat(header.value("SUBJECT")).hasValue("Hi");
    assertThat(header.end()).isEqualTo(41);
    assertThat(header.terminated()).isTrue();
    Field second = header.fields().get(1);
    assertThat(second.from()).isEqualTo(13);
    assertThat(second.octets()).isEqualTo(octets("Received: b\r\n"));
  }

  @Test
  void unfoldsValues() {
    Header header =
        Header.of(octets("To: a@x.example,\r\n\tb@x.example\r\n \r\n c@x.example\r\n\r\n"));
    assertThat(header.value("to")).hasValue("a@x.example,\tb@x.example  c@x.example");
  }

  @Test
  void keepsLinesThatAreNoFields() {
    Header header =
        Header.of(octets(" begins folded\r\nFrom me\r\nTwo words: x\r\n: y\r\nA : old\r\n\r\n"));
    assertThat(header.fields()).extracting(Field::name).containsExactly("", "", "", "", "A");
    assertThat(header.value("A")).hasValue("old");
    assertThat(header.value("a")).hasValue("old");
    assertThat(header.first("A ")).isEmpty();
    assertThat(header.first("")).isEmpty();
  }

  @Test
  void endsWithTheOctetsWhereNoEmptyLineStands() {
    Header header = Header.of(octets("A: 1\r\nB: 2"));
    assertThat(header.terminated()).isFalse();
    assertThat(header.end()).isEqualTo(10);
    assertThat(header.value("B")).hasValue("2");
    assertThat(Header.of(new byte[0]).fields()).isEmpty();
  }

  @Test
  void readsBareLineFeedsAsLineEndsAndKeepsBareCarriageReturns() {
    Header header = Header.of(octets("A: 1\n\tx\nB: 2\rC: 3\n\nbody"));
    assertThat(header.fields()).extracting(Field::value).containsExactly("1\tx", "2\rC: 3");
    assertThat(header.end()).isEqualTo(19);
    assertThat(Header.of(octets("A: 1\r\n\r\r\n\r\n")).end()).isEqualTo(11);
  }

  @Test
  void readsUtf8AndElseLatin1() {
    byte[] message = "Subject: Gr\u00fc\u00dfe\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Header.of(message).value("subject")).hasValue("Gr\u00fc\u00dfe");
    assertThat(Header.of(octets("Subject: Gr\u00fc\u00dfe\r\n")).value("subject"))
        .hasValue("Gr\u00fc\u00dfe");
  }

  @Test
  void decodesEncodedWords() {
    assertThat(EncodedWords.decode("=?ISO-8859-1?Q?Keld_J=F8rn?= <k@x>"))
        .isEqualTo("Keld J\u00f8rn <k@x>");
    assertThat(
            EncodedWords.decode(
                "=?utf-8?B?w4Q=?=  =?utf-8?q?=C3=96?= =?utf-8?q?=C3?= =?UTF-8?q?=9C?= x"))
        .isEqualTo("\u00c4\u00d6\u00dc x");
    assertThat(EncodedWords.decode("a=?us-ascii*en?q?b?=c")).isEqualTo("abc");
    assertThat(EncodedWords.decode("=?x-none?q?b?= =?utf-8?z?b?= =?utf-8?q?b"))
        .isEqualTo("=?x-none?q?b?= =?utf-8?z?b?= =?utf-8?q?b");
  }

  @Test
  void cutsBeyondTheLimitsButFindsTheEnd() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("X-").append(i).append(": ").append("y".repeat(60)).append("\r\n");
    }
    byte[] message = octets(text + "\r\nbody");
    Header byOctets = Header.of(message);
    assertThat(byOctets.cut()).isTrue();
    assertThat(byOctets.end()).isEqualTo(message.length - 4);
    Header byFields = Header.of(message, new MimeLimits(10_000_000, 10_000_000, 3, 1, 1, 1, 1));
    assertThat(byFields.fields()).hasSize(3);
    assertThat(byFields.cut()).isTrue();
  }

  @Test
  void readsAnyOctetsAndLosesNone() {
    SplittableRandom random = new SplittableRandom(7);
    byte[] alphabet = octets("aB:- \t\r\n\r\n\n\0\u00ff=?Q");
    for (int round = 0; round < 5_000; round++) {
      byte[] message = new byte[random.nextInt(200)];
      for (int i = 0; i < message.length; i++) {
        message[i] = alphabet[random.nextInt(alphabet.length)];
      }
      Header header = Header.of(message, LIMITS);
      long at = 0;
      for (Field field : header.fields()) {
        assertThat(field.from()).isEqualTo(at);
        field.text();
        at = field.to();
      }
      assertThat(header.end()).isBetween(at, at + 2);
      assertThat(header.terminated() || header.end() == message.length).isTrue();
    }
  }
}
