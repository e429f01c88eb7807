package mailroad.mta.tls;

import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.NextHop;
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

  /** What holds for all hosts of one next hop in one attempt. */
  public final class OfHop {
    private final Hop hop;
    private final TlsWish wish;
    private final StsFinding policy;

    private OfHop(Hop hop, TlsWish wish, StsFinding policy) {
      this.hop = hop;
      this.wish = wish;
      this.policy = policy;
    }

    /** How to use a host. */
    public HostPolicy of(Target target) throws InterruptedException {
      TlsDecision.Asked asked =
          new TlsDecision.Asked(hop.tls(), wish, !hop.login().isEmpty());
      return new TlsDecision(asked, target.host(), daneOf(hop, target), policy).decide();
    }
  }

  /** Begins an attempt. */
  public OfHop of(Hop hop, TlsWish wish) throws StoreException, InterruptedException {
    return new OfHop(hop, wish, stsOf(hop));
  }

  private DaneFinding daneOf(Hop hop, Target target) throws InterruptedException {
    Optional<Why> off = off(hop, config.dane(), "mta.tls.dane");
    return off.isPresent()
        ? new DaneFinding.Nothing(!(hop.next() instanceof NextHop.Exchangers), off.get())
        : dane.find(hop.next(), target);
  }

  private StsFinding stsOf(Hop hop) throws StoreException, InterruptedException {
    Optional<Why> off = off(hop, config.mtaSts(), "mta.tls.mta-sts");
    if (off.isPresent()) {
      return new StsFinding.Nothing(off.get());
    }
    // RFC 8461 section 3.4: the policy is that of the domain whose MX records are followed.
    return hop.next() instanceof NextHop.Exchangers(Domain domain, _) && !domain.isLiteral()
        ? sts.find(domain)
        : new StsFinding.Nothing(new Why("no MX records are followed, so MTA-STS has no say"));
  }

  private Optional<Why> off(Hop hop, boolean on, String key) {
    if (hop.tls() == TlsDemand.NONE) {
      return Optional.of(new Why("not asked for: the route goes in the clear"));
    }
    if (!on) {
      return Optional.of(new Why("switched off", key));
    }
    return hop.next() instanceof NextHop.Exchangers(var domain, _)
        ? config
            .exemption(domain)
            .map(entry ->
                new Why(
                    "the policies of %s are ignored".formatted(domain),
                    "mta.tls.exempt-domains: " + entry))
        : Optional.empty();
  }

  /** Removes policies from the store that no longer hold; how many. */
  public int sweep() throws StoreException {
    return sts.sweep();
  }
}
