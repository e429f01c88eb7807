package mailroad.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.kernel.World;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * Has other resolvers do the work: asks the configured servers in their order, those that failed of late
 * last, and believes the first that answers. Runs in the tasks that ask.
 */
public final class ForwardingResolver implements Resolver {
  private final ResolverConfig config;
  private final List<Target> servers;
  private final ServerMemory memory;
  private final Asker asker;
  private final Desk desk;

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
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a forwarding resolver needs a server to forward to");
    }
    this.config = config;
    this.servers = servers.stream().map(Target::new).toList();
    memory = new ServerMemory(world, config.bounds().serversRememberedMax());
    asker = new Asker(world, config, memory);
    desk = new Desk(world, config, listener);
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
    Set<String> faults = new LinkedHashSet<>();
    List<Target> due = memory.byOrder(servers);
    for (int round = 0; round < config.bounds().roundsMax() && !due.isEmpty(); round++) {
      List<Target> silent = new ArrayList<>();
      for (Target server : due) {
        if (work.exhausted().isPresent()) {
          break;
        }
        switch (asker.ask(server, question, true, round, work)) {
          case Asker.Answered(var message) -> {
            switch (read(question, message)) {
              case Usable(var finding) -> {
                return finding;
              }
              case Useless(var why) -> faults.add(server + ": " + why);
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
    return Finding.failed(question, "no server helped: " + listed(faults));
  }

  private static String listed(Set<String> faults) {
    return faults.stream().collect(Collectors.joining("; "));
  }

  private sealed interface Reading {}

  private record Usable(Finding finding) implements Reading {}

  private record Useless(String why) implements Reading {}

  private Reading read(Question question, Message message) {
    int rcode = message.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return new Useless(Rcode.string(rcode) + Messages.extendedError(message));
    }
    Chain chain =
        Chain.follow(
            question,
            Messages.section(message, Section.ANSWER),
            Name.root,
            config.bounds().aliasesMax());
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
        : new Useless("does not recurse");
  }

  private static Reading usable(Chain chain, Finding.What what) {
    return new Usable(new Finding(chain.aliases(), chain.end(), what));
  }
}
