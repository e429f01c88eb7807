package mailroad.mta.routing;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.EmailAddress;

/**
 * Which addresses a line of configuration speaks of: {@code anna@example.org} that one, {@code
 * sales-*@example.org} those that look so, and by domain alone what {@link DomainPattern} reads. Local parts
 * keep their case, domains have none (RFC 5321 section 2.4).
 */
public sealed interface AddressPattern {
  /** Whether the line speaks of this address. */
  boolean matches(EmailAddress address);

  /** One address. */
  record Exactly(EmailAddress address) implements AddressPattern {
    @Override
    public boolean matches(EmailAddress other) {
      return address.equals(other);
    }
  }

  /** All addresses whose text looks so. */
  record Like(Glob glob) implements AddressPattern {
    @Override
    public boolean matches(EmailAddress address) {
      return glob.matches(address.localPart() + "@" + address.domain());
    }
  }

  /** All addresses of domains. */
  record Of(DomainPattern domain) implements AddressPattern {
    @Override
    public boolean matches(EmailAddress address) {
      return domain.matches(address.domain());
    }
  }

  /** Whether every address fits. */
  default boolean isForAll() {
    return this instanceof Of(DomainPattern.Any _);
  }

  /** Reads a pattern, all addresses if the text is empty; empty if the text is none. */
  static Optional<AddressPattern> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(new Of(new DomainPattern.Any()));
    }
    int at = text.lastIndexOf('@');
    if (at < 0) {
      return DomainPattern.parse(text).map(Of::new);
    }
    String domain = text.substring(at + 1);
    if (!Glob.isGlob(text)) {
      return EmailAddress.parse(text).map(Exactly::new);
    }
    return DomainPattern.parse(domain).isEmpty()
            || domain.startsWith(".")
            || at == 0
            || text.indexOf('@') < at
        ? Optional.empty()
        : Glob.parse(text.substring(0, at + 1) + domain.toLowerCase(Locale.ROOT)).map(Like::new);
  }
}
