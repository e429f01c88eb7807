package mailroad.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS 1.2 and 1.3 between our own two ends, with the JDK's sockets, and against what is not TLS. */
class TlsTest {
  private static final Duration SECONDS = Loopback.SECONDS;
  private static final Duration SHORT = Duration.ofMillis(150);
  static final SelfSigned OWN = selfSigned("mx.example.org", "*.example.net", "127.0.0.1");
  private static final SelfSigned OTHER = selfSigned("other.example");

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

  private static SelfSigned selfSigned(String... names) {
    return SelfSigned.make(new RealWorld((name, e) -> {}), List.of(names), Duration.ofDays(1));
  }

  private record Pair(TlsConnection client, TlsConnection server) {}

  private Pair handshake() throws IOException, InterruptedException {
    return handshake(Tls.server(keys), Tls.client(ClientTrust.any(), "mx.example.org"));
  }

  private Pair handshake(Tls.Handshake server, Tls.Handshake client)
      throws IOException, InterruptedException {
    AtomicReference<TlsConnection> accepted = new AtomicReference<>();
    Task serving = net.beside(() -> accepted.set(server.over(net.world, net.server, SECONDS)));
    TlsConnection connected = client.over(net.world, net.client, SECONDS);
    net.join(serving);
    return new Pair(connected, accepted.get());
  }

  /** The handshake has to fail at the client; the server's end may fail as it likes. */
  private void refused(Tls.Handshake server, Tls.Handshake client) {
    net.beside(() -> {
      try {
        server.over(net.world, net.server, SECONDS).read(new byte[1], 0, 1, SECONDS);
      } catch (IOException e) {
        // as it should be
      }
    });
    assertThatThrownBy(() -> client.over(net.world, net.client, SECONDS))
        .isInstanceOf(SSLException.class);
  }

  private static void write(Connection to, String text) throws IOException {
    byte[] octets = text.getBytes(ISO_8859_1);
    to.write(octets, 0, octets.length, SECONDS);
  }

  private static String read(Connection from, int octets) throws IOException {
    return new String(readBytes(from, octets), ISO_8859_1);
  }

  private static byte[] readBytes(Connection from, int octets) throws IOException {
    byte[] all = new byte[octets];
    int used = 0;
    while (used < octets) {
      int n = from.read(all, used, Math.min(octets - used, 16_384), SECONDS);
      assertThat(n).isPositive();
      used += n;
    }
    return all;
  }

  private static int readOne(Connection from) throws IOException {
    return from.read(new byte[1], 0, 1, SECONDS);
  }

  @Test
  void agreesOnTls13AndTellsAllAboutIt() throws Exception {
    Pair pair = handshake();
    assertThat(pair.client.protocol()).isEqualTo("TLSv1.3");
    assertThat(pair.client.cipher()).startsWith("TLS_");
    assertThat(pair.client.peerCertificates()).containsExactly(OWN.identity().certificate());
    assertThat(pair.client.serverName()).isEmpty();
    assertThat(pair.server.protocol()).isEqualTo("TLSv1.3");
    assertThat(pair.server.serverName()).contains("mx.example.org");
    assertThat(pair.server.peerCertificates()).isEmpty();
    assertThat(pair.server.alpn()).isEmpty();
    assertThat(pair.server.remote()).isEqualTo(net.server.remote());
    assertThat(pair.server.local()).isEqualTo(net.server.local());
  }

  @Test
  void carriesTenMegabytesBothWaysAtOnce() throws Exception {
    byte[] sent = new byte[10_000_000];
    new Random(1).nextBytes(sent);
    Pair pair = handshake();
    Task up = net.beside(() -> pair.client.write(sent, 0, sent.length, SECONDS));
    Task down = net.beside(() -> pair.server.write(sent, 0, sent.length, SECONDS));
    AtomicReference<byte[]> atClient = new AtomicReference<>();
    Task reading = net.beside(() -> atClient.set(readBytes(pair.client, sent.length)));
    assertThat(readBytes(pair.server, sent.length)).isEqualTo(sent);
    net.join(up);
    net.join(down);
    net.join(reading);
    assertThat(atClient.get()).isEqualTo(sent);
  }

  @Test
  void carriesThousandsOfSmallWrites() throws Exception {
    Pair pair = handshake();
    Task writing =
        net.beside(() -> {
          for (int i = 0; i < 5000; i++) {
            write(pair.client, Character.toString('a' + i % 26));
          }
        });
    String came = read(pair.server, 5000);
    net.join(writing);
    assertThat(came).startsWith("abcdefghijklmnopqrstuvwxyzabc").hasSize(5000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 63, 64, 65, 1000})
  void takesRecordsInPiecesOfAnySize(int octets) throws Exception {
    Tls.Handshake cut =
        (world, connection, timeout) ->
            Tls.server(keys).over(world, new Pieces(connection, octets), timeout);
    Pair pair = handshake(cut, Tls.client(ClientTrust.any(), "x.example"));
    byte[] sent = new byte[50_000];
    new Random(octets).nextBytes(sent);
    Task writing = net.beside(() -> pair.client.write(sent, 0, sent.length, SECONDS));
    assertThat(readBytes(pair.server, sent.length)).isEqualTo(sent);
    net.join(writing);
  }

  @Test
  void endsCleanlyWithCloseNotify() throws Exception {
    Pair pair = handshake();
    write(pair.client, "bye");
    pair.client.close();
    pair.client.close();
    assertThat(read(pair.server, 3)).isEqualTo("bye");
    assertThat(readOne(pair.server)).isEqualTo(-1);
    assertThat(readOne(pair.server)).isEqualTo(-1);
    assertThatThrownBy(() -> write(pair.client, "x")).isInstanceOf(SocketException.class);
  }

  @Test
  void tellsATruncatedStreamFromAWholeOne() throws Exception {
    Pair pair = handshake();
    write(pair.client, "half a mess");
    net.client.shutdownOutput();
    assertThat(read(pair.server, 11)).isEqualTo("half a mess");
    assertThatThrownBy(() -> readOne(pair.server)).isInstanceOf(TruncatedException.class);
  }

  @Test
  void tellsARecordCutInTheMiddle() throws Exception {
    Pair pair = handshake();
    byte[] half = HexFormat.of().parseHex("1703030040aabbcc");
    net.client.write(half, 0, half.length, SECONDS);
    net.client.shutdownOutput();
    assertThatThrownBy(() -> readOne(pair.server)).isInstanceOf(TruncatedException.class);
  }

  @Test
  void answersAfterTheOtherSideHasEndedItsStream() throws Exception {
    Pair pair = handshake();
    write(pair.client, "QUIT");
    pair.client.shutdownOutput();
    assertThat(read(pair.server, 4)).isEqualTo("QUIT");
    assertThat(readOne(pair.server)).isEqualTo(-1);
    write(pair.server, "bye");
    pair.server.close();
    assertThat(read(pair.client, 3)).isEqualTo("bye");
    assertThat(readOne(pair.client)).isEqualTo(-1);
  }

  @Test
  void keepsTheStreamWholeOverATimeout() throws Exception {
    Pair pair = handshake();
    assertThatThrownBy(() -> pair.server.read(new byte[9], 0, 9, SHORT))
        .isInstanceOf(SocketTimeoutException.class);
    write(pair.client, "late");
    assertThat(read(pair.server, 4)).isEqualTo("late");
  }

  @Test
  void endsOnADamagedRecord() throws Exception {
    Pair pair = handshake();
    byte[] forged = new byte[5 + 64];
    System.arraycopy(HexFormat.of().parseHex("1703030040"), 0, forged, 0, 5);
    net.client.write(forged, 0, forged.length, SECONDS);
    assertThatThrownBy(() -> readOne(pair.server)).isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> readOne(pair.client)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO mail.example.org\r\nMAIL FROM:<a@b>\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "\u0016\u0003\u0001",
        "\u0016\u0003\u0001\u00ff\u00ff",
        "\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000",
        "\u0080\u0001\u0002\u0003",
        "",
      })
  void refusesWhatIsNoTls(String garbage) throws Exception {
    write(net.client, garbage);
    net.client.shutdownOutput();
    assertThatThrownBy(() -> Tls.server(keys).over(net.world, net.server, SECONDS))
        .isInstanceOf(SSLException.class);
    assertThatThrownBy(() -> write(net.server, "x")).isInstanceOf(SocketException.class);
  }

  @Test
  void refusesRandomOctetsAfterAGoodStart() throws Exception {
    byte[] noise = new byte[3000];
    new Random(5).nextBytes(noise);
    byte[] header = HexFormat.of().parseHex("1603010200010001fc0303");
    System.arraycopy(header, 0, noise, 0, header.length);
    net.client.write(noise, 0, noise.length, SECONDS);
    assertThatThrownBy(() -> Tls.server(keys).over(net.world, net.server, SECONDS))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void refusesOldVersionsWithAnAlert() throws Exception {
    // A ClientHello of TLS 1.0, ECDHE_ECDSA and ECDHE_RSA with AES-128-CBC.
    String body = "0301" + "11".repeat(32) + "00" + "0004c009c013" + "0100";
    String hello = "160301%04x01%06x".formatted(4 + body.length() / 2, body.length() / 2) + body;
    byte[] octets = HexFormat.of().parseHex(hello);
    net.client.write(octets, 0, octets.length, SECONDS);
    assertThatThrownBy(() -> Tls.server(keys).over(net.world, net.server, SECONDS))
        .isInstanceOf(SSLHandshakeException.class);
    byte[] alert = readBytes(net.client, 7);
    assertThat(alert[0]).isEqualTo((byte) 21);
    assertThat(alert[6]).as("RFC 8446 section 6.2: protocol_version").isEqualTo((byte) 70);
  }

  @Test
  void givesUpOnAHandshakeThatDoesNotCome() {
    assertThatThrownBy(() -> Tls.server(keys).over(net.world, net.server, SHORT))
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> write(net.server, "x")).isInstanceOf(SocketException.class);
  }

  @Test
  void trustsGivenCertificatesUnderTheirNames() throws Exception {
    ClientTrust trust = ClientTrust.givenPem(OWN.certificate());
    handshake(Tls.server(keys), Tls.client(trust, "mx.example.org"));
    reconnect();
    handshake(Tls.server(keys), Tls.client(trust, "any.example.net"));
    reconnect();
    handshake(Tls.server(keys), Tls.client(trust, "127.0.0.1"));
    reconnect();
    refused(Tls.server(keys), Tls.client(trust, "mx.example.com"));
    reconnect();
    refused(Tls.server(keys), Tls.client(trust, "127.0.0.2"));
    reconnect();
    refused(Tls.server(ServerKeys.of(OTHER.identity())), Tls.client(trust, "mx.example.org"));
  }

  private void reconnect() throws IOException {
    net.close();
    net = new Loopback();
  }

  @Test
  void systemTrustRefusesASelfSignedCertificate() {
    refused(Tls.server(keys), Tls.client(ClientTrust.system(), "mx.example.org"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_mx.example.org", "nowhere.example", "192.0.2.1", "2001:db8::1"})
  void opportunisticTlsTakesAnyCertificateUnderAnyName(String name) throws Exception {
    handshake(Tls.server(keys), Tls.client(ClientTrust.any(), name));
  }

  @Test
  void choosesTheCertificateByTheNameAskedFor() throws Exception {
    Tls.Handshake server = Tls.server(ServerKeys.of(OWN.identity(), OTHER.identity()));
    Pair pair = handshake(server, Tls.client(ClientTrust.any(), "other.example"));
    assertThat(pair.client.peerCertificates()).containsExactly(OTHER.identity().certificate());
    reconnect();
    pair = handshake(server, Tls.client(ClientTrust.any(), "sub.example.net"));
    assertThat(pair.client.peerCertificates()).containsExactly(OWN.identity().certificate());
    reconnect();
    pair = handshake(server, Tls.client(ClientTrust.any(), "unknown.example"));
    assertThat(pair.client.peerCertificates()).containsExactly(OWN.identity().certificate());
  }

  @Test
  void usesRenewedKeysFromTheNextHandshakeOn() throws Exception {
    Tls.Handshake server = Tls.server(keys);
    Pair old = handshake(server, Tls.client(ClientTrust.any(), "mx.example.org"));
    Loopback first = net;
    net = new Loopback();
    keys.replace(OTHER.identity());
    Pair renewed = handshake(server, Tls.client(ClientTrust.any(), "mx.example.org"));
    assertThat(renewed.client.peerCertificates()).containsExactly(OTHER.identity().certificate());
    write(old.client, "still here");
    assertThat(read(old.server, 10)).isEqualTo("still here");
    first.close();
  }

  @Test
  void turnsAwayWhoMeansAnotherProtocol() throws Exception {
    Tls.Handshake server = Tls.server(keys, "pop3");
    handshake(server, Tls.client(ClientTrust.any(), "x.example"));
    try (SSLSocket browser = jdkClient(server, "h2", "TLSv1.3")) {
      assertThatThrownBy(browser::startHandshake).isInstanceOf(SSLException.class);
    }
    try (SSLSocket mailer = jdkClient(server, "pop3", "TLSv1.3")) {
      mailer.startHandshake();
      assertThat(mailer.getApplicationProtocol()).isEqualTo("pop3");
    }
  }

  @Test
  void speaksTls12() throws Exception {
    try (SSLSocket client = jdkClient(Tls.server(keys), "", "TLSv1.2")) {
      client.getOutputStream().write("hello".getBytes(UTF_8));
      assertThat(new String(client.getInputStream().readNBytes(5), UTF_8)).isEqualTo("hello");
      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");
      client.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void servesRsaKeys(String protocol) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    X500Name name = new X500Name("CN=rsa.example");
    byte[] certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.TWO,
                Date.from(Instant.EPOCH),
                Date.from(Instant.parse("2999-01-01T00:00:00Z")),
                name,
                pair.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
            .getEncoded();
    String key = Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
    ServerKeys rsa = ServerKeys.ofPem(Pem.write("CERTIFICATE", certificate), key);
    try (SSLSocket client = jdkClient(Tls.server(rsa), "", protocol)) {
      client.startHandshake();
      assertThat(client.getSession().getPeerCertificates()[0].getPublicKey())
          .isEqualTo(pair.getPublic());
    }
  }

  @Test
  void refusesRenegotiation() throws Exception {
    try (SSLSocket client = jdkClient(Tls.server(keys), "", "TLSv1.2")) {
      client.getOutputStream().write("hello".getBytes(UTF_8));
      assertThat(client.getInputStream().readNBytes(5)).hasSize(5);
      assertThatThrownBy(
              () -> {
                client.startHandshake();
                client.getOutputStream().write("again".getBytes(UTF_8));
                if (client.getInputStream().read() < 0) {
                  throw new IOException("closed");
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  /** A client of the JDK's own, connected to a server that says what it hears. */
  private SSLSocket jdkClient(Tls.Handshake server, String alpn, String protocol) throws Exception {
    Acceptor acceptor = net.world.network().listen(Loopback.address());
    net.beside(() -> {
      try (acceptor;
          TlsConnection accepted = server.over(net.world, acceptor.accept(), SECONDS)) {
        byte[] some = new byte[100];
        for (int n = 0; n >= 0; n = accepted.read(some, 0, some.length, SECONDS)) {
          accepted.write(some, 0, n, SECONDS);
        }
      } catch (IOException e) {
        // what the test is about
      }
    });
    SSLContext context = ClientTrust.any().context();
    InetSocketAddress at = acceptor.address();
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(at.getAddress(), at.getPort());
    socket.setSoTimeout(20_000);
    socket.setEnabledProtocols(new String[] {protocol});
    if (!alpn.isEmpty()) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {alpn});
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  /** A connection whose input comes in pieces. */
  private record Pieces(Connection whole, int octets) implements Connection {
    @Override
    public int read(byte[] into, int offset, int length, Duration timeout) throws IOException {
      return whole.read(into, offset, Math.min(length, octets), timeout);
    }

    @Override
    public InetSocketAddress local() {
      return whole.local();
    }

    @Override
    public InetSocketAddress remote() {
      return whole.remote();
    }

    @Override
    public void write(byte[] from, int offset, int length, Duration timeout) throws IOException {
      whole.write(from, offset, length, timeout);
    }

    @Override
    public void shutdownOutput() throws IOException {
      whole.shutdownOutput();
    }

    @Override
    public void close() {
      whole.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSecondSessionWithAHostIsResumed(boolean sameTrust) throws Exception {
    ClientTrust trust = ClientTrust.any();
    Tls.Handshake server = Tls.server(keys);
    try (Acceptor acceptor = net.world.network().listen(Loopback.address())) {
      assertThat(resumed(acceptor, server, trust)).isFalse();
      ClientTrust next = sameTrust ? trust : ClientTrust.givenPem(OWN.certificate());
      // RFC 8446 section 2.2: and never one whose certificate another trust let pass.
      assertThat(resumed(acceptor, server, next)).isEqualTo(sameTrust);
    }
  }

  private boolean resumed(Acceptor acceptor, Tls.Handshake server, ClientTrust trust)
      throws Exception {
    Task serving =
        net.beside(() -> {
          try (TlsConnection accepted = server.over(net.world, acceptor.accept(), SECONDS)) {
            write(accepted, "x");
            accepted.read(new byte[1], 0, 1, SECONDS);
          }
        });
    Connection plain = net.world.network().connect(acceptor.address(), SECONDS);
    try (TlsConnection client =
        Tls.client(trust, "mx.example.org").over(net.world, plain, SECONDS)) {
      assertThat(read(client, 1)).isEqualTo("x");
      assertThat(client.peerCertificates()).isNotEmpty();
      return client.resumed();
    } finally {
      net.join(serving);
    }
  }

  @Test
  void whatACheckFindsWrongEndsTheHandshake() throws Exception {
    ClientTrust wanted =
        ClientTrust.checked(
            chain -> Optional.of(new ClientTrust.Fault(TlsFault.MISMATCH, "not " + chain.size())));
    net.beside(() -> {
      try {
        Tls.server(keys).over(net.world, net.server, SECONDS);
      } catch (IOException e) {
        // as it should be
      }
    });
    assertThatThrownBy(
            () -> Tls.client(wanted, "mx.example.org").over(net.world, net.client, SECONDS))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("not 1")
        .satisfies(e -> assertThat(TlsFault.of(e)).isEqualTo(TlsFault.MISMATCH));
  }
}
