package mailroad.mta.routing;

import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Domain;

/**
 * Which domains a line of configuration speaks of: {@code example.org} that domain alone, {@code .example.org}
 * all below it, {@code mail*.example.org} those that look so, {@code *} all there are.
 */
public sealed interface DomainPattern {
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

  /** All domains whose names, as DNS has them, look so. */
  record Like(Glob glob) implements DomainPattern {
    @Override
    public boolean matches(Domain domain) {
      return glob.matches(domain.name());
    }
  }

  /** Reads a pattern; empty if the text is none. */
  static Optional<DomainPattern> parse(String text) {
    if (text.equals("*")) {
      return Optional.of(new Any());
    }
    if (Glob.isGlob(text)) {
      return isGlobOfNames(text)
          ? Glob.parse(text.toLowerCase(Locale.ROOT)).map(Like::new)
          : Optional.empty();
    }
    return text.startsWith(".")
        ? Domain.parse(text.substring(1)).map(Below::new)
        : Domain.parse(text).map(Exactly::new);
  }

  private static boolean isGlobOfNames(String text) {
    return text.chars()
        .allMatch(c ->
            c == '*'
                || c == '.'
                || c == '-'
                || c == '_'
                || c < 128 && Character.isLetterOrDigit(c));
  }
}
