package mailroad.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import mailroad.kernel.RealWorld;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;

class TlsIdentityTest {
  private static final SelfSigned ONE = make("mail.example.org", "2001:db8::1", "192.0.2.1");
  private static final SelfSigned TWO = make("other.example.org");

  private static SelfSigned make(String... names) {
    return SelfSigned.make(new RealWorld((name, e) -> {}), List.of(names), Duration.ofDays(10));
  }

  @Test
  void readsWhatWasMade() throws Exception {
    TlsIdentity identity = TlsIdentity.ofPem("Some words\n" + ONE.certificate(), ONE.key());
    assertThat(identity.chain()).hasSize(1);
    assertThat(identity.certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=mail.example.org");
    Collection<List<?>> names = identity.certificate().getSubjectAlternativeNames();
    assertThat(names.stream().map(name -> name.get(1).toString()))
        .containsExactly("mail.example.org", "2001:db8:0:0:0:0:0:1", "192.0.2.1");
    identity.certificate().checkValidity();
    assertThat(identity.key().getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void readsAChain() throws Exception {
    TlsIdentity identity =
        TlsIdentity.ofPem(ONE.certificate() + "\n" + TWO.certificate(), ONE.key());
    assertThat(identity.chain()).hasSize(2);
    assertThat(identity.certificate()).isEqualTo(ONE.identity().certificate());
  }

  @Test
  void readsKeysOfTheOlderForms() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    assertThat(Pem.privateKey(pem(rsa))).isEqualTo(rsa.getPrivate()); // PKCS#1
    assertThat(pem(rsa)).contains("BEGIN RSA PRIVATE KEY");
    BigInteger secret = ((ECPrivateKey) ONE.identity().key()).getS();
    String sec1 =
        Pem.write(
            "EC PRIVATE KEY",
            new org.bouncycastle.asn1.sec.ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1)
                .getEncoded());
    assertThat(Pem.privateKey(sec1).getEncoded()).isNotEmpty();
    TlsIdentity.ofPem(ONE.certificate(), sec1);
  }

  @Test
  void saysWhatIsWrongAndNothingOfTheKey() throws Exception {
    refuses(ONE.certificate(), TWO.key(), "the key does not belong to the certificate");
    refuses("", ONE.key(), "no certificate in the certificate text");
    refuses(ONE.key(), ONE.key(), "no certificate in the certificate text");
    refuses(ONE.certificate(), "", "no private key in the key text");
    refuses(ONE.certificate(), ONE.certificate(), "no private key in the key text");
    refuses(damaged(ONE.certificate()), ONE.key(), "the certificate text is damaged");
    refuses(ONE.certificate(), damaged(ONE.key()), "the key text is damaged or of an unknown kind");
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    refuses(
        ONE.certificate(),
        pem(rsa),
        "the certificate is for a key of kind EC, the key is of kind RSA");
    refuses(ONE.certificate(), encrypted(), "the key is encrypted; a server needs it in the clear");
    assertThat(ONE.toString()).doesNotContain("PRIVATE");
    assertThat(ONE.identity().toString()).isEqualTo("TlsIdentity[CN=mail.example.org]");
  }

  private static void refuses(String certificates, String key, String message) {
    assertThatThrownBy(() -> TlsIdentity.ofPem(certificates, key))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage(message);
  }

  private static String damaged(String pem) {
    int middle = pem.length() / 2;
    return pem.substring(0, middle) + "!" + pem.substring(middle + 30);
  }

  private static String pem(Object what) throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(what);
    }
    return text.toString();
  }

  private static String encrypted() throws Exception {
    AlgorithmIdentifier kind = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2);
    byte[] form = new EncryptedPrivateKeyInfo(kind, new byte[48]).getEncoded();
    return Pem.write("ENCRYPTED PRIVATE KEY", form);
  }
}
