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
import mailroad.wire.ClientTrust.Fault;
import mailroad.wire.TlsFault;

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

  /**
   * The records that count: of those that are alike but for their digest, only those with the strongest (RFC 7671
   * section 9), so that who breaks the weaker one has won nothing. A record without a digest always counts.
   */
  static List<Rr.Tlsa> strongest(List<Rr.Tlsa> usable) {
    return usable.stream()
        .filter(one -> one.matching() == 0 || usable.stream().noneMatch(rival -> beats(rival, one)))
        .toList();
  }

  /** SHA-512 goes before SHA-256; {@link #isUsable} lets no other digest in. */
  private static boolean beats(Rr.Tlsa winner, Rr.Tlsa loser) {
    return winner.usage() == loser.usage()
        && winner.selector() == loser.selector()
        && winner.matching() > loser.matching();
  }

  /** What is wrong with the certificates; empty if a record fits. */
  static Optional<Fault> fault(Protection.Dane wanted, List<X509Certificate> chain, Instant now) {
    Optional<Fault> nearest = Optional.empty();
    for (Rr.Tlsa record : wanted.records()) {
      if (record.usage() == HOST && matches(record, chain.getFirst())) {
        return Optional.empty();
      }
      if (record.usage() == ANCHOR) {
        List<X509Certificate> issuers = chain.subList(1, chain.size());
        for (X509Certificate issuer : issuers) {
          if (matches(record, issuer)) {
            nearest = anchored(wanted, chain, issuer, now);
            if (nearest.isEmpty()) {
              return nearest;
            }
          }
        }
      }
    }
    return nearest.or(() ->
        Optional.of(
            new Fault(
                TlsFault.MISMATCH,
                "the certificate matches none of %d TLSA records"
                    .formatted(wanted.records().size()))));
  }

  /** What is wrong though an authority of the records is there; empty if it has issued the certificate for the host. */
  private static Optional<Fault> anchored(
      Protection.Dane wanted, List<X509Certificate> chain, X509Certificate issuer, Instant now) {
    Optional<TlsFault> flaw = flaw(chain, issuer, now);
    if (flaw.isEmpty() && !CertificateNames.isFor(chain.getFirst(), wanted.names())) {
      flaw = Optional.of(TlsFault.NAME);
    }
    return flaw.map(kind ->
        new Fault(
            kind,
            "an authority of the TLSA records is there, and has not issued this certificate for "
                + String.join(" or ", wanted.names())));
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

  /** Why the issuer, by way of those between, has not signed the first certificate; empty if it has (RFC 5280 section 6). */
  private static Optional<TlsFault> flaw(
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
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.of(
          TlsFault.of(e) == TlsFault.EXPIRED ? TlsFault.EXPIRED : TlsFault.UNTRUSTED);
    }
  }
}
