package mailroad.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.World;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new key (EC, P-256) and a certificate that it signed for itself: enough to encrypt from the first
 * minute, until somebody whom others trust signs a better one.
 *
 * @param certificate PEM text
 * @param key PEM text, PKCS#8, unencrypted; never printed
 */
public record SelfSigned(String certificate, String key) {
  /** Clocks differ: valid for those whose clock is behind, too. */
  private static final Duration EARLIER = Duration.ofHours(1);

  /**
   * Makes both. Takes a few milliseconds of this task.
   *
   * @param names host names, wildcards such as {@code *.example.org}, or addresses; the first one also
   *     names the subject
   * @param validity from now
   */
  public static SelfSigned make(World world, List<String> names, Duration validity) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a certificate needs a name");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      byte[] certificate = sign(world, names, validity, pair);
      return new SelfSigned(
          Pem.write("CERTIFICATE", certificate),
          Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make a P-256 certificate", e);
    }
  }

  /** What a server needs of it. */
  public TlsIdentity identity() {
    try {
      return TlsIdentity.ofPem(certificate, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not what was made here", e);
    }
  }

  @Override
  public String toString() {
    return "SelfSigned[" + certificate + "]";
  }

  private static byte[] sign(World world, List<String> names, Duration validity, KeyPair pair)
      throws IOException, OperatorCreationException {
    Instant now = world.now();
    byte[] serial = new byte[16];
    world.random().nextBytes(serial);
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(
                BCStyle.CN, names.getFirst().substring(0, Math.min(64, names.getFirst().length())))
            .build();
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            new BigInteger(1, serial).setBit(0),
            Date.from(now.minus(EARLIER)),
            Date.from(now.plus(validity)),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    GeneralName[] all = names.stream().map(SelfSigned::general).toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
    return builder
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
        .getEncoded();
  }

  private static GeneralName general(String name) {
    boolean address =
        Domain.parse("[" + name + "]").or(() -> Domain.parse("[IPv6:" + name + "]")).isPresent();
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }
}
