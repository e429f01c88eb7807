package mailroad.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import org.junit.jupiter.api.Test;

class DkimSignerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<SigningKey> KEYS = List.of(TestKeys.ed25519(), TestKeys.rsa());
  private static final DkimVerifier VERIFIER =
      new DkimVerifier(
          FixedResolver.of(TestKeys.zone(TestKeys.ed25519(), TestKeys.rsa())), DkimConfig.DEFAULT);

  static String signed(String message, List<SigningKey> keys) throws Exception {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    return String.join(
            "",
            new DkimSigner(SigningConfig.DEFAULT)
                .sign(Octets.of(octets), Header.of(octets), keys, NOW))
        + message;
  }

  private static List<DkimResult> verify(String message) throws Exception {
    return VERIFIER.verify(Octets.of(message.getBytes(StandardCharsets.UTF_8)), NOW);
  }

  @Test
  void signsWithAllKeysAtOnce() throws Exception {
    String message = signed(Draft.HEADER + "\r\n" + Draft.BODY, KEYS);
    assertThat(verify(message))
        .hasSize(2)
        .allSatisfy(result -> {
          assertThat(result.code()).as(result.why().toString()).isEqualTo(DkimResult.Code.PASS);
          assertThat(result.domain()).contains(new Domain("a.example"));
        });
    assertThat(message.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(79));
  }

  @Test
  void nobodyCanAddWhatIsOversigned() throws Exception {
    String message = signed(Draft.HEADER + "\r\n" + Draft.BODY, KEYS);
    for (String field :
        List.of("From: x@x.example", "Subject: x", "Reply-To: x@x.example", "Content-Type: a/b")) {
      assertThat(verify(field + "\r\n" + message))
          .as(field)
          .extracting(DkimResult::code)
          .containsOnly(DkimResult.Code.FAIL);
    }
    assertThat(verify("Received: x\r\nList-Id: <l.x.example>\r\n" + message))
        .extracting(DkimResult::code)
        .containsOnly(DkimResult.Code.PASS);
  }

  @Test
  void signsReportsAboutTlsAsTheirRfcDemands() throws Exception {
    String message =
        signed(
            "TLS-Report-Domain: b.example\r\nTLS-Report-Submitter: a.example\r\n"
                + Draft.HEADER
                + "\r\n",
            KEYS);
    assertThat(message.replaceAll("\\s", "")).contains("TLS-Report-Domain:TLS-Report-Submitter");
  }

  @Test
  void signsWhatIsThereTwiceTwiceAndNoMoreThanEightTimes() throws Exception {
    String twice = "References: <a@a>\r\n".repeat(2) + Draft.HEADER + "\r\n";
    assertThat(verify(signed(twice, KEYS)))
        .extracting(DkimResult::code)
        .containsOnly(DkimResult.Code.PASS);
    String often = signed("References: <a@a>\r\n".repeat(500) + Draft.HEADER + "\r\n", KEYS);
    assertThat(often.indexOf("References: ")).isLessThan(3_000);
    assertThat(verify(often)).extracting(DkimResult::code).containsOnly(DkimResult.Code.PASS);
  }

  @Test
  void signsAnEmptyBodyAndNoBodyAtAll() throws Exception {
    for (String message : List.of(Draft.HEADER + "\r\n", Draft.HEADER, Draft.HEADER + "\r\n\r\n")) {
      assertThat(verify(signed(message, KEYS)))
          .extracting(DkimResult::code)
          .containsOnly(DkimResult.Code.PASS);
    }
  }

  /** RFC 8463 appendix A.2: the key's seed and its public half. */
  @Test
  void readsKeysInPem() throws Exception {
    String info =
        "302e020100300506032b657004220420"
            + java.util.HexFormat.of()
                .formatHex(
                    Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="));
    SigningKey key =
        KeyMaterial.read(
            new Domain("football.example.com"),
            "brisbane",
            pem("PRIVATE KEY", java.util.HexFormat.of().parseHex(info)));
    assertThat(PublishedKey.of(key).text())
        .isEqualTo("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    assertThat(key.toString()).isEqualTo("ed25519-sha256 brisbane._domainkey.football.example.com");
  }

  @Test
  void readsRsaKeysInBothForms() throws Exception {
    byte[] pkcs8 = TestKeys.rsa().secret().getEncoded();
    byte[] pkcs1 = java.util.Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    for (String pem : List.of(pem("PRIVATE KEY", pkcs8), pem("RSA PRIVATE KEY", pkcs1))) {
      SigningKey read = KeyMaterial.read(new Domain("a.example"), "r1", pem);
      assertThat(read.published()).isEqualTo(TestKeys.rsa().published());
    }
    for (int i = 0; i < 20; i++) {
      SigningKey made =
          KeyMaterial.create(new Domain("a.example"), "e", Algorithm.ED25519_SHA256, 0);
      SigningKey read =
          KeyMaterial.decode(new Domain("a.example"), "e", made.secret().getEncoded());
      assertThat(read.published()).isEqualTo(made.published());
    }
  }

  @Test
  void complaintsAboutKeysTellNothingOfThem() {
    for (String pem :
        List.of(
            "",
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nc2VjcmV0\n-----END ENCRYPTED PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nc2Vjc")) {
      assertThatThrownBy(() -> KeyMaterial.read(new Domain("a.example"), "s", pem))
          .isInstanceOf(KeyException.class)
          .hasMessageNotContaining("c2Vj")
          .hasNoCause();
    }
    assertThat(TestKeys.rsa().toString()).isEqualTo("rsa-sha256 r1._domainkey.a.example");
  }

  @Test
  void recordsFitIntoStrings() {
    PublishedKey record = PublishedKey.of(TestKeys.rsa());
    assertThat(record.strings()).hasSizeGreaterThan(1).allMatch(string -> string.length() <= 255);
    assertThat(record.toString())
        .startsWith("r1._domainkey.a.example. 3600 IN TXT \"v=DKIM1; k=rsa; p=");
  }

  private static String pem(String label, byte[] octets) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getMimeEncoder().encodeToString(octets), label);
  }
}
