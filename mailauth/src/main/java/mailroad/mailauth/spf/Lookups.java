package mailroad.mailauth.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mailroad.dns.Answer;
import mailroad.dns.Names;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import org.jspecify.annotations.Nullable;

/** What one check asks DNS, and how much of it is left to ask (RFC 7208 section 4.6.4). Used by one task. */
final class Lookups {
  private final World world;
  private final Resolver resolver;
  private final SpfConfig config;
  private final InetAddress client;
  private final Instant deadline;
  private int terms;
  private int voids;
  private @Nullable List<String> clientNames;
  private final Map<String, Boolean> confirmed = new HashMap<>();

  Lookups(World world, Resolver resolver, SpfConfig config, InetAddress client) {
    this.world = world;
    this.resolver = resolver;
    this.config = config;
    this.client = client;
    this.deadline = world.now().plus(config.timeout());
  }

  /** The type of the addresses that may be the client's. */
  RecordType addressType() {
    return client instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
  }

  /** Counts a term that asks; whether it may. */
  boolean mayAsk() {
    return ++terms <= config.termsMax();
  }

  /** Counts a question of a term that found nothing; whether there may be so many. */
  boolean mayFindNothing() {
    return ++voids <= config.voidsMax();
  }

  /** Asks about a name as SPF makes it; one that DNS cannot hold does not exist. */
  Answer ask(String name, RecordType type) throws InterruptedException {
    Optional<String> askable = HostName.askable(name);
    return askable.isPresent()
        ? known(askable.get(), type)
        : new Answer.NoDomain(List.of(), Optional.empty(), false, new Why("no name of DNS"));
  }

  /** Asks about a name as DNS gave it. */
  Answer known(String name, RecordType type) throws InterruptedException {
    if (!world.now().isBefore(deadline)) {
      String reason = "the check takes longer than " + config.timeout();
      return new Answer.Failed(reason, new Why(reason));
    }
    return resolver.resolve(name, type);
  }

  /** The first record with an address that fits; each is one of the client's family. */
  static Optional<Rr> address(Answer.Found found, Predicate<InetAddress> fits) {
    return found.records().stream()
        .filter(rr -> rr.data() instanceof Rr.Address(var address) && fits.test(address))
        .findFirst();
  }

  /**
   * The client's names that lead back to it and fit, in their order (RFC 7208 section 5.5). Those beyond the limit are
   * left out, and so are those that cannot be looked up.
   */
  List<String> names(Predicate<String> fits, int most) throws InterruptedException {
    List<String> names = new ArrayList<>();
    for (String name : clientNames()) {
      if (names.size() < most && fits.test(name) && leadsBack(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private List<String> clientNames() throws InterruptedException {
    List<String> before = clientNames;
    if (before != null) {
      return before;
    }
    List<String> names =
        known(Names.reverse(client), RecordType.PTR) instanceof Answer.Found found
            ? found.records().stream()
                .flatMap(rr ->
                    rr.data() instanceof Rr.Pointer(_, var target)
                        ? Stream.of(target)
                        : Stream.empty())
                .limit(config.namesMax())
                .toList()
            : List.of();
    clientNames = names;
    return names;
  }

  private boolean leadsBack(String name) throws InterruptedException {
    Boolean before = confirmed.get(name);
    if (before != null) {
      return before;
    }
    boolean leads =
        known(name, addressType()) instanceof Answer.Found found
            && address(found, client::equals).isPresent();
    confirmed.put(name, leads);
    return leads;
  }
}
