package mailroad.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {
  private static final Duration SECONDS = Loopback.SECONDS;
  private static final Duration SHORT = Duration.ofMillis(150);

  private Loopback net;
  private Wire wire;

  @BeforeEach
  void connect() throws Exception {
    net = new Loopback();
    wire = new Wire(net.world, net.server, SECONDS);
  }

  @AfterEach
  void close() {
    net.close();
  }

  private void send(String octets) throws IOException {
    byte[] bytes = octets.getBytes(ISO_8859_1);
    net.client.write(bytes, 0, bytes.length, SECONDS);
  }

  private String read(int octets) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[4096];
    while (all.size() < octets) {
      int n = net.client.read(some, 0, Math.min(some.length, octets - all.size()), SECONDS);
      if (n < 0) {
        break;
      }
      all.write(some, 0, n);
    }
    return all.toString(ISO_8859_1);
  }

  @Test
  void readsLinesAndSaysHowTheyEnded() throws Exception {
    send("one\r\ntwo\n\r\n\n\rthree\r\r\n");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Line line = wire.readLine(100, SECONDS);
      lines.add(line.text() + " " + line.ending());
    }
    assertThat(lines)
        .containsExactly("one CRLF", "two BARE_LF", " CRLF", " BARE_LF", "\rthree\r CRLF");
    assertThat(wire.hasInput()).isFalse();
  }

  @ParameterizedTest(name = "{0} octets with CRLF, at most {1}: {2}")
  @CsvSource({
    "9,10,true",
    "10,10,true",
    "11,10,false",
    "600,600,true",
    "601,600,false",
    "40000,40000,true",
    "40001,40000,false",
    "100000,512,false"
  })
  void boundsALine(int octets, int max, boolean fits) throws Exception {
    Task sending = net.beside(() -> send("x".repeat(octets - 2) + "\r\nnext\r\n"));
    if (fits) {
      assertThat(wire.readLine(max, SECONDS).octets()).hasSize(octets - 2);
    } else {
      assertThatThrownBy(() -> wire.readLine(max, SECONDS))
          .isInstanceOf(LineTooLongException.class);
    }
    assertThat(wire.readLine(max, SECONDS).text()).isEqualTo("next");
    net.join(sending);
  }

  @Test
  void readsALineOfMegabytesInLinearTime() throws Exception {
    int octets = 8_000_000;
    Task sending =
        net.beside(() -> {
          for (int i = 0; i < octets / 100; i++) {
            send("x".repeat(100));
          }
          send("\r\n");
        });
    // Looked through again for each piece, it would take a quarter of an hour.
    assertThat(wire.readLine(octets + 2, Duration.ofMinutes(2)).octets()).hasSize(octets);
    net.join(sending);
  }

  @Test
  void givesUpOnALineThatDrips() throws Exception {
    Task dripping =
        net.beside(() -> {
          try {
            while (true) {
              send("x");
              net.world.sleep(Duration.ofMillis(10));
            }
          } catch (IOException e) {
            // the server has hung up
          }
        });
    assertThatThrownBy(() -> wire.readLine(1_000_000, SHORT))
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> wire.readExactly(1_000_000, SHORT))
        .isInstanceOf(SocketTimeoutException.class);
    dripping.cancel();
    dripping.join();
  }

  @Test
  void keepsWhatCameBeforeATimeout() {
    assertThatThrownBy(() -> wire.readLine(100, SHORT)).isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> wire.input(SHORT)).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void answersAClientThatHasEndedItsStream() throws Exception {
    send("last\r\nunfinished");
    net.client.shutdownOutput();
    assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("last");
    assertThatThrownBy(() -> wire.readLine(100, SECONDS)).isInstanceOf(EOFException.class);
    wire.write("answer\r\n");
    wire.flush();
    assertThat(read(8)).isEqualTo("answer\r\n");
  }

  @Test
  void handsOutInputAndKeepsTheRest() throws Exception {
    send("abcdef\r\n");
    ByteBuffer input = wire.input(SECONDS);
    assertThat((char) input.get()).isEqualTo('a');
    assertThat(wire.hasInput()).isTrue();
    assertThat(new String(wire.readExactly(2, SECONDS), UTF_8)).isEqualTo("bc");
    assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("def");
    net.client.close();
    assertThatThrownBy(() -> wire.input(SECONDS)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> wire.readExactly(1, SECONDS)).isInstanceOf(EOFException.class);
  }

  @Test
  void writesInOrderWhateverTheSizes() throws Exception {
    Random random = new Random(3);
    StringBuilder all = new StringBuilder();
    Task writing =
        net.beside(() -> {
          for (int i = 0; i < 2000; i++) {
            int length = i % 100 == 0 ? 40_000 : random.nextInt(40);
            String piece = Character.toString('a' + i % 26).repeat(length);
            all.append(piece);
            wire.write(piece);
            if (random.nextInt(50) == 0) {
              wire.flush();
            }
          }
          wire.finish();
        });
    String came = read(Integer.MAX_VALUE);
    net.join(writing);
    assertThat(came).isEqualTo(all.toString());
  }

  @Test
  void dismissesWhoIsSilentAtOnce() throws Exception {
    Task session =
        net.beside(() ->
            assertThatThrownBy(() -> wire.readLine(100, SECONDS))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("sent the other side away"));
    // Before or while it waits: it is sent away either way.
    wire.dismiss("421 shutting down");
    assertThat(read(100)).isEqualTo("421 shutting down\r\n");
    net.join(session);
    assertThat(wire.isDismissed()).isTrue();
  }

  @Test
  void dismissesWhoIsBusyAfterItsAnswers() throws Exception {
    send("one\r\ntwo\r\n");
    assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("one");
    wire.dismiss("421 shutting down");
    assertThat(wire.isDismissed()).isTrue();
    wire.write("250 one\r\n");
    wire.flush();
    assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("two");
    wire.write("250 two\r\n");
    Task closing =
        net.beside(() -> {
          assertThat(read(100)).isEqualTo("250 one\r\n250 two\r\n421 shutting down\r\n");
          net.client.close();
        });
    assertThatThrownBy(() -> wire.readLine(100, SECONDS)).isInstanceOf(EOFException.class);
    net.join(closing);
  }

  @Test
  void lastWordsArriveThoughTheClientTalksOn() throws Exception {
    send("x".repeat(5000) + "\r\n".repeat(100));
    wire.readLine(10_000, SECONDS);
    wire.write("421 enough\r\n");
    Task finishing = net.beside(() -> wire.finish());
    assertThat(read(100)).isEqualTo("421 enough\r\n");
    net.client.close();
    net.join(finishing);
  }

  @Test
  void endsWhenACommandWasInjectedBeforeTls() throws Exception {
    ServerKeys keys = ServerKeys.of(TlsTest.OWN.identity());
    send("STLS\r\nSTAT\r\n");
    assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("STLS");
    wire.write("+OK begin\r\n");
    assertThatThrownBy(() -> wire.startTls(Tls.server(keys), SECONDS))
        .isInstanceOf(javax.net.ssl.SSLException.class)
        .hasMessageContaining("in the clear");
    assertThat(read(100)).isEqualTo("+OK begin\r\n");
  }

  @Test
  void endsWhenAReplyWasInjectedBeforeTls() throws Exception {
    send("220 go\r\n250 forged\r\n");
    assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("220 go");
    assertThatThrownBy(() -> wire.startTls(Tls.client(ClientTrust.any(), "x"), SECONDS))
        .isInstanceOf(javax.net.ssl.SSLException.class)
        .hasMessageContaining("in the clear");
  }

  @Test
  void talksOnUnderTls() throws Exception {
    ServerKeys keys = ServerKeys.of(TlsTest.OWN.identity());
    Wire client = new Wire(net.world, net.client, SECONDS);
    Task server =
        net.beside(() -> {
          assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("STARTTLS");
          wire.write("220 go\r\n");
          wire.startTls(Tls.server(keys), SECONDS);
          assertThat(wire.readLine(100, SECONDS).text()).isEqualTo("NOOP");
          wire.write("250 ok\r\n");
          wire.finish();
        });
    client.write("STARTTLS\r\n");
    client.flush();
    assertThat(client.readLine(100, SECONDS).text()).isEqualTo("220 go");
    assertThat(client.tls()).isEmpty();
    client.startTls(Tls.client(ClientTrust.any(), "mx.example.org"), SECONDS);
    assertThat(client.tls()).map(TlsConnection::protocol).contains("TLSv1.3");
    client.write("NOOP\r\n");
    client.flush();
    assertThat(client.readLine(100, SECONDS).text()).isEqualTo("250 ok");
    assertThatThrownBy(() -> client.readLine(100, SECONDS))
        .isInstanceOf(EOFException.class)
        .isNotInstanceOf(TruncatedException.class);
    client.close();
    net.join(server);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          192.0.2.1             | 192.0.2.1:25
          2001:db8:0:0:1:0:0:1  | [2001:db8::1:0:0:1]:25
          2001:db8:0:1:1:1:1:1  | [2001:db8:0:1:1:1:1:1]:25
          0:0:0:0:0:0:0:1       | [::1]:25
          0:0:0:0:0:0:0:0       | [::]:25
          fe80:0:0:0:0:0:0:0    | [fe80::]:25
          """)
  void showsAddresses(String address, String shown) throws Exception {
    InetSocketAddress at = new InetSocketAddress(java.net.InetAddress.getByName(address), 25);
    assertThat(Addresses.show(at)).isEqualTo(shown);
  }

  /** Any octets, cut into any pieces: the lines that a plain search for LF finds in the whole. */
  @Test
  void findsTheSameLinesHoweverTheyAreCut() throws Exception {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      String octets = octets(random);
      int max = 1 + random.nextInt(30);
      Wire cut = new Wire(net.world, new Pieces(octets, random), SECONDS);
      assertThat(linesOf(cut, max, random)).as("seed %d", seed).isEqualTo(oracle(octets, max));
    }
  }

  private static String octets(Random random) {
    StringBuilder out = new StringBuilder();
    int length = random.nextInt(300);
    while (out.length() < length) {
      int kind = random.nextInt(12);
      out.append(
          switch (kind) {
            case 0, 1 -> "\r\n";
            case 2 -> "\n";
            case 3 -> "\r";
            case 4 -> "x".repeat(random.nextInt(60));
            default -> Character.toString(random.nextInt(256));
          });
    }
    return out.toString();
  }

  private static List<String> oracle(String octets, int max) {
    List<String> lines = new ArrayList<>();
    int from = 0;
    for (int lf = octets.indexOf('\n'); lf >= 0; lf = octets.indexOf('\n', from)) {
      String line = octets.substring(from, lf + 1);
      from = lf + 1;
      if (line.length() > max) {
        lines.add("too long");
      } else if (line.endsWith("\r\n")) {
        lines.add("CRLF " + line.substring(0, line.length() - 2));
      } else {
        lines.add("BARE_LF " + line.substring(0, line.length() - 1));
      }
    }
    return lines;
  }

  private static List<String> linesOf(Wire wire, int max, Random random) throws IOException {
    List<String> lines = new ArrayList<>();
    while (true) {
      try {
        Line line = wire.readLine(max, SECONDS);
        lines.add(line.ending() + " " + new String(line.octets(), ISO_8859_1));
      } catch (LineTooLongException e) {
        lines.add("too long");
      } catch (EOFException e) {
        return lines;
      }
    }
  }

  /** A connection that gives its octets in pieces of random length. */
  private static final class Pieces implements Connection {
    private final byte[] octets;
    private final Random random;
    private int at;

    Pieces(String octets, Random random) {
      this.octets = octets.getBytes(ISO_8859_1);
      this.random = random;
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout) {
      if (at == octets.length) {
        return -1;
      }
      int n = Math.min(Math.min(length, octets.length - at), 1 + random.nextInt(12));
      System.arraycopy(octets, at, into, offset, n);
      at += n;
      return n;
    }

    @Override
    public InetSocketAddress local() {
      return InetSocketAddress.createUnresolved("here", 0);
    }

    @Override
    public InetSocketAddress remote() {
      return InetSocketAddress.createUnresolved("there", 0);
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {}
  }
}
