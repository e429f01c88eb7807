package mailroad.mta.tls;

import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.routing.Manner;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.TlsWish;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;

/** Finds the TLS policy of each host. Any number of tasks may use it; it blocks them. */
public final class TlsPolicies {
  private final TlsPolicyConfig config;
  private final DaneLookup dane;
  private final StsPolicies sts;

  /**
   * Policies, as they are known in a store.
   *
   * @param authorities who vouches for the servers of MTA-STS policies
   * @param privateAllowed whether such servers may be at private addresses, as in a test network
   */
  public TlsPolicies(
      World world,
      Store store,
      TlsPolicyConfig config,
      Resolver resolver,
      ClientTrust authorities,
      boolean privateAllowed) {
    this.config = config;
    this.dane = new DaneLookup(resolver);
    this.sts =
        new StsPolicies(
            world,
            store,
            config,
            new StsSource(world, config, resolver, authorities, privateAllowed));
  }

  /** How to use a host for a message. */
  public HostPolicy of(Target target, TlsWish wish) throws StoreException, InterruptedException {
    return meet(target, wish).policy();
  }

  /** How a host is to be used, and who is told how that went. */
  public record Meeting(HostPolicy policy, Optional<ReportSubject> subject) {}

  /** The same, with what is told of the session. */
  public Meeting meet(Target target, TlsWish wish) throws StoreException, InterruptedException {
    Manner manner = target.manner();
    TlsDecision.Asked asked = new TlsDecision.Asked(manner.tls(), wish, !manner.login().isEmpty());
    DaneFinding dane = daneOf(target);
    StsFinding sts = stsOf(target);
    return new Meeting(
        new TlsDecision(asked, target.host(), dane, sts).decide(),
        ReportSubject.of(asked, target, dane, sts));
  }

  private DaneFinding daneOf(Target target) throws InterruptedException {
    Optional<Why> off = off(target, config.dane(), "mta.tls.dane");
    return off.isPresent()
        ? new DaneFinding.Nothing(target.exchangerOf().isEmpty(), off.get())
        : dane.find(target);
  }

  private StsFinding stsOf(Target target) throws StoreException, InterruptedException {
    Optional<Why> off = off(target, config.mtaSts(), "mta.tls.mta-sts");
    if (off.isPresent()) {
      return new StsFinding.Nothing(off.get());
    }
    // RFC 8461 section 3.4: the policy is that of the domain whose MX records are followed.
    return target.exchangerOf().isPresent()
        ? sts.find(target.exchangerOf().get())
        : new StsFinding.Nothing(new Why("no MX records are followed, so MTA-STS has no say"));
  }

  private Optional<Why> off(Target target, boolean on, String key) {
    if (target.manner().tls() == TlsDemand.NONE) {
      return Optional.of(new Why("not asked for: the route goes in the clear"));
    }
    if (!on) {
      return Optional.of(new Why("switched off", key));
    }
    return target
        .exchangerOf()
        .flatMap(config::exemption)
        .map(entry ->
            new Why("the domain's own policies are ignored", "mta.tls.exempt-domains: " + entry));
  }

  /** Removes policies from the store that no longer hold; how many. */
  public int sweep() throws StoreException {
    return sts.sweep();
  }
}
