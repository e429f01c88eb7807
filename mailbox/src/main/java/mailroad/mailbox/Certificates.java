package mailroad.mailbox;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;

/** Whose a client's certificate is. */
final class Certificates {
  private static final Integer RFC822_NAME = 1;

  private Certificates() {}

  /** RFC 5280 section 4.2.1.6: the mailboxes among the subject's alternative names. */
  static List<EmailAddress> owners(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> RFC822_NAME.equals(name.get(0)))
              .map(name -> EmailAddress.parse(String.valueOf(name.get(1))))
              .flatMap(Optional::stream)
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
