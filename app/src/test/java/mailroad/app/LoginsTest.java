package mailroad.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import mailroad.app.config.ConfigFile;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.wire.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins that the configuration alone opens, over real TLS: RFC 4422 appendix A, RFC 7628. */
class LoginsTest {
  private static final String CONFIGURATION =
      """
      hostname = "mail.example.org"

      [tls]
      certificate = "certificate.pem"
      key = "key.pem"
      client-authorities = "authorities.pem"

      [listen]
      smtp = ["127.0.0.1:0"]
      submission = []
      submissions = ["127.0.0.1:0"]
      pop3 = []
      pop3s = ["127.0.0.1:0"]
      imap = []
      imaps = ["127.0.0.1:0"]

      [store]
      engine = "memory"

      [dns]
      servers = ["127.0.0.1:1"]

      [password]
      memory-kib = 64
      passes = 1
      scram-iterations = 4096

      [oauth]
      issuer = "https://id.example.org"
      audience = "mail"
      jwks-file = "jwks.json"
      """;

  @TempDir private Path folder;
  private final World world = new RealWorld((name, e) -> {});
  private final Authority authority = new Authority(world);
  private ECKey key;
  private SelfSigned server;
  private Node node;

  @BeforeEach
  void open() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    server = SelfSigned.make(world, List.of("localhost"), Duration.ofDays(1));
    Files.writeString(folder.resolve("certificate.pem"), server.certificate());
    Files.writeString(folder.resolve("authorities.pem"), authority.pem());
    Files.writeString(folder.resolve("jwks.json"), jwks(key));
    Path secret =
        Files.createFile(
            folder.resolve("key.pem"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, server.key());
    Path file = Files.writeString(folder.resolve("mailroad.toml"), CONFIGURATION);
    node = Node.open(world, ConfigFile.load(file, NodeConfig.DEFAULT), file);
    node.directory().addDomain(new Domain("example.org"));
    node.directory().addAccount(EmailAddress.of("joe@example.org"), "open sesame");
    node.directory().addAccount(EmailAddress.of("ann@example.org"), "open barley");
    node.start();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static String jwks(ECKey key) {
    return "{\"keys\":[" + key.toPublicJWK() + "]}";
  }

  private TlsClient client(String service, Optional<Authority.Client> certificate)
      throws Exception {
    String address =
        node.listening().stream()
            .filter(line -> line.startsWith(service + " "))
            .findFirst()
            .orElseThrow();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    return TlsClient.open(port, server.certificate(), certificate);
  }

  private TlsClient imap(Optional<Authority.Client> certificate) throws Exception {
    TlsClient client = client("imaps", certificate);
    assertThat(client.line()).startsWith("* OK");
    return client;
  }

  private TlsClient submission(Optional<Authority.Client> certificate) throws Exception {
    TlsClient client = client("submissions", certificate);
    assertThat(client.line()).startsWith("220 ");
    return client;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private String token(String address, ECKey by) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer("https://id.example.org")
                .audience("mail")
                .expirationTime(Date.from(world.now().plusSeconds(600)))
                .claim("email", address)
                .build());
    token.sign(new ECDSASigner(by));
    return token.serialize();
  }

  @Test
  void aCertificateOpensItsOwnersMailbox() throws Exception {
    Authority.Client joe = authority.client("joe@example.org");
    try (TlsClient client = imap(Optional.of(joe))) {
      assertThat(client.say("a CAPABILITY")).contains("AUTH=EXTERNAL");
      assertThat(client.line()).startsWith("a OK");
      assertThat(client.say("b AUTHENTICATE EXTERNAL " + base64("ann@example.org")))
          .startsWith("b NO [AUTHENTICATIONFAILED]");
      assertThat(client.say("c AUTHENTICATE EXTERNAL =")).startsWith("c OK");
    }
    try (TlsClient client = imap(Optional.of(joe))) {
      assertThat(client.say("a AUTHENTICATE EXTERNAL " + base64("joe@example.org")))
          .startsWith("a OK");
    }
  }

  @Test
  void aCertificateLetsItsOwnerSubmit() throws Exception {
    try (TlsClient client = submission(Optional.of(authority.client("joe@example.org")))) {
      assertThat(client.ehlo())
          .anyMatch(line -> line.contains("AUTH") && line.contains("EXTERNAL"));
      assertThat(client.say("AUTH EXTERNAL =")).startsWith("235 ");
      assertThat(client.say("MAIL FROM:<joe@example.org>")).startsWith("250 ");
    }
  }

  @Test
  void aCertificateWithTwoAddressesNeedsTheClientToChoose() throws Exception {
    Authority.Client both = authority.client("joe@example.org", "ann@example.org");
    try (TlsClient client = submission(Optional.of(both))) {
      client.ehlo();
      assertThat(client.say("AUTH EXTERNAL =")).startsWith("535 ");
      assertThat(client.say("AUTH EXTERNAL " + base64("ann@example.org"))).startsWith("235 ");
    }
  }

  @Test
  void whoShowsNoCertificateIsNotOfferedThat() throws Exception {
    try (TlsClient client = submission(Optional.empty())) {
      assertThat(client.ehlo())
          .anyMatch(line -> line.contains("AUTH") && line.contains("OAUTHBEARER"))
          .noneMatch(line -> line.contains("EXTERNAL"));
      assertThat(client.say("AUTH EXTERNAL =")).startsWith("504 ");
    }
  }

  @Test
  void aCertificateOfNobodysAuthorityEndsTheHandshake() throws Exception {
    Authority.Client stranger = new Authority(world).client("joe@example.org");
    try (TlsClient client = client("imaps", Optional.of(stranger))) {
      assertThat(client.lineOrEnd()).isEmpty();
    }
  }

  @Test
  void aTokenOpensItsOwnersMailbox() throws Exception {
    String token = token("Joe@example.org", key);
    try (TlsClient client = imap(Optional.empty())) {
      String message = "n,a=joe@example.org,\u0001auth=Bearer " + token + "\u0001\u0001";
      assertThat(client.say("a AUTHENTICATE OAUTHBEARER " + base64(message))).startsWith("a OK");
      assertThat(client.say("b NOOP")).startsWith("b OK");
    }
    try (TlsClient client = client("pop3s", Optional.empty())) {
      assertThat(client.line()).startsWith("+OK");
      assertThat(client.say("AUTH XOAUTH2")).startsWith("+ ");
      String message = "user=joe@example.org\u0001auth=Bearer " + token + "\u0001\u0001";
      assertThat(client.say(base64(message))).startsWith("+OK");
    }
  }

  @Test
  void aTokenLetsItsOwnerSubmitAndNobodyElse() throws Exception {
    String token = token("joe@example.org", key);
    try (TlsClient client = submission(Optional.empty())) {
      client.ehlo();
      String ann = "n,a=ann@example.org,\u0001auth=Bearer " + token + "\u0001\u0001";
      assertThat(client.say("AUTH OAUTHBEARER " + base64(ann))).startsWith("334 ");
      assertThat(client.say("AQ==")).startsWith("535 ");
      String joe = "user=joe@example.org\u0001auth=Bearer " + token + "\u0001\u0001";
      assertThat(client.say("AUTH XOAUTH2 " + base64(joe))).startsWith("235 ");
      assertThat(client.say("MAIL FROM:<joe@example.org>")).startsWith("250 ");
    }
  }

  @Test
  void anotherKeyOfTheIssuerIsTakenOnceItStandsInTheFile() throws Exception {
    ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
    String message = "n,,\u0001auth=Bearer " + token("joe@example.org", next) + "\u0001\u0001";
    try (TlsClient client = imap(Optional.empty())) {
      assertThat(client.say("a AUTHENTICATE OAUTHBEARER " + base64(message)))
          .isEqualTo("+ " + base64("{\"status\":\"invalid_token\"}"));
      assertThat(client.say("AQ==")).startsWith("a NO [AUTHENTICATIONFAILED]");
      Files.writeString(folder.resolve("jwks.json"), jwks(next) + "\n");
      assertThat(client.say("b AUTHENTICATE OAUTHBEARER " + base64(message))).startsWith("b OK");
    }
  }
}
