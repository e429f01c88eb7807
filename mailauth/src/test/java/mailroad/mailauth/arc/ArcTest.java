package mailroad.mailauth.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.mailauth.dkim.Algorithm;
import mailroad.mailauth.dkim.DkimConfig;
import mailroad.mailauth.dkim.Dkimpy;
import mailroad.mailauth.dkim.SigningConfig;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mailauth.dkim.TestKeys;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArcTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String MESSAGE =
      """
      DKIM-Signature: v=1; a=rsa-sha256; d=c.example; b=AAAA\r
      From: Joe <joe@c.example>\r
      To: suzie@b.example\r
      Subject: Is dinner ready?\r
      \r
      Hi.\r
      """;
  private static final List<SigningKey> KEYS =
      List.of(
          TestKeys.rsa(),
          TestKeys.of("b.example", "r2", Algorithm.RSA_SHA256, 2_048),
          TestKeys.ed25519());

  private static String sealed(String message, ArcResult.Code chain, SigningKey key, String results)
      throws Exception {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    List<String> fields =
        new ArcSealer(SigningConfig.DEFAULT.fields())
            .seal(
                new ArcSealer.Sealed(Octets.of(octets), Header.of(octets), chain, results),
                key,
                NOW);
    return String.join("", fields) + message;
  }

  private static ArcResult verify(String message) throws Exception {
    return new ArcVerifier(
            FixedResolver.of(TestKeys.zone(KEYS.toArray(SigningKey[]::new))),
            ArcConfig.DEFAULT,
            DkimConfig.DEFAULT)
        .verify(Octets.of(message.getBytes(StandardCharsets.UTF_8)), NOW);
  }

  /** Sealed by a.example, then by b.example. */
  private static String twice() throws Exception {
    String once =
        sealed(MESSAGE, ArcResult.Code.NONE, KEYS.getFirst(), "mx.a.example;\r\n\tdkim=pass");
    return sealed(
        "Received: x\r\n" + once, ArcResult.Code.PASS, KEYS.get(1), "mx.b.example; arc=pass");
  }

  @Test
  void aMessageWithoutSetsHasNoChain() throws Exception {
    assertThat(verify(MESSAGE).code()).isEqualTo(ArcResult.Code.NONE);
  }

  @Test
  void whatWeSealedHolds() throws Exception {
    ArcResult result = verify(twice());
    assertThat(result.code()).as(result.why().toString()).isEqualTo(ArcResult.Code.PASS);
    assertThat(result.sealers()).containsExactly(new Domain("a.example"), new Domain("b.example"));
    assertThat(result.findings()).hasSize(2);
    assertThat(result.findings().getFirst()).startsWith("i=1; mx.a.example;");
  }

  @Test
  void aChangeAfterTheLastSealBreaksTheChainAndOneBeforeItDoesNot() throws Exception {
    String once = sealed(MESSAGE, ArcResult.Code.NONE, KEYS.getFirst(), "mx.a.example; dkim=pass");
    String changed = once.replace("Subject: ", "Subject: [list] ") + "Unsubscribe!\r\n";
    assertThat(verify(changed).code()).isEqualTo(ArcResult.Code.FAIL);
    String list = sealed(changed, ArcResult.Code.PASS, KEYS.get(1), "mx.b.example; arc=pass");
    ArcResult result = verify(list);
    assertThat(result.code()).as(result.why().toString()).isEqualTo(ArcResult.Code.PASS);
  }

  /** RFC 8617 section 5.2. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # instead of              | there stands              | because
          mx.b.example; arc=pass    | mx.b.example; arc=fail    | seal 2 of b.example does not hold
          dkim=pass                 | dkim=none                 | seal 2 of b.example does not hold
          Is dinner                 | Was dinner                | signature 2 of b.example does not hold
          Hi.                       | Ho.                       | the body was changed
          cv=pass                   | cv=none                   | seal 2 does not say cv=pass
          cv=pass                   | cv=fail                   | says that it failed before
          cv=none                   | cv=pass                   | seal 1 does not say cv=none
          cv=none                   | cv=other                  | seal 1 does not say cv=none
          cv=none;                  | cv=none; h=From;          | seal 1 has h=
          ARC-Seal: i=1             | ARC-Seal: i=3             | set 1 is not whole
          ARC-Seal: i=1             | ARC-Seal: i=2             | two ARC-Seal fields of number 2
          ARC-Seal: i=1             | ARC-Seal: i=0             | no number from 1 to 50
          ARC-Seal: i=1             | ARC-Seal: i=51            | no number from 1 to 50
          ARC-Seal: i=1             | ARC-Seal: x=1             | no number from 1 to 50
          ARC-Seal: i=1             | X-Seal: i=1               | set 1 is not whole
          ARC-Seal: i=1; a=rsa      | ARC-Seal: i=1; a=dsa      | seal 2 of b.example does not hold
          a=rsa-sha256; t=          | a=rsa-sha1; t=            | not believed
          ARC-Message-Signature: i=2; a=rsa-sha256 | ARC-Message-Signature: i=2; a=rsa-sha1 | SHA-1
          s=r2                      | s=r9                      | does not exist
          """)
  void findsWhatIsWrong(String instead, String there, String reason) throws Exception {
    String message = twice();
    assertThat(message).contains(instead);
    String shown = reason.equals("SHA-1") ? "RFC 8301" : reason;
    int at = message.indexOf(instead);
    String broken = message.substring(0, at) + there + message.substring(at + instead.length());
    ArcResult result = verify(broken);
    assertThat(result.code() + " " + result.why()).startsWith("fail ").contains(shown);
  }

  @Test
  void aChainThatFailedIsSealedOnceAndThenLeft() throws Exception {
    String broken = twice().replace("Hi.", "Ho.");
    assertThat(verify(broken).code()).isEqualTo(ArcResult.Code.FAIL);
    String failed = sealed(broken, ArcResult.Code.FAIL, KEYS.getFirst(), "mx.a.example; arc=fail");
    assertThat(failed).startsWith("ARC-Seal: i=3;").contains("cv=fail");
    assertThat(verify(failed).why().toString()).contains("says that it failed before");
    assertThat(sealed(failed, ArcResult.Code.FAIL, KEYS.get(1), "mx.b.example; arc=fail"))
        .isEqualTo(failed);
  }

  @Test
  void fiftySetsAreEnough() throws Exception {
    String message = MESSAGE;
    ArcResult.Code chain = ArcResult.Code.NONE;
    for (int i = 0; i < 50; i++) {
      message = sealed(message, chain, KEYS.getFirst(), "mx.a.example; none");
      chain = ArcResult.Code.PASS;
    }
    assertThat(verify(message).code()).isEqualTo(ArcResult.Code.PASS);
    assertThat(sealed(message, chain, KEYS.getFirst(), "mx.a.example; none")).isEqualTo(message);
  }

  @Test
  void endsInAValueWhateverTheOctets() throws Exception {
    Random random = new Random(1);
    byte[] message = twice().getBytes(StandardCharsets.UTF_8);
    for (int run = 0; run < Integer.getInteger("mailroad.fuzz.runs", 1_000); run++) {
      byte[] octets = message.clone();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        octets[random.nextInt(message.length)] =
            (byte) " ;=:\r\ni123abv@".charAt(random.nextInt(14));
      }
      assertThat(verify(new String(octets, StandardCharsets.UTF_8)).why().finding()).isNotBlank();
    }
  }

  @Test
  void othersVerifyWhatWeSealed(@TempDir Path folder) throws Exception {
    Dkimpy.assumeThere();
    String verify =
        "cv, results, reason = dkim.arc_verify(message, dnsfunc=dns)\nprint(cv, reason)";
    assertThat(Dkimpy.run(folder, twice(), KEYS, verify)).startsWith("b'pass'");
    UnaryOperator<String> change = text -> text.replace("Hi.", "Ho.");
    assertThat(Dkimpy.run(folder, change.apply(twice()), KEYS, verify)).startsWith("b'fail'");
  }

  @Test
  void weVerifyWhatOthersSealedOverOurs(@TempDir Path folder) throws Exception {
    Dkimpy.assumeThere("dkim, nacl, authres");
    Files.writeString(folder.resolve("key"), Dkimpy.pem(KEYS.get(1)));
    String script =
        """
        key = open(folder + '/key', 'rb').read()
        fields = dkim.arc_sign(message, b'r2', b'b.example', key, b'mx.b.example')
        open(folder + '/sealed', 'wb').write(b''.join(fields) + message)
        """;
    String ours = sealed(MESSAGE, ArcResult.Code.NONE, KEYS.getFirst(), "mx.a.example; dkim=pass");
    String found = "Authentication-Results: mx.b.example; arc=%s\r\n";
    for (String message :
        List.of(found.formatted("pass") + ours, found.formatted("none") + MESSAGE)) {
      Dkimpy.run(folder, message, KEYS, script);
      ArcResult result =
          new ArcVerifier(
                  FixedResolver.of(TestKeys.zone(KEYS.toArray(SigningKey[]::new))),
                  ArcConfig.DEFAULT,
                  DkimConfig.DEFAULT)
              .verify(Octets.of(Files.readAllBytes(folder.resolve("sealed"))), Instant.now());
      assertThat(result.code()).as(result.why().toString()).isEqualTo(ArcResult.Code.PASS);
      assertThat(result.sealers()).endsWith(new Domain("b.example"));
    }
  }
}
