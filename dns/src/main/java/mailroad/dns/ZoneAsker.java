package mailroad.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Asks the servers of one zone until one has said something of use: first those whose addresses came with
 * the referral, then those whose addresses must be searched for, then once more those that kept silent.
 */
final class ZoneAsker {
  /** Searches for the addresses of a name server, with the same cache and bounds as everything else. */
  interface AddressSearch {
    List<InetAddress> of(Name host, Work work) throws InterruptedException;
  }

  private final World world;
  private final ResolverConfig config;
  private final AddressRanges notAsked;
  private final ServerMemory memory;
  private final Asker asker;
  private final Query.Manner manner;

  ZoneAsker(
      World world, ResolverConfig config, CachingResolver.Asking asking, Query.Manner manner) {
    this.world = world;
    this.config = config;
    this.manner = manner;
    notAsked = new AddressRanges(config.networksNotAsked());
    memory = asking.memory();
    asker = asking.asker();
  }

  /** What the zone says, or why none of its servers said anything of use. */
  Reading ask(Delegation zone, Question question, AddressSearch search, Work work)
      throws InterruptedException {
    return new Round(zone, question, search, work).all();
  }

  /** Whether this machine speaks IPv6, as far as known. */
  boolean usesIpv6() {
    return config.ipv6() && memory.ipv6Works();
  }

  /** A referral as a zone to ask: a bounded number of servers, with the addresses that may be asked. */
  Delegation delegation(Reading.Referral referral, Walk walk) {
    List<NSRecord> servers = referral.servers();
    int serversMax = config.bounds().nameServersMax();
    if (servers.size() > serversMax) {
      walk.note(
          "%d of the %d servers of %s are considered"
              .formatted(serversMax, servers.size(), Records.show(referral.zone())));
    }
    List<Delegation.Server> usable =
        servers.stream()
            .limit(serversMax)
            .map(ns -> ns.getTarget().canonicalize())
            .flatMap(host -> server(host, referral.glue(), walk).stream())
            .toList();
    return new Delegation(referral.zone(), usable, false);
  }

  /** A server with its glue; empty if all its addresses are forbidden. */
  private Optional<Delegation.Server> server(Name host, List<Record> glue, Walk walk) {
    List<InetAddress> told =
        glue.stream()
            .filter(record -> record.getName().equals(host))
            .flatMap(record -> Records.address(record).stream())
            .filter(address -> config.ipv6() || !(address instanceof Inet6Address))
            .toList();
    List<InetSocketAddress> allowed =
        told.stream().flatMap(address -> allowed(host, address, walk).stream()).toList();
    return told.isEmpty() || !allowed.isEmpty()
        ? Optional.of(new Delegation.Server(host, allowed))
        : Optional.empty();
  }

  private Optional<InetSocketAddress> allowed(Name host, InetAddress address, Walk walk) {
    if (notAsked.contains(address)) {
      walk.note(
          "%s of %s is not asked: it lies in one of networks-not-asked"
              .formatted(SocketText.show(address), Records.show(host)));
      return Optional.empty();
    }
    return Optional.of(new InetSocketAddress(address, config.authorityPort()));
  }

  /** The asking of one zone about one question. */
  private final class Round {
    private final Delegation zone;
    private final Question question;
    private final AddressSearch search;
    private final Work work;
    private final List<Target> silent = new ArrayList<>();
    private final Set<String> faults = new LinkedHashSet<>();
    private final Set<InetSocketAddress> asked = new LinkedHashSet<>();

    Round(Delegation zone, Question question, AddressSearch search, Work work) {
      this.zone = zone;
      this.question = question;
      this.search = search;
      this.work = work;
    }

    Reading all() throws InterruptedException {
      List<Target> known =
          zone.servers().stream().flatMap(server -> server.targets().stream()).toList();
      Optional<Reading> told = each(known, 0);
      if (told.isEmpty()) {
        told = searched();
      }
      for (int round = 1; told.isEmpty() && round < config.bounds().roundsMax(); round++) {
        List<Target> again = List.copyOf(silent);
        silent.clear();
        asked.clear();
        told = each(again, round);
      }
      return told.orElseGet(this::nobody);
    }

    private Reading nobody() {
      work.exhausted().ifPresent(faults::add);
      String all = faults.stream().collect(Collectors.joining("; "));
      return new Reading.Useless(
          "no server of %s helped: %s".formatted(zone, all.isEmpty() ? "none may be asked" : all),
          false);
    }

    private Optional<Reading> each(List<Target> targets, int round) throws InterruptedException {
      for (Target target : memory.byPromise(targets, zone.zone())) {
        if (work.exhausted().isPresent()) {
          return Optional.empty();
        }
        if (!work.isDistrusted(target.address()) && asked.add(target.address())) {
          Optional<Reading> told = one(target, round);
          if (told.isPresent()) {
            return told;
          }
        }
      }
      return Optional.empty();
    }

    private Optional<Reading> one(Target target, int round) throws InterruptedException {
      return switch (asker.ask(target, question, manner, round, work)) {
        case Asker.Answered(var message) ->
            switch (Reading.of(message, question, zone.zone(), config.bounds().aliasesMax())) {
              case Reading.Useless(var why, var lame) -> {
                passOver(target, why, lame);
                yield Optional.empty();
              }
              case Reading.Final told -> {
                work.told(target.address());
                yield Optional.of(told);
              }
              case Reading.Referral told -> Optional.of(told);
            };
        case Asker.Unanswered(var reason) -> {
          faults.add(target + ": " + reason);
          silent.add(target);
          yield Optional.empty();
        }
      };
    }

    private void passOver(Target target, String why, boolean lame) {
      faults.add(target + ": " + why);
      if (lame) {
        memory.lame(target.address(), zone.zone());
        work.walk().note("%s is lame for %s: %s".formatted(target, zone, why));
      } else {
        work.walk().note("%s is passed over: %s".formatted(target, why));
      }
    }

    /** Name servers without glue, a few of them: each search may cause further ones. */
    private Optional<Reading> searched() throws InterruptedException {
      List<Delegation.Server> unknown =
          shuffled(zone.servers().stream().filter(s -> s.addresses().isEmpty()).toList());
      int lookupsMax = config.bounds().nameServerLookupsMax();
      for (Delegation.Server server : unknown.stream().limit(lookupsMax).toList()) {
        if (work.exhausted().isPresent()) {
          return Optional.empty();
        }
        List<Target> found = targets(server.host());
        Optional<Reading> told = each(found, 0);
        if (told.isPresent()) {
          return told;
        }
      }
      if (unknown.size() > lookupsMax) {
        work.walk()
            .note(
                "%s of %s not searched for: the bound is %d"
                    .formatted(
                        Text.count(unknown.size() - lookupsMax, "more server", "more servers"),
                        zone,
                        lookupsMax));
      }
      return Optional.empty();
    }

    private List<Target> targets(Name host) throws InterruptedException {
      String name = Records.show(host);
      List<InetAddress> found = search.of(host, work);
      if (found.isEmpty()) {
        faults.add(name + ": its address was not found");
      }
      return found.stream()
          .flatMap(address -> allowed(host, address, work.walk()).stream())
          .map(at -> new Target(name, at))
          .toList();
    }

    private List<Delegation.Server> shuffled(List<Delegation.Server> servers) {
      List<Delegation.Server> order = new ArrayList<>(servers);
      for (int i = order.size() - 1; i > 0; i--) {
        Collections.swap(order, i, world.random().nextInt(i + 1));
      }
      return order;
    }
  }
}
