package mailroad.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Task;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handshakes that fail, and what that is called. */
class TlsFaultTest {
  private static final String HOST = "mx.example.org";

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate sign(
      String subject, KeyPair key, String issuer, KeyPair by, Instant end) throws Exception {
    boolean authority = subject.equals(issuer);
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(System.identityHashCode(key)),
            Date.from(end.minus(Duration.ofDays(20))),
            Date.from(end),
            new X500Name("CN=" + subject),
            key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, subject)));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  @ParameterizedTest(name = "{0}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                 | name           | days left | believed | what that is
          as it should be        | mx.example.org | 9         | yes      |
          another name           | mx.example.net | 9         | yes      | NAME
          its time is over       | mx.example.org | -1        | yes      | EXPIRED
          over, and another name | mx.example.net | -1        | yes      | EXPIRED
          not begun              | mx.example.org | 40        | yes      | UNTRUSTED
          an authority of others | mx.example.org | 9         | no       | UNTRUSTED
          """)
  void tellsWhatWasWrong(String what, String name, int days, String believed, TlsFault expected)
      throws Exception {
    KeyPair root = pair();
    KeyPair host = pair();
    Instant now = Instant.now();
    X509Certificate authority = sign("Root", root, "Root", root, now.plus(Duration.ofDays(9)));
    X509Certificate certificate = sign(name, host, "Root", root, now.plus(Duration.ofDays(days)));
    ServerKeys keys =
        ServerKeys.ofPem(
            Pem.write("CERTIFICATE", certificate.getEncoded()),
            Pem.write("PRIVATE KEY", host.getPrivate().getEncoded()));
    KeyPair foreign = pair();
    ClientTrust trust =
        ClientTrust.given(
            List.of(
                believed.equals("yes")
                    ? authority
                    : sign("Root", foreign, "Root", foreign, now.plus(Duration.ofDays(9)))));
    assertThat(fault(keys, trust)).isEqualTo(Optional.ofNullable(expected));
  }

  private static Optional<TlsFault> fault(ServerKeys keys, ClientTrust trust) throws Exception {
    try (Loopback net = new Loopback()) {
      Task serving =
          net.beside(() -> {
            try {
              Tls.server(keys).over(net.world, net.server, Loopback.SECONDS);
            } catch (IOException e) {
              // The client went.
            }
          });
      try {
        Tls.client(trust, HOST).over(net.world, net.client, Loopback.SECONDS);
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(TlsFault.of(e));
      } finally {
        serving.join();
      }
    }
  }

  @Test
  void whatIsNoMatterOfCertificatesIsSomethingElse() throws Exception {
    try (Loopback net = new Loopback()) {
      byte[] words = "no handshake\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      net.server.write(words, 0, words.length, Loopback.SECONDS);
      Optional<TlsFault> fault = Optional.empty();
      try {
        Tls.client(ClientTrust.any(), HOST).over(net.world, net.client, Loopback.SECONDS);
      } catch (IOException e) {
        fault = Optional.of(TlsFault.of(e));
      }
      assertThat(fault).contains(TlsFault.OTHER);
    }
  }
}
