package mailroad.mta.routing;

import java.util.Optional;
import mailroad.kernel.Domain;

/**
 * Which domains a line of configuration speaks of: {@code example.org} that domain alone, {@code .example.org}
 * all below it, {@code *} all there are.
 */
sealed interface DomainPattern {
  /** Whether the line speaks of this domain. */
  boolean matches(Domain domain);

  /** All domains. */
  record Any() implements DomainPattern {
    @Override
    public boolean matches(Domain domain) {
      return true;
    }
  }

  /** One domain. */
  record Exactly(Domain name) implements DomainPattern {
    @Override
    public boolean matches(Domain domain) {
      return domain.equals(name);
    }
  }

  /** All domains below one. */
  record Below(Domain name) implements DomainPattern {
    @Override
    public boolean matches(Domain domain) {
      return domain.isWithin(name) && !domain.equals(name);
    }
  }

  /** Reads a pattern; empty if the text is none. */
  static Optional<DomainPattern> parse(String text) {
    if (text.equals("*")) {
      return Optional.of(new Any());
    }
    return text.startsWith(".")
        ? Domain.parse(text.substring(1)).map(Below::new)
        : Domain.parse(text).map(Exactly::new);
  }
}
