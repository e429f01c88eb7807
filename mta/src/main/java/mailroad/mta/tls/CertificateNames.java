package mailroad.mta.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The host names that certificates and policies speak of. Pure. */
final class CertificateNames {
  private static final int DNS_NAME = 2;

  private CertificateNames() {}

  /** Whether a name is meant by a pattern; {@code *} stands for one whole leftmost label (RFC 9525 section 6.3). */
  static boolean covers(String pattern, String name) {
    String wanted = pattern.toLowerCase(Locale.ROOT);
    String given = name.toLowerCase(Locale.ROOT);
    int dot = given.indexOf('.');
    return wanted.equals(given)
        || wanted.startsWith("*.") && dot > 0 && wanted.substring(1).equals(given.substring(dot));
  }

  /** Whether a certificate bears one of the names. */
  static boolean isFor(X509Certificate certificate, List<String> names) {
    return names(certificate).stream()
        .anyMatch(pattern -> names.stream().anyMatch(name -> covers(pattern, name)));
  }

  /** RFC 7672 section 3.2.3: the subject's common name counts where there is no DNS name. */
  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      List<String> dns =
          (all == null ? List.<List<?>>of() : all)
              .stream()
                  .filter(entry -> Integer.valueOf(DNS_NAME).equals(entry.get(0)))
                  .map(entry -> String.valueOf(entry.get(1)))
                  .toList();
      return dns.isEmpty() ? commonNames(certificate) : dns;
    } catch (CertificateParsingException e) {
      return List.of(); // names that nobody can read are none
    }
  }

  private static List<String> commonNames(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .map(String::valueOf)
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }
}
