package mailroad.wire;

import java.security.cert.CertificateException;

/** A check of our own found a server's certificates wrong. */
final class UnfitCertificateException extends CertificateException {
  private static final long serialVersionUID = 1;

  private final TlsFault fault;

  UnfitCertificateException(TlsFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  TlsFault fault() {
    return fault;
  }
}
