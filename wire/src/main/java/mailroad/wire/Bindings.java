package mailroad.wire;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import mailroad.sasl.ChannelBinding;

/** What the two ends of a TLS connection can call it by (RFC 5056). */
final class Bindings {
  private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
  private static final int EXPORTED_OCTETS = 32;

  private Bindings() {}

  static Optional<byte[]> of(SSLEngine engine, ChannelBinding kind) {
    return switch (kind) {
      case TLS_EXPORTER -> exported(engine);
      case TLS_SERVER_END_POINT -> serverCertificate(engine).flatMap(Bindings::hashed);
    };
  }

  /** RFC 9266 section 4.2: below TLS 1.3 it would need more care than it is worth. */
  private static Optional<byte[]> exported(SSLEngine engine) {
    if (!(engine.getSession() instanceof ExtendedSSLSession session)
        || !session.getProtocol().equals("TLSv1.3")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          session.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTED_OCTETS));
    } catch (SSLException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static Optional<X509Certificate> serverCertificate(SSLEngine engine) {
    try {
      Certificate[] chain =
          engine.getUseClientMode()
              ? engine.getSession().getPeerCertificates()
              : engine.getSession().getLocalCertificates();
      return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate first
          ? Optional.of(first)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  /** RFC 5929 section 4.1: by the hash of the certificate's signature, but never a weak one. */
  private static Optional<byte[]> hashed(X509Certificate certificate) {
    String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    String hash;
    if (signature.startsWith("MD5") || signature.startsWith("SHA1")) {
      hash = "SHA-256";
    } else if (signature.matches("SHA(256|384|512)WITH.*")) {
      hash = "SHA-" + signature.substring(3, 6);
    } else {
      return Optional.empty(); // the hash of such a signature is not defined
    }
    try {
      return Optional.of(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
