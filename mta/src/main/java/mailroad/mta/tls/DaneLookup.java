package mailroad.mta.tls;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mta.routing.Route.Target;

/**
 * Asks DNS what it says of a host's certificates (RFC 7672 section 2.2). Nothing counts that DNSSEC does not secure:
 * first the MX records, then the host's address, then the TLSA records. Blocks its caller.
 */
final class DaneLookup {
  private final Resolver resolver;

  DaneLookup(Resolver resolver) {
    this.resolver = resolver;
  }

  /** Looks a host up. */
  DaneFinding find(Target target) throws InterruptedException {
    if (target.exchangerOf().isPresent()) {
      Domain domain = target.exchangerOf().get();
      Optional<DaneFinding> end = beforeTheHost(domain, target);
      return end.isPresent() ? end.get() : atHost(target, List.of(domain.name()));
    }
    // RFC 7672 section 2.2.2: a host that the configuration names needs no MX record.
    return Domain.parse(target.host()).filter(host -> !host.isLiteral()).isPresent()
        ? atHost(target, List.of())
        : new DaneFinding.Nothing(true, new Why("an address has no TLSA records"));
  }

  /** What ends the search at the MX records; empty if they are secure (RFC 7672 section 2.2.1). */
  private Optional<DaneFinding> beforeTheHost(Domain domain, Target target)
      throws InterruptedException {
    return switch (resolver.resolve(domain.name(), RecordType.MX)) {
      case Answer.Found found when found.secure() ->
          found.records().stream()
                  .anyMatch(
                      rr -> rr.data() instanceof Rr.Mx(_, var host) && host.equals(target.host()))
              ? Optional.empty()
              : Optional.of(unknown("the MX records of %s changed meanwhile".formatted(domain)));
      case Answer.NoData none when none.secure() -> Optional.empty();
      case Answer.Found _, Answer.NoData _ ->
          Optional.of(
              new DaneFinding.Nothing(
                  false, new Why("DNSSEC does not secure the MX records of " + domain)));
      case Answer.NoDomain _ -> Optional.of(unknown(domain + " exists no more"));
      case Answer.Failed failed -> Optional.of(unproven("the MX records of " + domain, failed));
    };
  }

  private DaneFinding atHost(Target target, List<String> names) throws InterruptedException {
    String host = target.host();
    RecordType type = target.address() instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
    return switch (resolver.resolve(host, type)) {
      case Answer.Found found when found.secure() -> atNames(target, bases(host, found), names);
      case Answer.Failed failed -> unproven("the addresses of " + host, failed);
      // RFC 7672 section 2.2.2: not even asked for, as servers of such zones may not answer.
      case Answer.Found _, Answer.NoData _, Answer.NoDomain _ ->
          new DaneFinding.Nothing(true, new Why("DNSSEC does not secure the addresses of " + host));
    };
  }

  /** RFC 7672 section 2.2.3: where an alias leads, then the alias itself. */
  private static List<String> bases(String host, Answer.Found found) {
    List<String> out = new ArrayList<>();
    if (!found.aliases().isEmpty()
        && found.aliases().getLast().data() instanceof Rr.Pointer(_, var end)) {
      out.add(end);
    }
    out.add(host);
    return out;
  }

  private DaneFinding atNames(Target target, List<String> bases, List<String> names)
      throws InterruptedException {
    List<Why> tried = new ArrayList<>();
    for (String base : bases) {
      String place = "_%d._tcp.%s".formatted(target.port(), base);
      switch (resolver.resolve(place, RecordType.TLSA)) {
        case Answer.Found found when found.secure() -> {
          Set<String> all = new LinkedHashSet<>(List.of(base, target.host()));
          all.addAll(names);
          return records(place, base, found, List.copyOf(all));
        }
        case Answer.Found _ -> tried.add(new Why("DNSSEC does not secure " + place));
        case Answer.NoData _, Answer.NoDomain _ ->
            tried.add(new Why("there are no TLSA records at " + place));
        case Answer.Failed failed -> {
          // RFC 7672 section 2.1.2: who forges answers or keeps them back must not get rid of DANE
          // so.
          return unproven(place, failed);
        }
      }
    }
    return new DaneFinding.Nothing(
        true, tried.size() == 1 ? tried.getFirst() : new Why("there is no DANE", tried));
  }

  private static DaneFinding records(
      String place, String base, Answer.Found found, List<String> names) {
    List<Rr.Tlsa> all =
        found.records().stream()
            .flatMap(
                rr -> rr.data() instanceof Rr.Tlsa tlsa ? Stream.of(tlsa) : Stream.<Rr.Tlsa>empty())
            .toList();
    List<Rr.Tlsa> usable = all.stream().filter(DaneCheck::isUsable).toList();
    List<Rr.Tlsa> counting = DaneCheck.strongest(usable);
    List<Why> why = new ArrayList<>();
    for (Rr rr : found.records()) {
      if (rr.data() instanceof Rr.Tlsa tlsa) {
        String use =
            counting.contains(tlsa)
                ? "can be compared with"
                : usable.contains(tlsa)
                    ? "does not count beside a stronger digest"
                    : "is of no use for mail";
        why.add(new Why(use, rr.text()));
      }
    }
    return counting.isEmpty()
        ? new DaneFinding.Unusable(
            base, all, new Why("no TLSA record of %s can be used".formatted(place), why))
        : new DaneFinding.Records(
            base,
            counting,
            names,
            new Why("%d TLSA records of %s count".formatted(counting.size(), place), why));
  }

  /** It may be known later, and is nobody's fault. */
  private static DaneFinding unknown(String reason) {
    return new DaneFinding.Unknown(reason, Optional.empty(), new Why(reason));
  }

  /** RFC 8460 section 4.3.2.1: the resolver has no answer that can be believed. */
  private static DaneFinding unproven(String what, Answer.Failed failed) {
    String reason = "%s cannot be looked up: %s".formatted(what, failed.reason());
    return new DaneFinding.Unknown(
        reason, Optional.of(new Flaw(ResultType.DNSSEC_INVALID, reason)), new Why(reason));
  }
}
