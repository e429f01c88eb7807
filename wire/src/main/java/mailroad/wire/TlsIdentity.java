package mailroad.wire;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * What a server shows of itself: a certificate, those that signed it, and the key that belongs to it.
 *
 * @param chain the server's own certificate first
 * @param key EC or RSA; never printed
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  /** An identity of these parts. */
  public TlsIdentity {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a server needs a certificate");
    }
  }

  /**
   * Reads both from PEM text (RFC 7468).
   *
   * @param certificates the server's own certificate first; text around the blocks is ignored
   * @param privateKey an unencrypted key, PKCS#8 or the older EC and RSA forms
   * @throws GeneralSecurityException if a text does not hold what it should, or the key belongs to
   *     another certificate; the message says which, and nothing of the key
   */
  public static TlsIdentity ofPem(String certificates, String privateKey)
      throws GeneralSecurityException {
    List<X509Certificate> chain = Pem.certificates(certificates);
    if (chain.isEmpty()) {
      throw new CertificateException("no certificate in the certificate text");
    }
    PrivateKey key = Pem.privateKey(privateKey);
    checkPair(chain.getFirst(), key);
    return new TlsIdentity(chain, key);
  }

  /** The server's own certificate. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  @Override
  public String toString() {
    return "TlsIdentity[" + certificate().getSubjectX500Principal() + "]";
  }

  private static void checkPair(X509Certificate certificate, PrivateKey key)
      throws GeneralSecurityException {
    if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      throw new CertificateException(
          "the certificate is for a key of kind %s, the key is of kind %s"
              .formatted(certificate.getPublicKey().getAlgorithm(), key.getAlgorithm()));
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> throw new CertificateException("neither EC nor RSA: " + key.getAlgorithm());
        };
    byte[] probe = new byte[32];
    Arrays.fill(probe, (byte) 7);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(probe);
    if (!signature.verify(signed)) {
      throw new CertificateException("the key does not belong to the certificate");
    }
  }
}
