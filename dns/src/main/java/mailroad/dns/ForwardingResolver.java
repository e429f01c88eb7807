package mailroad.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailroad.kernel.World;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * Has other resolvers do the work: asks the configured servers in their order, those that failed of late
 * last, and believes the first that answers. Runs in the tasks that ask.
 */
public final class ForwardingResolver extends CachingResolver {
  private final World world;
  private final List<Target> servers;
  private final AddressRanges trusted;

  /** A resolver that nobody listens to. */
  public ForwardingResolver(World world, ResolverConfig config, List<InetSocketAddress> servers) {
    this(world, config, servers, WalkListener.NONE);
  }

  /**
   * A resolver.
   *
   * @param servers recursive resolvers, best first; at least one
   */
  public ForwardingResolver(
      World world, ResolverConfig config, List<InetSocketAddress> servers, WalkListener listener) {
    super(world, config, listener);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a forwarding resolver needs a server to forward to");
    }
    this.world = world;
    this.servers = servers.stream().map(Target::new).toList();
    trusted = new AddressRanges(config.dnssec().adTrusted());
  }

  @Override
  Finding search(Question question, Work work) throws InterruptedException {
    Set<String> faults = new LinkedHashSet<>();
    boolean bogus = false;
    List<Target> due = asking().memory().byOrder(servers);
    for (int round = 0; round < config().bounds().roundsMax() && !due.isEmpty(); round++) {
      List<Target> silent = new ArrayList<>();
      for (Target server : due) {
        if (work.exhausted().isPresent()) {
          break;
        }
        switch (asking().asker().ask(server, question, manner(server), round, work)) {
          case Asker.Answered(var message) -> {
            switch (read(question, message)) {
              case Usable(var finding) -> {
                return judged(finding, server, message, work);
              }
              case Useless(var why, var wrong) -> {
                faults.add(server + ": " + why);
                bogus |= wrong;
              }
            }
          }
          case Asker.Unanswered(var reason) -> {
            faults.add(server + ": " + reason);
            silent.add(server);
          }
        }
      }
      due = silent;
    }
    work.exhausted().ifPresent(faults::add);
    // What a server found to be bogus is no reason to use what was known before.
    Finding.What failed = new Finding.Failed("no server helped: " + listed(faults), bogus);
    return new Finding(List.of(), question.name(), failed);
  }

  private boolean isTrusted(Target server) {
    return config().dnssec().isOn() && trusted.contains(server.address().getAddress());
  }

  private Query.Manner manner(Target server) {
    return isTrusted(server) ? Query.Manner.JUDGED_RECURSION : Query.Manner.RECURSION;
  }

  /** RFC 6840 section 5.8: the AD bit says what the server makes of the answer, if the way to it is ours. */
  private Finding judged(Finding finding, Target server, Message message, Work work) {
    if (!isTrusted(server) || !Messages.flag(message, Flags.AD) || finding.isFailed()) {
      return finding;
    }
    work.walk()
        .judged(
            finding.end(),
            Security.SECURE,
            "%s says that %s is secure".formatted(server, Records.show(finding.end())));
    return finding.provenUntil(world.now().plusSeconds(ttlSeconds(message)));
  }

  private static long ttlSeconds(Message message) {
    return Stream.of(Section.ANSWER, Section.AUTHORITY)
        .flatMap(section -> Messages.section(message, section).stream())
        .mapToLong(Record::getTTL)
        .min()
        .orElse(0);
  }

  private static String listed(Set<String> faults) {
    return faults.stream().collect(Collectors.joining("; "));
  }

  private sealed interface Reading {}

  private record Usable(Finding finding) implements Reading {}

  private record Useless(String why, boolean bogus) implements Reading {}

  private Reading read(Question question, Message message) {
    int rcode = message.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return new Useless(
          Rcode.string(rcode) + Messages.extendedError(message), Messages.isBogus(message));
    }
    Chain chain =
        Chain.follow(
            question,
            Messages.section(message, Section.ANSWER),
            Name.root,
            config().bounds().aliasesMax());
    if (chain.broken().isPresent()) {
      return usable(chain, new Finding.Failed(chain.broken().get()));
    }
    if (!chain.records().isEmpty()) {
      return usable(chain, new Finding.Found(chain.records()));
    }
    Optional<SOARecord> soa =
        Messages.soa(message).filter(it -> chain.end().subdomain(it.getName()));
    if (rcode == Rcode.NXDOMAIN) {
      return usable(chain, new Finding.NoDomain(soa));
    }
    if (soa.isPresent()) {
      return usable(chain, new Finding.NoData(soa));
    }
    if (!chain.aliases().isEmpty()) {
      return usable(chain, new Finding.Onward());
    }
    // Only who recurses, or has authority, can say that there is nothing. Others may just not know.
    return Messages.flag(message, Flags.RA) || Messages.flag(message, Flags.AA)
        ? usable(chain, new Finding.NoData(Optional.empty()))
        : new Useless("does not recurse", false);
  }

  private static Reading usable(Chain chain, Finding.What what) {
    return new Usable(new Finding(chain.aliases(), chain.end(), what));
  }
}
