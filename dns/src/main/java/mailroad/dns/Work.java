package mailroad.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The work that one question of a caller causes, and its bounds: queries, time, depth. Searches for the
 * addresses of name servers share the bounds of the question that needs them.
 */
final class Work {
  private final World world;
  private final Shared shared;
  private final Walk walk;
  private final int depth;
  private final Set<InetSocketAddress> distrusted = new LinkedHashSet<>();
  private @Nullable InetSocketAddress teller;

  /** What a question and all that it causes have in common. */
  private static final class Shared {
    final Instant deadline;
    final Set<Question> open = new LinkedHashSet<>();
    final Set<Name> barren = new LinkedHashSet<>();
    final Set<Name> learned = new LinkedHashSet<>();
    final Map<Name, Proofs> referrals = new LinkedHashMap<>();
    int queriesLeft;
    int signaturesLeft;
    int hashesLeft;
    int queries;

    Shared(Instant deadline, ResolverConfig config) {
      this.deadline = deadline;
      queriesLeft = config.bounds().queriesMax();
      signaturesLeft = config.dnssec().bounds().signatureChecksMax();
      hashesLeft = config.dnssec().bounds().nsec3HashesMax();
    }
  }

  Work(World world, ResolverConfig config, Walk walk) {
    this(world, new Shared(world.now().plus(config.timeouts().total()), config), walk, 0);
  }

  private Work(World world, Shared shared, Walk walk, int depth) {
    this.world = world;
    this.shared = shared;
    this.walk = walk;
    this.depth = depth;
  }

  Walk walk() {
    return walk;
  }

  int depth() {
    return depth;
  }

  int queries() {
    return shared.queries;
  }

  /** The same work one level deeper, written down below. */
  Work below() {
    return new Work(world, shared, walk.below(), depth + 1);
  }

  /** The same work at the same level, but that nobody is distrusted yet. */
  Work aside() {
    return new Work(world, shared, walk, depth);
  }

  /** Why nothing more may be asked; empty while more may. */
  Optional<String> exhausted() {
    if (shared.queriesLeft <= 0) {
      return Optional.of("this one question has caused %d queries".formatted(shared.queries));
    }
    return timeLeft().isPositive() ? Optional.empty() : Optional.of("the time is over");
  }

  /** Takes leave to send one query; only if not {@link #exhausted}. */
  void spend() {
    shared.queriesLeft--;
    shared.queries++;
  }

  /** The time until the deadline, or the wish if that is shorter. */
  Duration atMost(Duration wish) {
    Duration left = timeLeft();
    return left.compareTo(wish) < 0 ? left : wish;
  }

  /** Begins to look for the answer; false if that is being done already further up: a loop. */
  boolean open(Question question) {
    return shared.open.add(question);
  }

  void close(Question question) {
    shared.open.remove(question);
  }

  /** Whether the address of this host was searched for already on behalf of this question, in vain. */
  boolean isBarren(Name host) {
    return shared.barren.contains(host);
  }

  void markBarren(Name host) {
    shared.barren.add(host);
  }

  /** Whether it was learned only now, on behalf of this question, who serves the zone. */
  boolean hasLearned(Name zone) {
    return shared.learned.contains(zone);
  }

  void markLearned(Name zone) {
    shared.learned.add(zone);
  }

  /** Takes leave to check one signature; false if there have been too many. */
  boolean spendSignature() {
    return shared.signaturesLeft-- > 0;
  }

  /** Takes leave to hash one name; false if there have been too many. */
  boolean spendHash() {
    return shared.hashesLeft-- > 0;
  }

  /** What came with the referral to a zone on behalf of this question, for the chain of trust. */
  Optional<Proofs> referral(Name zone) {
    return Optional.ofNullable(shared.referrals.get(zone));
  }

  void keepReferral(Name zone, Proofs proofs) {
    shared.referrals.put(zone, proofs);
  }

  /** Who said what is being judged. */
  void told(InetSocketAddress server) {
    teller = server;
  }

  /** What was told does not hold: its teller is not asked again at this level. */
  void distrustTeller() {
    if (teller != null) {
      distrusted.add(teller);
    }
  }

  boolean isDistrusted(InetSocketAddress server) {
    return distrusted.contains(server);
  }

  private Duration timeLeft() {
    return Duration.between(world.now(), shared.deadline);
  }
}
