package mailroad.mta.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.TlsWish;

/**
 * To whom a session with a host is told, and by which of its policies (RFC 8460 section 4). Pure.
 *
 * @param domain which is told, if it wants to be
 * @param policy the one that counts, as {@link TlsDecision} has it
 * @param flaw what is wrong with it whatever becomes of the session: then the session has failed
 * @param asides what is wrong with policies that therefore do not count
 */
public record ReportSubject(
    Domain domain, PolicyFacts policy, Optional<Flaw> flaw, List<Aside> asides) {
  /** The record's list does not change. */
  public ReportSubject {
    asides = List.copyOf(asides);
  }

  /** A policy that should have counted, and what is wrong with it. */
  public record Aside(PolicyFacts policy, Flaw flaw) {}

  /** Empty for sessions of which nobody is told. */
  static Optional<ReportSubject> of(
      TlsDecision.Asked asked, Target target, DaneFinding dane, StsFinding sts) {
    // RFC 8460 section 3: a report that gets through in spite of a failure is no session to tell
    // of, and TLS-Required: No says that it is one. Nor is one that goes in the clear by our will.
    if (asked.demand() == TlsDemand.NONE || asked.wish() == TlsWish.NOT_REQUIRED) {
      return Optional.empty();
    }
    // RFC 8460 section 1.1: with a smarthost it is the smarthost's name.
    return target
        .exchangerOf()
        .or(() -> Domain.parse(target.host()).filter(host -> !host.isLiteral()))
        .map(domain -> new Draft(domain, target.host()).subject(dane, sts));
  }

  /** What is known of one session. */
  private record Draft(Domain domain, String host, List<Aside> asides) {
    Draft(Domain domain, String host) {
      this(domain, host, new ArrayList<>());
    }

    ReportSubject subject(DaneFinding dane, StsFinding sts) {
      // RFC 8460 section 4.3.2.2: told even while an older policy still counts.
      sts.flaw()
          .ifPresent(flaw ->
              asides.add(new Aside(PolicyFacts.bare(PolicyFacts.Kind.STS, domain.name()), flaw)));
      return switch (dane) {
        case DaneFinding.Records(var base, var records, _, _) ->
            by(PolicyFacts.tlsa(base, records), Optional.empty());
        case DaneFinding.Unknown(_, var flaw, _) ->
            by(PolicyFacts.bare(PolicyFacts.Kind.TLSA, host), flaw);
        case DaneFinding.Unusable(var base, var records, _) -> {
          PolicyFacts facts = PolicyFacts.tlsa(base, records);
          Flaw flaw = new Flaw(ResultType.TLSA_INVALID, "none of the TLSA records can be used");
          if (isEnforced(sts)) {
            asides.add(new Aside(facts, flaw));
            yield bySts(sts);
          }
          yield by(facts, Optional.of(flaw));
        }
        case DaneFinding.Nothing _ -> bySts(sts);
      };
    }

    private static boolean isEnforced(StsFinding sts) {
      return sts instanceof StsFinding.Found(_, var policy, _, _)
          && policy.mode() == StsPolicy.Mode.ENFORCE;
    }

    private ReportSubject bySts(StsFinding sts) {
      return switch (sts) {
        case StsFinding.Found(var owner, var policy, _, _) ->
            by(
                PolicyFacts.sts(owner, policy),
                policy.covers(host)
                    ? Optional.empty()
                    : Optional.of(
                        new Flaw(
                            ResultType.VALIDATION_FAILURE, "the policy does not name this host")));
        case StsFinding.Nothing _ -> by(PolicyFacts.none(domain), Optional.empty());
      };
    }

    private ReportSubject by(PolicyFacts policy, Optional<Flaw> flaw) {
      return new ReportSubject(domain, policy, flaw, asides);
    }
  }
}
