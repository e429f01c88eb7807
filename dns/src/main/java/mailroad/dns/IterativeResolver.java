package mailroad.dns;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
public final class IterativeResolver extends CachingResolver {
  private static final Logger LOG = LoggerFactory.getLogger(IterativeResolver.class);

  private final World world;
  private final Delegation root;
  private final ZoneAsker zones;
  private final DnssecConfig dnssec;
  private final NegativeProofs proofs;
  private final AnchorKeeper anchors;
  private final AnchorLook look;
  private final TrustChain chain;
  private final Optional<Validator> validator;

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
    super(world, config, listener);
    this.world = world;
    if (roots.isEmpty()) {
      throw new IllegalArgumentException("an iterative resolver needs a root hint");
    }
    root = Delegation.root(usable(roots, config));
    dnssec = config.dnssec();
    proofs = new NegativeProofs(world, config);
    TrustAnchors configured = anchors(roots, config.dnssec());
    anchors = new AnchorKeeper(world, dnssec.anchorUpdates(), configured);
    chain = new TrustChain(world, config, anchors::trusted, this::tell);
    look = new AnchorLook(dnssec, this::tell, chain.signatures());
    validator =
        configured.isEmpty() ? Optional.empty() : Optional.of(new Validator(dnssec, chain, proofs));
    zones =
        new ZoneAsker(
            world,
            config,
            asking(),
            configured.isEmpty() ? Query.Manner.AUTHORITY : Query.Manner.PROVEN_AUTHORITY);
  }

  /** Those configured; those of the Internet where the root is that of the Internet; else none. */
  private static TrustAnchors anchors(List<RootHint> roots, DnssecConfig config) {
    boolean known = config.trustAnchors().isEmpty() && roots.equals(RootHint.INTERNET);
    return config.isOn() && known
        ? TrustAnchors.INTERNET
        : TrustAnchors.of(config.isOn() ? config.trustAnchors() : List.of());
  }

  private static List<RootHint> usable(List<RootHint> roots, ResolverConfig config) {
    List<RootHint> usable =
        roots.stream()
            .filter(hint -> config.ipv6() || !(hint.address() instanceof Inet6Address))
            .toList();
    return usable.isEmpty() ? roots : usable;
  }

  @Override
  public List<DnssecLapse> lapses() {
    return validator.map(Validator::lapses).orElse(List.of());
  }

  @Override
  public List<TrustPoint> trustPoints() {
    return anchors.points();
  }

  /**
   * Goes on from what is known of the trust anchors, and keeps there what is found out; to be called before the first
   * question.
   *
   * @throws IOException if the machine failed
   */
  public void remember(AnchorShelf shelf) throws IOException {
    anchors.remember(shelf);
  }

  /** Looks at the keys of the trust anchors whenever it is time (RFC 5011), until the task is cancelled. */
  public void keepAnchors() throws InterruptedException {
    if (validator.isPresent()) {
      anchors.keep(this::lookAt, this::trustAnew);
    }
  }

  /** Looks at those keys now for which it is time. */
  void lookAtAnchors() throws InterruptedException {
    anchors.lookAtAll(this::lookAt, this::trustAnew);
  }

  private Sighting lookAt(TrustPoint point) throws InterruptedException {
    return look.at(point, new Work(world, config(), new Walk(world, WalkListener.NONE)));
  }

  /** What was proven by a key that is trusted no longer must be proven by another. */
  private void trustAnew() {
    chain.memory().flush();
    desk().cache().flush();
    proofs.flush();
  }

  @Override
  Finding search(Question question, Work work) throws InterruptedException {
    if (validator.isEmpty()) {
      return tell(question, work).finding();
    }
    Optional<Finding> denied = proofs.denied(question, work);
    return denied.isPresent() ? denied.get() : judged(validator.get(), question, work);
  }

  /**
   * What the zone's servers say, judged. Where one says what cannot be proven, the others may know better
   * (RFC 4035 section 4.7 asks only that such answers be few).
   */
  private Finding judged(Validator judge, Question question, Work work)
      throws InterruptedException {
    Work own = work.aside();
    Reading.Final first = tell(question, own);
    Reading.Final told = first;
    String why = "";
    for (int i = 1; !told.finding().isFailed(); i++) {
      switch (judge.judge(question, told, own)) {
        case Validator.Believed(var finding) -> {
          return finding;
        }
        case Validator.Refuted(var reason) -> why = reason;
      }
      own.walk().judged(question.name(), Security.BOGUS, why);
      if (i >= dnssec.serversMax()) {
        break;
      }
      own.distrustTeller();
      told = tell(question, own);
    }
    return why.isEmpty() ? first.finding() : refuted(question, first.finding(), why);
  }

  private Finding refuted(Question question, Finding finding, String why) {
    LOG.warn(
        "dnssec bogus question=\"{}\" mode={} why=\"{}\"",
        Text.visible(question.toString()),
        dnssec.mode(),
        Text.visible(why));
    return dnssec.mode() == DnssecConfig.Mode.ENFORCE
        ? new Finding(List.of(), question.name(), new Finding.Failed(Finding.BOGUS + why, true))
        : finding;
  }

  /** What the zone's servers say, whatever it is worth. */
  private Reading.Final tell(Question question, Work work) throws InterruptedException {
    Delegation start = nearest(question);
    if (start.fromCache()) {
      work.walk().note("the servers of %s are known from the cache".formatted(start));
    }
    return new Descent(this, zones, question, work).from(start);
  }

  /** The deepest zone known that can speak of the question; of a DS record that is the upper one. */
  Delegation nearest(Question question) {
    Name name = question.name();
    boolean upper = question.type() == Type.DS && !name.equals(Name.root);
    return desk().cache().delegationAbove(upper ? new Name(name, 1) : name).orElse(root);
  }

  /**
   * The addresses of a name server; none if they cannot be found within the bounds. What was searched for
   * in vain is not searched for again: zones that name each other's servers would make that grow without end.
   */
  List<InetAddress> addresses(Name host, Work work) throws InterruptedException {
    if (work.isBarren(host)) {
      return List.of();
    }
    if (work.depth() >= config().bounds().depthMax()) {
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
    Finding finding = desk().find(question, this::search, below);
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
