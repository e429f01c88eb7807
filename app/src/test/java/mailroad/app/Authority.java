package mailroad.app;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import mailroad.kernel.World;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates of users. */
final class Authority {
  private static final X500Name NAME = new X500Name("CN=Users of example.org");

  private final World world;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** What a user has. */
  record Client(PrivateKey key, X509Certificate certificate) {}

  Authority(World world) {
    this.world = world;
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      JcaX509v3CertificateBuilder builder = builder(NAME, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      certificate = signed(builder);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A certificate for these addresses. */
  Client client(String... addresses) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair own = generator.generateKeyPair();
    JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=A user"), own);
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    GeneralName[] names =
        Arrays.stream(addresses)
            .map(address -> new GeneralName(GeneralName.rfc822Name, address))
            .toArray(GeneralName[]::new);
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    return new Client(own.getPrivate(), signed(builder));
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair of) {
    Instant now = world.now();
    return new JcaX509v3CertificateBuilder(
        NAME,
        new BigInteger(64, new java.security.SecureRandom()).setBit(0),
        Date.from(now.minusSeconds(3_600)),
        Date.from(now.plusSeconds(86_400)),
        subject,
        of.getPublic());
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("Ed25519").build(keys.getPrivate())));
  }

  /** Its own certificate. */
  String pem() throws Exception {
    StringWriter out = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(out)) {
      writer.writeObject(certificate);
    }
    return out.toString();
  }
}
