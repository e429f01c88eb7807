package mailroad.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** TLS 1.2 and 1.3 between our own two ends, and against what is not TLS. */
class TlsTest {
  private static final Duration SECONDS = Loopback.SECONDS;
  private static final SelfSigned OWN =
      SelfSigned.make(
          new RealWorld((name, e) -> {}),
          List.of("mx.example.org", "127.0.0.1"),
          Duration.ofDays(1));

  private Loopback net;
  private ServerKeys keys;

  @BeforeEach
  void connect() throws Exception {
    net = new Loopback();
    keys = ServerKeys.of(OWN.identity());
  }

  @AfterEach
  void close() {
    net.close();
  }

  @Test
  void agreesOnTls13AndTellsAllAboutIt() throws Exception {
    AtomicReference<TlsConnection> accepted = new AtomicReference<>();
    Task server =
        net.beside(() -> accepted.set(Tls.server(keys).over(net.world, net.server, SECONDS)));
    TlsConnection client =
        Tls.client(ClientTrust.any(), "mx.example.org").over(net.world, net.client, SECONDS);
    net.join(server);
    assertThat(client.protocol()).isEqualTo("TLSv1.3");
    assertThat(client.cipher()).startsWith("TLS_");
    assertThat(client.peerCertificates()).containsExactly(OWN.identity().certificate());
    assertThat(client.serverName()).isEmpty();
    assertThat(accepted.get().protocol()).isEqualTo("TLSv1.3");
    assertThat(accepted.get().serverName()).contains("mx.example.org");
    assertThat(accepted.get().peerCertificates()).isEmpty();
    assertThat(accepted.get().alpn()).isEmpty();
  }

  @Test
  void carriesTenMegabytesBothWaysAtOnce() throws Exception {
    byte[] sent = new byte[10_000_000];
    new Random(1).nextBytes(sent);
    Pair pair = handshake(ClientTrust.any());
    Task up = net.beside(() -> pair.client.write(sent, 0, sent.length, SECONDS));
    Task down = net.beside(() -> pair.server.write(sent, 0, sent.length, SECONDS));
    AtomicReference<byte[]> atClient = new AtomicReference<>();
    Task reading = net.beside(() -> atClient.set(read(pair.client, sent.length)));
    assertThat(read(pair.server, sent.length)).isEqualTo(sent);
    net.join(up);
    net.join(down);
    net.join(reading);
    assertThat(atClient.get()).isEqualTo(sent);
  }

  private record Pair(TlsConnection client, TlsConnection server) {}

  private Pair handshake(ClientTrust trust) throws IOException, InterruptedException {
    AtomicReference<TlsConnection> accepted = new AtomicReference<>();
    Task server =
        net.beside(() -> accepted.set(Tls.server(keys).over(net.world, net.server, SECONDS)));
    TlsConnection client = Tls.client(trust, "mx.example.org").over(net.world, net.client, SECONDS);
    net.join(server);
    return new Pair(client, accepted.get());
  }

  private static byte[] read(Connection from, int octets) throws IOException {
    byte[] all = new byte[octets];
    int used = 0;
    while (used < octets) {
      int n = from.read(all, used, Math.min(octets - used, 16_384), SECONDS);
      assertThat(n).isPositive();
      used += n;
    }
    return all;
  }
}
