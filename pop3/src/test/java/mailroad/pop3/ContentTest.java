package mailroad.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import mailroad.wire.Line;
import mailroad.wire.Wire;
import org.junit.jupiter.api.Test;

/** Content from the store to the client, octet by octet. */
class ContentTest {
  @Test
  void anyOctetsComeBackAsTheyAre() throws Exception {
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      for (int seed = 0; seed < 60; seed++) {
        site.add(octets(new Random(seed)));
      }
      try (Wire wire = site.login()) {
        for (int seed = 0; seed < 60; seed++) {
          String sent = octets(new Random(seed));
          String whole = sent.isEmpty() || sent.endsWith("\r\n") ? sent : sent + "\r\n";
          assertThat(ask(wire, "RETR " + (seed + 1))).as("seed %d", seed).isEqualTo(whole);
          int lines = seed % 7;
          assertThat(ask(wire, "TOP " + (seed + 1) + " " + lines))
              .as("seed %d", seed)
              .isEqualTo(ended(top(sent, lines)));
        }
      }
    }
  }

  @Test
  void aLargeMessageComesInPieces() throws Exception {
    byte[] large = new byte[30_000_000];
    new Random(1).nextBytes(large);
    for (int i = 0; i < large.length; i += 70) {
      System.arraycopy("\r\n.".getBytes(ISO_8859_1), 0, large, i, Math.min(3, large.length - i));
    }
    large[large.length - 2] = '\r';
    large[large.length - 1] = '\n';
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      site.add(large);
      try (Wire wire = site.login()) {
        wire.write("RETR 1\r\n");
        wire.flush();
        assertThat(wire.readLine(100, Pop3Site.SECONDS).text()).isEqualTo("+OK 30000000 octets");
        assertThat(Arrays.equals(receive(wire), large)).isTrue();
      }
    }
  }

  private static String octets(Random random) {
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(40); n > 0; n--) {
      switch (random.nextInt(8)) {
        case 0, 1 -> out.append("\r\n");
        case 2 -> out.append('.');
        case 3 -> out.append("\r\n\r\n");
        case 4 -> out.append('\n');
        case 5 -> out.append('\r');
        default -> out.append((char) random.nextInt(256));
      }
    }
    return out.toString();
  }

  private static String ended(String octets) {
    return octets.isEmpty() || octets.endsWith("\r\n") ? octets : octets + "\r\n";
  }

  /** TOP as RFC 1939 section 7 words it: header, the empty line, so many lines. */
  private static String top(String octets, int lines) {
    StringBuilder out = new StringBuilder();
    boolean inHeader = true;
    int left = lines;
    for (int from = 0; from < octets.length() && (inHeader || left > 0); ) {
      int lf = octets.indexOf('\n', from);
      int end = lf < 0 ? octets.length() : lf + 1;
      String line = octets.substring(from, end);
      out.append(line);
      from = end;
      if (!inHeader) {
        left--;
      }
      inHeader &= !(line.equals("\r\n") || line.equals("\n"));
    }
    return out.toString();
  }

  private static String ask(Wire wire, String command) throws Exception {
    wire.write(command + "\r\n");
    wire.flush();
    assertThat(wire.readLine(100, Pop3Site.SECONDS).text()).startsWith("+OK");
    return new String(receive(wire), ISO_8859_1);
  }

  /** As a client does it that takes any LF for a line's end, and each dot at a line's start away. */
  private static byte[] receive(Wire wire) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      Line line = wire.readLine(1 << 20, Pop3Site.SECONDS);
      byte[] octets = line.octets();
      boolean dot = octets.length > 0 && octets[0] == '.';
      if (dot && octets.length == 1 && line.ending() == Line.Ending.CRLF) {
        return all.toByteArray();
      }
      all.write(octets, dot ? 1 : 0, octets.length - (dot ? 1 : 0));
      all.writeBytes((line.ending() == Line.Ending.CRLF ? "\r\n" : "\n").getBytes(ISO_8859_1));
    }
  }
}
