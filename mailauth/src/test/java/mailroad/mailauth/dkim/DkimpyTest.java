package mailroad.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import mailroad.dns.FixedResolver;
import mailroad.mime.Octets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether others read the RFCs as we do: what we sign, python3-dkim verifies, and the other way round. */
class DkimpyTest {
  private static final List<SigningKey> KEYS = List.of(TestKeys.ed25519(), TestKeys.rsa());
  private static final String VERIFY =
      """
      count = len(re.findall(rb'(?mi)^dkim-signature:', message))
      for i in range(count):
          d = dkim.DKIM(message)
          print(d.verify(idx=i, dnsfunc=dns))
      """;
  private static final String SIGN =
      """
      key = open(folder + '/key', 'rb').read()
      head, body, algorithm, selector, length = [a.encode() for a in sys.argv[2:7]]
      field = dkim.sign(message, selector, b'a.example', key, identity=b'joe@sub.a.example',
          canonicalize=(head, body), signature_algorithm=algorithm, length=(length == b'yes'))
      open(folder + '/signed', 'wb').write(field + message)
      """;

  @TempDir Path folder;

  @BeforeAll
  static void isThere() throws Exception {
    Dkimpy.assumeThere();
  }

  @Test
  void othersVerifyWhatWeSign() throws Exception {
    List<String> messages =
        List.of(
            Draft.HEADER + "\r\n" + Draft.BODY,
            Draft.HEADER + "\r\n",
            "References: <1@a>\r\nReferences: <2@a>\r\n" + Draft.HEADER + "\r\nline \t \r\n\r\n",
            Draft.HEADER + "List-Unsubscribe:\r\n <mailto:x@a.example>\r\n\r\nno end");
    for (String message : messages) {
      String said = Dkimpy.run(folder, DkimSignerTest.signed(message, KEYS), KEYS, VERIFY);
      assertThat(said).as(message).isEqualTo("True\nTrue\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "simple, simple, rsa-sha256, no",
    "relaxed, simple, rsa-sha256, no",
    "simple, relaxed, rsa-sha256, no",
    "relaxed, relaxed, rsa-sha256, no",
    "relaxed, relaxed, rsa-sha256, yes",
    "simple, simple, ed25519-sha256, no",
    "relaxed, relaxed, ed25519-sha256, no"
  })
  void weVerifyWhatOthersSign(String header, String body, String algorithm, String length)
      throws Exception {
    boolean edwards = algorithm.startsWith("ed");
    SigningKey key = edwards ? TestKeys.ed25519() : TestKeys.rsa();
    byte[] secret = key.secret().getEncoded();
    Files.writeString(
        folder.resolve("key"),
        edwards
            ? Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(secret, secret.length - 32, secret.length))
            : Dkimpy.pem(key));
    Dkimpy.run(
        folder,
        Draft.HEADER + "\r\n" + Draft.BODY,
        KEYS,
        SIGN,
        header,
        body,
        algorithm,
        key.selector(),
        length);
    byte[] signed = Files.readAllBytes(folder.resolve("signed"));
    assertThat(new String(signed, StandardCharsets.ISO_8859_1)).startsWith("DKIM-Signature");
    DkimResult result =
        new DkimVerifier(
                FixedResolver.of(TestKeys.zone(TestKeys.ed25519(), TestKeys.rsa())),
                DkimConfig.DEFAULT)
            .verify(Octets.of(signed), Instant.now())
            .getFirst();
    assertThat(result.code()).as(result.why().toString()).isEqualTo(DkimResult.Code.PASS);
    assertThat(result.identity()).isEqualTo("joe@sub.a.example");
  }
}
