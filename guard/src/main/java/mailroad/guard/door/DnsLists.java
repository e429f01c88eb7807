package mailroad.guard.door;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import mailroad.dns.Resolver;
import mailroad.guard.door.DnsList.Health;
import mailroad.guard.door.DnsList.Listing;
import mailroad.guard.door.DnsListConfig.Subject;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Domain;
import mailroad.kernel.Task;
import mailroad.kernel.Why;
import mailroad.kernel.World;

/**
 * The DNS lists. All are asked at once, and waited for together for a bounded time; whoever has not answered then, or whose
 * DNS fails, has no opinion. Any number of tasks may ask.
 */
public final class DnsLists {
  private final World world;
  private final DnsListsConfig config;
  private final List<DnsList> lists;

  /** The lists of a configuration. */
  DnsLists(World world, Resolver resolver, DnsListsConfig config) {
    this.world = world;
    this.config = config;
    this.lists =
        config.lists().stream()
            .map(one -> new DnsList(world, resolver, one, config.testInterval()))
            .toList();
  }

  /**
   * Whom lists may know.
   *
   * @param helo the name that the client gave; empty if it gave none
   * @param sender domain of the reverse-path
   * @param reverse the name of the client's address that leads back to it
   */
  record Party(InetAddress client, String helo, Optional<Domain> sender, Optional<Domain> reverse) {
    Optional<String> asked(Subject of) {
      return switch (of) {
        case CLIENT -> Optional.of(DnsList.asked(client));
        case HELO -> Domain.parse(helo).flatMap(DnsLists::name);
        case SENDER -> sender.flatMap(DnsLists::name);
        case REVERSE -> reverse.flatMap(DnsLists::name);
      };
    }
  }

  private static Optional<String> name(Domain domain) {
    return domain.isLiteral() ? Optional.empty() : Optional.of(domain.name());
  }

  /** How a list is, for people. */
  public record ListView(
      String name, String zone, String of, double weight, String state, String reason) {}

  /** How the lists are. */
  public List<ListView> view() {
    return lists.stream()
        .map(list -> {
          Health health = list.health();
          DnsListConfig of = list.config();
          return new ListView(
              of.name(),
              of.zone(),
              words(of.of()),
              of.weight(),
              words(health.state()),
              health.reason());
        })
        .toList();
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** What the lists say, in their order. */
  List<Listing> ask(Party party) throws InterruptedException {
    List<DnsList> asked = new ArrayList<>();
    List<String> about = new ArrayList<>();
    for (DnsList list : lists) {
      party
          .asked(list.config().of())
          .ifPresent(what -> {
            asked.add(list);
            about.add(what);
          });
    }
    if (asked.isEmpty()) {
      return List.of();
    }
    AtomicReferenceArray<Listing> found = new AtomicReferenceArray<>(asked.size());
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      int place = i;
      tasks.add(
          world.start(
              "dns list " + asked.get(i).config().name(),
              () ->
                  asked
                      .get(place)
                      .ask(about.get(place))
                      .ifPresent(listing -> found.set(place, listing))));
    }
    await(tasks);
    List<Listing> out = new ArrayList<>();
    for (int i = 0; i < found.length(); i++) {
      Optional.ofNullable(found.get(i)).ifPresent(out::add);
    }
    return out;
  }

  private void await(List<Task> tasks) throws InterruptedException {
    Instant end = world.now().plus(config.timeout());
    try {
      for (Task task : tasks) {
        Duration left = Duration.between(world.now(), end);
        if (!left.isPositive() || !task.join(left)) {
          return;
        }
      }
    } finally {
      tasks.forEach(Task::cancel);
    }
  }

  /** What the lists say, as evidence. */
  static List<Evidence> evidence(List<Listing> listings) {
    return listings.stream()
        .map(listing ->
            new Evidence(
                "dns-list-" + listing.list().name(),
                listing.list().weight(),
                new Why(finding(listing), List.of(listing.why()))))
        .toList();
  }

  private static String finding(Listing listing) {
    String what =
        switch (listing.list().of()) {
          case CLIENT -> "the sending server's address";
          case HELO -> "the name that the sending server gives";
          case SENDER -> "the sender's domain";
          case REVERSE -> "the sending server's name";
        };
    String said = listing.text().isEmpty() ? "" : ": " + listing.text();
    return "%s is listed by %s%s".formatted(what, listing.list().zone(), said);
  }

  /** What the lists of client addresses weigh together. */
  static double sum(List<Listing> listings) {
    return listings.stream().mapToDouble(listing -> listing.list().weight()).sum();
  }
}
