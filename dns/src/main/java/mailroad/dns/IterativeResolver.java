package mailroad.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mailroad.kernel.World;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Finds answers itself, from the root down (RFC 1034 section 5.3.3): asks the servers of the deepest zone
 * that it knows of, follows their referrals, and believes each server only about the zone that it was asked
 * for. Runs in the tasks that ask.
 *
 * <p>One question may cause only so much work, whatever the zones say: {@link ResolverConfig.Bounds}. What
 * no server would tell, or what could not be believed, is an {@link Answer.Failed} and never a denial.
 */
public final class IterativeResolver implements Resolver {
  private final ResolverConfig config;
  private final Delegation root;
  private final ZoneAsker zones;
  private final Desk desk;

  /** A resolver that nobody listens to. */
  public IterativeResolver(World world, ResolverConfig config, List<RootHint> roots) {
    this(world, config, roots, WalkListener.NONE);
  }

  /**
   * A resolver.
   *
   * @param roots where to begin; at least one
   */
  public IterativeResolver(
      World world, ResolverConfig config, List<RootHint> roots, WalkListener listener) {
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("an iterative resolver needs a root hint");
    }
    this.config = config;
    root = Delegation.root(usable(roots, config));
    zones = new ZoneAsker(world, config);
    desk = new Desk(world, config, listener);
  }

  private static List<RootHint> usable(List<RootHint> roots, ResolverConfig config) {
    List<RootHint> usable =
        roots.stream()
            .filter(hint -> config.ipv6() || !(hint.address() instanceof Inet6Address))
            .toList();
    return usable.isEmpty() ? roots : usable;
  }

  @Override
  public Answer resolve(String name, RecordType type) throws InterruptedException {
    return desk.resolve(name, type, this::search);
  }

  /** What this resolver remembers. */
  public Cache cache() {
    return desk.cache();
  }

  private Finding search(Question question, Work work) throws InterruptedException {
    Delegation start = nearest(question.name());
    if (start.fromCache()) {
      work.walk().note("the servers of %s are known from the cache".formatted(start));
    }
    return descend(start, question, work);
  }

  private Delegation nearest(Name name) {
    return desk.cache().delegationAbove(name).orElse(root);
  }

  private Finding descend(Delegation start, Question question, Work work)
      throws InterruptedException {
    Delegation zone = start;
    for (int i = 0; i <= config.bounds().referralsMax(); i++) {
      switch (zones.ask(zone, question, this::addresses, work)) {
        case Reading.Final(var finding) -> {
          return finding;
        }
        case Reading.Useless(var why, _) -> {
          if (!mayHaveMoved(zone, work)) {
            return Finding.failed(question, why);
          }
          work.walk().note("%s: back to the zone above".formatted(why));
          desk.cache().forget(zone);
          zone = nearest(question.name());
        }
        case Reading.Referral referral -> {
          zone = zones.delegation(referral, work.walk());
          desk.cache().keep(zone, referral.ttlSeconds());
          work.markLearned(zone.zone());
        }
      }
    }
    return Finding.failed(
        question, "more than %d referrals".formatted(config.bounds().referralsMax()));
  }

  /** Whether other servers may serve the zone by now than those that were remembered. */
  private static boolean mayHaveMoved(Delegation zone, Work work) {
    return zone.fromCache() && !work.hasLearned(zone.zone()) && work.exhausted().isEmpty();
  }

  /**
   * The addresses of a name server; none if they cannot be found within the bounds. What was searched for
   * in vain is not searched for again: zones that name each other's servers would make that grow without end.
   */
  private List<InetAddress> addresses(Name host, Work work) throws InterruptedException {
    if (work.isBarren(host)) {
      return List.of();
    }
    if (work.depth() >= config.bounds().depthMax()) {
      work.walk()
          .note(
              "the address of %s is not searched for: too deep already"
                  .formatted(Records.show(host)));
      return List.of();
    }
    Finding ipv4 = address(new Question(host, Type.A), work);
    boolean another = ipv4.what() instanceof Finding.NoData && zones.usesIpv6();
    List<InetAddress> found =
        addresses(another ? address(new Question(host, Type.AAAA), work) : ipv4);
    if (found.isEmpty()) {
      work.markBarren(host);
    }
    return found;
  }

  private Finding address(Question question, Work work) throws InterruptedException {
    Work below = work.below();
    Finding finding = desk.find(question, this::search, below);
    List<InetAddress> addresses = addresses(finding);
    String outcome =
        addresses.isEmpty()
            ? Desk.outcome(finding.what())
            : addresses.stream().map(SocketText::show).collect(Collectors.joining(", "));
    below.walk().conclude("needed for that, %s: %s".formatted(question, outcome));
    return finding;
  }

  private static List<InetAddress> addresses(Finding finding) {
    return finding.what() instanceof Finding.Found(var records)
        ? records.stream().map(Records::address).flatMap(Optional::stream).toList()
        : List.of();
  }
}
