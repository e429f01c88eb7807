package mailroad.mailauth.dmarc;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.suffix.SuffixList;

/** By the list of public suffixes: the domain itself is asked, and the registered one (RFC 7489 section 6.6.3). */
record BySuffix(Records records, SuffixList suffixes) implements Organisations {
  @Override
  public Optional<Domain> of(Domain domain) {
    return Optional.of(suffixes.organisation(domain));
  }

  @Override
  public Discovery discover(Domain domain) throws InterruptedException {
    Optional<Domain> organisation = of(domain);
    Records.At own = records.at(domain);
    if (!(own instanceof Records.Nothing) || organisation.get().equals(domain)) {
      return discovery(own, domain, organisation, List.of());
    }
    Records.At above = records.at(organisation.get());
    return discovery(above, organisation.get(), organisation, List.of(own.why()));
  }

  private static Discovery discovery(
      Records.At found, Domain at, Optional<Domain> organisation, List<Why> before) {
    Why why =
        before.isEmpty()
            ? found.why()
            : new Why(found.why().finding(), found.why().source(), before);
    return switch (found) {
      case Records.One(var record, _) -> new Discovery.Found(at, organisation, record, why);
      case Records.Nothing _ -> new Discovery.None(organisation, why);
      case Records.Useless _ -> new Discovery.Broken(organisation, why);
      case Records.Unknown _ -> new Discovery.Unknown(why);
    };
  }
}
