package mailroad.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.jspecify.annotations.Nullable;

/** Certificates and keys as text (RFC 7468). */
final class Pem {
  private Pem() {}

  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      for (Object object : objects(text)) {
        if (object instanceof X509CertificateHolder holder) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CertificateException("the certificate text is damaged", e);
    }
    return certificates;
  }

  static PrivateKey privateKey(String text) throws GeneralSecurityException {
    try {
      for (Object object : objects(text)) {
        PrivateKeyInfo info = keyIn(object);
        if (info != null) {
          return keyOf(info);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // The cause may quote what it could not read, and that is a key.
      throw new InvalidKeySpecException("the key text is damaged or of an unknown kind");
    }
    throw new InvalidKeySpecException("no private key in the key text");
  }

  static String write(String type, byte[] content) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // a StringWriter has no I/O that could fail
    }
    return text.toString();
  }

  private static PrivateKey keyOf(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
    String algorithm;
    if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      algorithm = "RSA";
    } else if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      algorithm = "EC";
    } else {
      throw new InvalidKeySpecException("the key is neither EC nor RSA");
    }
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  private static @Nullable PrivateKeyInfo keyIn(Object object) throws GeneralSecurityException {
    return switch (object) {
      case PrivateKeyInfo info -> info;
      case PEMKeyPair pair -> pair.getPrivateKeyInfo();
      case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
          throw new InvalidKeySpecException("the key is encrypted; a server needs it in the clear");
      default -> null;
    };
  }

  private static List<Object> objects(String text) throws IOException {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
        objects.add(next);
      }
    } catch (PEMException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PEMException(
          "damaged", e); // the parser's way to say that Base64 or ASN.1 is broken
    }
    return objects;
  }
}
