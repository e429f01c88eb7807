package mailroad.mailbox;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;

/**
 * An address that stands for others.
 *
 * @param local its local part; empty for the catch-all, which stands for all addresses of the domain that are
 *     not there
 * @param domain a local domain
 * @param targets whom it stands for, at least one
 */
public record Alias(Optional<String> local, Domain domain, List<EmailAddress> targets) {
  /** The record's lists do not change. */
  public Alias {
    targets = List.copyOf(targets);
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("an alias stands for at least one address");
    }
  }

  /** An alias for one address. */
  public static Alias of(EmailAddress address, List<EmailAddress> targets) {
    return new Alias(Optional.of(address.localPart()), address.domain(), targets);
  }

  /** The catch-all of a domain. */
  public static Alias catchAll(Domain domain, List<EmailAddress> targets) {
    return new Alias(Optional.empty(), domain, targets);
  }

  /** The alias as people write it: {@code sales@b.example} or {@code @b.example}. */
  public String name() {
    return local.map(part -> new EmailAddress(part, domain).toString()).orElse("@" + domain);
  }
}
