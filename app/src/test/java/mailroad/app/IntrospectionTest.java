package mailroad.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mailroad.app.config.ConfigFile;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Network.Acceptor;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins by opaque tokens about which a real server on this machine is asked over TLS (RFC 7662). */
class IntrospectionTest {
  private static final Duration SECONDS = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final World world = new RealWorld((name, e) -> {});
  private final SelfSigned server =
      SelfSigned.make(world, List.of("localhost", "127.0.0.1"), Duration.ofDays(1));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String answer = "";
  private Acceptor acceptor;
  private Optional<Node> node = Optional.empty();

  @BeforeEach
  void issuer() throws Exception {
    acceptor = world.network().listen(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    Tls.Handshake tls = Tls.server(ServerKeys.of(server.identity()));
    world.start(
        "issuer",
        () -> {
          try {
            while (true) {
              serve(new Wire(world, acceptor.accept(), SECONDS), tls);
            }
          } catch (IOException e) {
            // The test is over.
          }
        });
    Files.writeString(folder.resolve("certificate.pem"), server.certificate());
    secret("key.pem", server.key());
    secret("issuer-secret", "s3cret: &x\n");
  }

  private void serve(Wire wire, Tls.Handshake tls) {
    try (wire) {
      wire.startTls(tls, SECONDS);
      int length = 0;
      for (String line = "-"; !line.isEmpty(); ) {
        line = wire.readLine(1000, SECONDS).text();
        asked.add(line);
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      asked.add(new String(wire.readExactly(length, SECONDS), UTF_8));
      wire.write(answer);
      wire.flush();
    } catch (IOException e) {
      asked.add(String.valueOf(e.getMessage()));
    }
  }

  private void secret(String name, String text) throws Exception {
    Path file =
        Files.createFile(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private void open() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mailroad.toml"),
            """
            hostname = "mail.example.org"

            [tls]
            certificate = "certificate.pem"
            key = "key.pem"
            trust = "certificate.pem"

            [listen]
            smtp = ["127.0.0.1:0"]
            submission = []
            submissions = ["127.0.0.1:0"]
            pop3 = []
            pop3s = []
            imap = []
            imaps = ["127.0.0.1:0"]

            [store]
            engine = "memory"

            [dns]
            servers = ["127.0.0.1:1"]

            [oauth]
            issuer = "https://id.example.org"
            audience = "mail"
            account-claim = "username"

            [oauth.introspection]
            endpoint = "https://127.0.0.1:%d/oauth2/introspect?realm=staff"
            client-id = "mail server"
            client-secret-file = "issuer-secret"
            rest-after-failure = "0s"
            """
                .formatted(acceptor.address().getPort()));
    Node opened = Node.open(world, ConfigFile.load(file, NodeConfig.DEFAULT), file);
    node = Optional.of(opened);
    opened.directory().addDomain(new Domain("example.org"));
    opened.directory().addAccount(EmailAddress.of("joe@example.org"), "open sesame");
    opened.start();
  }

  @AfterEach
  void close() {
    node.ifPresent(Node::close);
    acceptor.close();
  }

  private String login(String token) throws Exception {
    String address =
        node.orElseThrow().listening().stream()
            .filter(line -> line.startsWith("imaps "))
            .findFirst()
            .orElseThrow();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    try (TlsClient client = TlsClient.open(port, server.certificate(), Optional.empty())) {
      assertThat(client.line()).startsWith("* OK");
      String bearer = "n,,\u0001auth=Bearer " + token + "\u0001\u0001";
      String line =
          client.say(
              "a AUTHENTICATE OAUTHBEARER "
                  + Base64.getEncoder().encodeToString(bearer.getBytes(UTF_8)));
      if (line.startsWith("+")) {
        line = client.say("AQ==");
      }
      return line;
    }
  }

  private static String json(String content) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(content.length(), content);
  }

  private static final String ACTIVE =
      "{\"active\":true,\"aud\":\"mail\",\"username\":\"joe@example.org\"}";

  @Test
  void anOpaqueTokenOpensItsOwnersMailboxAndTheIssuerIsAskedOnce() throws Exception {
    open();
    answer = json(ACTIVE);
    assertThat(login("opaque-1.x~/+==")).startsWith("a OK");
    assertThat(login("opaque-1.x~/+==")).startsWith("a OK");
    assertThat(asked)
        .filteredOn(line -> line.startsWith("POST"))
        .containsExactly("POST /oauth2/introspect?realm=staff HTTP/1.1");
    // RFC 6749 section 2.3.1: both halves are coded as in a form.
    String basic = Base64.getEncoder().encodeToString("mail+server:s3cret%3A+%26x".getBytes(UTF_8));
    assertThat(asked)
        .contains(
            "Authorization: Basic " + basic,
            "Content-Type: application/x-www-form-urlencoded",
            "token=opaque-1.x%7E%2F%2B%3D%3D&token_type_hint=access_token");
  }

  @Test
  void aTokenThatIsNotActiveOpensNothingAndIsAskedAboutOnce() throws Exception {
    open();
    answer = json("{\"active\":false}");
    assertThat(login("gone")).startsWith("a NO");
    answer = json(ACTIVE);
    assertThat(login("gone")).startsWith("a NO");
    assertThat(asked).filteredOn(line -> line.startsWith("POST")).hasSize(1);
  }

  @Test
  void anIssuerThatFailsIsNobodysFaultAndIsAskedAgain() throws Exception {
    open();
    answer = "HTTP/1.1 503 Later\r\n\r\n";
    assertThat(login("opaque")).startsWith("a NO [UNAVAILABLE]");
    answer = json(" ".repeat(70_000));
    assertThat(login("opaque")).startsWith("a NO [UNAVAILABLE]");
    answer = json(ACTIVE);
    assertThat(login("opaque")).startsWith("a OK");
  }

  @Test
  void aSecretThatOthersCanReadIsNone() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("issuer-secret"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::open).hasMessageContaining("chmod 600");
    Files.delete(folder.resolve("issuer-secret"));
    assertThatThrownBy(this::open).hasMessageContaining("there is no");
  }
}
