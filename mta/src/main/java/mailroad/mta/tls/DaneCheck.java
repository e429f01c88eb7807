package mailroad.mta.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.Rr;

/**
 * Compares certificates with TLSA records as RFC 7672 section 3 has it. Pure.
 *
 * <p>Usage 3 is the host's own certificate or key, whatever else the certificate says. Usage 2 is an authority among
 * what the host sent, which must have issued the host's certificate, for one of the names, and for today.
 */
final class DaneCheck {
  private static final int ANCHOR = 2;
  private static final int HOST = 3;

  private DaneCheck() {}

  /** Whether a record can be compared with at all (RFC 7672 sections 3.1.3 and 3.1): else it is as if not there. */
  static boolean isUsable(Rr.Tlsa record) {
    int octets = record.association().length() / 2;
    return (record.usage() == ANCHOR || record.usage() == HOST)
        && record.selector() <= 1
        && switch (record.matching()) {
          case 0 -> octets > 0;
          case 1 -> octets == 32;
          case 2 -> octets == 64;
          default -> false;
        };
  }

  /** What is wrong with the certificates; empty if a record fits. */
  static Optional<String> fault(Protection.Dane wanted, List<X509Certificate> chain, Instant now) {
    boolean anchored = false;
    for (Rr.Tlsa record : wanted.records()) {
      if (record.usage() == HOST && matches(record, chain.getFirst())) {
        return Optional.empty();
      }
      if (record.usage() == ANCHOR) {
        List<X509Certificate> issuers = chain.subList(1, chain.size());
        for (X509Certificate issuer : issuers) {
          if (matches(record, issuer)) {
            anchored = true;
            if (isIssued(chain, issuer, now)
                && CertificateNames.isFor(chain.getFirst(), wanted.names())) {
              return Optional.empty();
            }
          }
        }
      }
    }
    return Optional.of(
        anchored
            ? "an authority of the TLSA records is there, and has not issued this certificate for "
                + String.join(" or ", wanted.names())
            : "the certificate matches none of %d TLSA records".formatted(wanted.records().size()));
  }

  private static boolean matches(Rr.Tlsa record, X509Certificate certificate) {
    try {
      byte[] selected =
          record.selector() == 0
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      byte[] compared =
          switch (record.matching()) {
            case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
          };
      return Arrays.equals(compared, record.octets());
    } catch (GeneralSecurityException e) {
      return false; // a certificate that has no encoding matches nothing
    }
  }

  /** Whether the issuer, by way of those between, has signed the first certificate (RFC 5280 section 6). */
  private static boolean isIssued(
      List<X509Certificate> chain, X509Certificate issuer, Instant now) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(issuer, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      issuer.checkValidity(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509")
                  .generateCertPath(chain.subList(0, chain.indexOf(issuer))),
              parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
