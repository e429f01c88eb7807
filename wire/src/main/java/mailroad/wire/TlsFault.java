package mailroad.wire;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

/** Why a handshake failed, as far as others want to know it. */
public enum TlsFault {
  /** The certificate is for another name. */
  NAME,
  /** The certificate's time is over. */
  EXPIRED,
  /** Nobody who is believed here vouches for the certificate. */
  UNTRUSTED,
  /** The certificate is none of those that were asked for by their octets. */
  MISMATCH,
  /** The two sides did not come together for another reason. */
  OTHER;

  /** What an exception of a handshake means. */
  public static TlsFault of(Throwable failure) {
    boolean certificate = false;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnfitCertificateException unfit) {
        return unfit.fault();
      }
      if (isExpired(at)) {
        return EXPIRED;
      }
      if (isOfAnotherName(at)) {
        return NAME;
      }
      certificate |= at instanceof CertificateException;
    }
    return certificate ? UNTRUSTED : OTHER;
  }

  private static boolean isExpired(Throwable at) {
    return at instanceof CertificateExpiredException
        || at instanceof CertPathValidatorException invalid
            && invalid.getReason() == BasicReason.EXPIRED;
  }

  /** The JDK has no class of its own for this, only words. */
  private static boolean isOfAnotherName(Throwable at) {
    return at.getClass() == CertificateException.class
        && at.getMessage() != null
        && at.getMessage().matches("(?s)No (subject alternative|name matching) .*");
  }
}
