package mailroad.mailauth.dmarc;

import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;

/**
 * The domains that a message says it is from.
 *
 * @param domains each once, in their order
 * @param fields how many From fields there are
 * @param more whether there are more domains than are looked at
 */
record FromDomains(List<Domain> domains, int fields, boolean more) {
  /** The record's list does not change. */
  FromDomains {
    domains = List.copyOf(domains);
  }

  /** RFC 7489 section 6.6.1: all of them, whatever the number of fields and addresses. */
  static FromDomains of(Header header, int most) {
    List<Field> fields = header.all("From");
    List<Domain> domains = new ArrayList<>();
    for (Field field : fields) {
      for (Address address : Addresses.parse(field.value(), MimeLimits.DEFAULT)) {
        if (address instanceof Address.Mailbox mailbox) {
          Domain.parse(mailbox.domain())
              .filter(domain -> !domain.isLiteral() && !domains.contains(domain))
              .ifPresent(domains::add);
        }
      }
    }
    boolean more = domains.size() > most || header.cut();
    return new FromDomains(domains.subList(0, Math.min(most, domains.size())), fields.size(), more);
  }
}
