package mailroad.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Task;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * STARTTLS and the commands after it, however the network cuts and joins what the client sends: a record in single octets,
 * the end of the handshake and the first commands in one piece, several records at once, half of the next one behind them.
 */
class StartTlsStressTest {
  private static final Duration SECONDS = Loopback.SECONDS;
  private static final int SESSIONS = 40;
  private static final int COMMANDS = 12;

  /** How what a client sends is cut. */
  private enum Cut {
    /** As it is written. */
    WHOLE,
    /** Into pieces of one to three octets, but for the midst of what is long. */
    CRUMBS,
    /** Anywhere, and what is left waits for the next piece. */
    ANYWHERE,
    /** Not at all, until the client waits for an answer. */
    JOINED
  }

  /** A client's end that sends when it likes. */
  private static final class Cutting implements Connection {
    private final Connection under;
    private final Cut cut;
    private final Random random;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

    Cutting(Connection under, Cut cut, Random random) {
      this.under = under;
      this.cut = cut;
      this.random = random;
    }

    @Override
    public InetSocketAddress local() {
      return under.local();
    }

    @Override
    public InetSocketAddress remote() {
      return under.remote();
    }

    @Override
    public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
      send(waiting.size());
      return under.read(into, offset, length, timeout);
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
      waiting.write(from, offset, length);
      switch (cut) {
        case WHOLE -> send(waiting.size());
        case CRUMBS -> {
          while (waiting.size() > 0) {
            int most = waiting.size() > 400 ? waiting.size() - 200 : 3;
            send(Math.min(waiting.size(), 1 + random.nextInt(most)));
          }
        }
        case ANYWHERE -> send(random.nextInt(waiting.size() + 1));
        case JOINED -> {}
      }
    }

    private void send(int octets) throws IOException {
      byte[] all = waiting.toByteArray();
      if (octets > 0) {
        under.write(all, 0, octets, SECONDS);
      }
      waiting.reset();
      waiting.write(all, octets, all.length - octets);
    }

    @Override
    public void shutdownOutput() throws IOException {
      send(waiting.size());
      under.shutdownOutput();
    }

    @Override
    public void close() {
      under.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WHOLE, true", "WHOLE, false", "CRUMBS, true", "CRUMBS, false",
    "ANYWHERE, true", "ANYWHERE, false", "JOINED, true", "JOINED, false"
  })
  void everyCommandIsAnsweredHoweverItComes(Cut cut, boolean resuming) throws Exception {
    Random random = new Random(cut.ordinal());
    Tls.Handshake server = Tls.server(ServerKeys.of(TlsTest.OWN.identity()));
    Tls.Handshake client = Tls.client(ClientTrust.any(), "mx.example.org");
    for (int i = 0; i < SESSIONS; i++) {
      try (Loopback net = new Loopback()) {
        Task serving = net.beside(() -> serve(new Wire(net.world, net.server, SECONDS), server));
        Wire wire = new Wire(net.world, new Cutting(net.client, cut, random), SECONDS);
        say(wire, "STARTTLS");
        assertThat(hear(wire)).isEqualTo("OK STARTTLS");
        wire.startTls(resuming ? client : Tls.client(ClientTrust.any(), "mx.example.org"), SECONDS);
        talk(wire, random);
        say(wire, "LOGOUT");
        assertThat(hear(wire)).isEqualTo("OK LOGOUT");
        net.join(serving);
      }
    }
  }

  /** Commands of all lengths, some sent before the one before was answered. */
  private static void talk(Wire wire, Random random) throws IOException {
    List<String> unanswered = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      String command = i + " CAPABILITY " + "x".repeat(length(random));
      unanswered.add(command);
      say(wire, command);
      if (random.nextBoolean()) {
        hearAll(wire, unanswered);
      }
    }
    hearAll(wire, unanswered);
  }

  /** Mostly short; now and then around the size of a record. */
  private static int length(Random random) {
    return random.nextInt(4) > 0 ? random.nextInt(60) : 16_300 + random.nextInt(200);
  }

  private static void hearAll(Wire wire, List<String> unanswered) throws IOException {
    for (String command : unanswered) {
      assertThat(hear(wire)).isEqualTo("OK " + command);
    }
    unanswered.clear();
  }

  private static void say(Wire wire, String line) throws IOException {
    wire.write(line + "\r\n");
    wire.flush();
  }

  private static String hear(Wire wire) throws IOException {
    return new String(wire.readLine(40_000, SECONDS).octets(), ISO_8859_1);
  }

  private static void serve(Wire wire, Tls.Handshake tls) throws IOException {
    String command = "";
    while (!command.equals("LOGOUT")) {
      command = hear(wire);
      say(wire, "OK " + command);
      if (command.equals("STARTTLS")) {
        wire.startTls(tls, SECONDS);
      }
    }
  }
}
