package mailroad.mta.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.mta.tls.HostPolicy.Failure;
import mailroad.smtp.TlsWish;

/**
 * Makes a host's policy of what the route demands, the sender wishes, DNS says and the domain's policy asks for. Pure.
 *
 * <p>In this order: the route's {@code none}; {@code TLS-Required: No}; DANE; MTA-STS in earnest; what the route or
 * the sender require; TLSA records that cannot be used; MTA-STS on trial; what is offered. DANE comes before MTA-STS
 * (RFC 8461 section 2), and where neither says anything the mail goes as well as it can (RFC 7435).
 */
final class TlsDecision {
  private final Asked asked;
  private final String host;
  private final DaneFinding dane;
  private final StsFinding sts;

  /**
   * What we and the sender want.
   *
   * @param login whether a password is to be said
   */
  record Asked(TlsDemand demand, TlsWish wish, boolean login) {}

  TlsDecision(Asked asked, String host, DaneFinding dane, StsFinding sts) {
    this.asked = asked;
    this.host = host;
    this.dane = dane;
    this.sts = sts;
  }

  HostPolicy decide() {
    if (asked.demand() == TlsDemand.NONE) {
      return asked.wish() == TlsWish.REQUIRED
          ? avoid(needed("the route forbids TLS, and the sender requires it"))
          : use(new Protection.Clear(), List.of(), "in the clear: the route says so");
    }
    if (asked.wish() == TlsWish.NOT_REQUIRED && asked.demand() == TlsDemand.OPPORTUNISTIC) {
      // RFC 8689 section 4.3: such mail tells of broken policies, and must not fail by them.
      return asOffered("the message says TLS-Required: No, so policies do not count");
    }
    return byDane().or(this::bySts).or(this::byDemand).orElseGet(this::byRest);
  }

  private Optional<HostPolicy> byDane() {
    return switch (dane) {
      case DaneFinding.Unknown(var reason, _, _) ->
          Optional.of(
              avoid(
                  new Reply(
                      451,
                      "4.7.5",
                      "Whether %s uses DANE cannot be known now: %s".formatted(host, reason))));
      case DaneFinding.Records(var base, var usable, var names, _) ->
          Optional.of(
              use(
                  new Protection.Dane(base, usable, names),
                  List.of(),
                  "DANE demands a certificate that matches the TLSA records of " + base));
      case DaneFinding.Nothing _, DaneFinding.Unusable _ -> Optional.empty();
    };
  }

  private Optional<HostPolicy> bySts() {
    if (!(sts instanceof StsFinding.Found(var domain, var policy, _, _))
        || policy.mode() != StsPolicy.Mode.ENFORCE) {
      return Optional.empty();
    }
    if (!policy.covers(host)) {
      // RFC 8461 section 5: as if the host were not there; the domain may mend its policy, so it is
      // for now.
      String text = "The MTA-STS policy of %s does not name %s".formatted(domain, host);
      return Optional.of(avoid(new Reply(451, "4.7.5", text)));
    }
    return Optional.of(
        use(
            new Protection.Proven(host),
            List.of(),
            "the MTA-STS policy of %s demands a valid certificate".formatted(domain)));
  }

  private Optional<HostPolicy> byDemand() {
    if (asked.wish() == TlsWish.REQUIRED) {
      return Optional.of(
          isNameProven()
              ? use(
                  new Protection.Proven(host),
                  List.of(),
                  "the sender demands TLS with a valid certificate (REQUIRETLS)")
              : avoid(
                  needed(
                      "the sender requires TLS, and nothing proves that %s is the mail host"
                          .formatted(host))));
    }
    return asked.demand() == TlsDemand.REQUIRED
        ? Optional.of(
            use(
                new Protection.Proven(host),
                List.of(),
                "the route demands TLS with a valid certificate"))
        : Optional.empty();
  }

  /** RFC 8689 section 4.2.1: the MX records, by DNSSEC or by MTA-STS. */
  private boolean isNameProven() {
    return dane.nameSecure()
        || sts instanceof StsFinding.Found(_, var policy, _, _)
            && policy.mode() != StsPolicy.Mode.NONE
            && policy.covers(host);
  }

  private HostPolicy byRest() {
    if (dane instanceof DaneFinding.Unusable(var base, _, _)) {
      // RFC 7672 section 2.2: it promises TLS, though nobody can check whose.
      return use(
          new Protection.Encrypted(),
          List.of(),
          "DANE demands TLS, with any certificate: no TLSA record of %s can be used"
              .formatted(base));
    }
    if (sts instanceof StsFinding.Found(var domain, var policy, _, _)
        && policy.mode() == StsPolicy.Mode.TESTING) {
      return policy.covers(host)
          ? use(
              new Protection.Proven(host),
              asked.login()
                  ? List.of(new Protection.Encrypted())
                  : List.of(new Protection.Offered(), new Protection.Clear()),
              "the MTA-STS policy of %s is on trial: a valid certificate is tried first"
                  .formatted(domain))
          : asOffered(
              "the MTA-STS policy of %s, on trial, does not name this host".formatted(domain));
    }
    return asOffered("no policy of the other side demands it");
  }

  private HostPolicy asOffered(String reason) {
    return asked.login()
        ? use(new Protection.Encrypted(), List.of(), "TLS for the password's sake; " + reason)
        : use(
            new Protection.Offered(),
            List.of(new Protection.Clear()),
            "TLS as it is offered: " + reason);
  }

  private HostPolicy use(Protection protection, List<Protection> fallbacks, String finding) {
    Failure failure = asked.wish() == TlsWish.REQUIRED ? Failure.FAIL : Failure.WAIT;
    return new HostPolicy.Use(protection, fallbacks, failure, why(finding));
  }

  private HostPolicy avoid(Reply reply) {
    return new HostPolicy.Avoid(reply, why("passed over: " + reply.text()));
  }

  private static Reply needed(String text) {
    return new Reply(550, "5.7.10", "Encryption needed: " + text);
  }

  private Why why(String finding) {
    List<Why> because = new ArrayList<>();
    because.add(new Why("the route's tls is " + asked.demand().name().toLowerCase(Locale.ROOT)));
    if (asked.wish() != TlsWish.UNSAID) {
      because.add(
          new Why(
              asked.wish() == TlsWish.REQUIRED
                  ? "the sender said REQUIRETLS"
                  : "the message says TLS-Required: No"));
    }
    because.add(dane.why());
    because.add(sts.why());
    return new Why(finding, because);
  }
}
