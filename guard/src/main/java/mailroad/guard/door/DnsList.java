package mailroad.guard.door;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mailroad.dns.Answer;
import mailroad.dns.Names;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.guard.door.DnsListConfig.Subject;
import mailroad.kernel.Domain;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One DNS list. It is tested now and then, since a list that has died may list everybody: as long as it fails its test it
 * says nothing. What it answered is kept by the resolver, for as long as DNS says. Any number of tasks may ask.
 */
final class DnsList {
  private static final Logger LOG = LoggerFactory.getLogger(DnsList.class);
  private static final int TEXT_CHARS_MAX = 300;

  private final World world;
  private final Resolver resolver;
  private final DnsListConfig config;
  private final Duration testInterval;
  private final Answers answers;
  private final String zone;
  private final AtomicBoolean testing = new AtomicBoolean();
  private volatile Health health = new Health(State.UNTESTED, "not tested yet", Instant.MIN);

  /** How a list is. */
  enum State {
    UNTESTED,
    WORKS,
    /** It lists all, or nothing, or does not answer us: it says nothing until that ends. */
    OFF
  }

  /** How a list is, why, and since when that is known. */
  record Health(State state, String reason, Instant tested) {}

  /**
   * Something is listed.
   *
   * @param text what the list says of it; empty if it says nothing
   */
  record Listing(DnsListConfig list, String asked, String text, Why why) {}

  DnsList(World world, Resolver resolver, DnsListConfig config, Duration testInterval) {
    this.world = world;
    this.resolver = resolver;
    this.config = config;
    this.testInterval = testInterval;
    this.answers = Answers.parse(config.answers());
    this.zone = new Domain(config.zone()).name();
  }

  DnsListConfig config() {
    return config;
  }

  Health health() {
    return health;
  }

  /** By what name an address is asked about (RFC 5782 sections 2.1 and 2.4). */
  static String asked(InetAddress address) {
    String reverse = Names.reverse(address);
    return reverse.substring(0, reverse.length() - (reverse.endsWith("ip6.arpa") ? 9 : 13));
  }

  /** Whether something is listed; empty too if the list does not work, or cannot be asked. */
  Optional<Listing> ask(String what) throws InterruptedException {
    return isUsable() ? look(what) : Optional.empty();
  }

  private Optional<Listing> look(String what) throws InterruptedException {
    String name = what + "." + zone;
    if (name.length() > Domain.OCTETS_MAX) {
      return Optional.empty();
    }
    if (!(resolver.resolve(name, RecordType.A) instanceof Answer.Found found)) {
      return Optional.empty();
    }
    List<InetAddress> said = addresses(found);
    if (said.stream().noneMatch(answers::counts)) {
      said.stream().filter(Answers::isError).findFirst().ifPresent(this::refusesUs);
      return Optional.empty();
    }
    String records = found.records().stream().map(Rr::text).collect(Collectors.joining("; "));
    return Optional.of(
        new Listing(
            config,
            what,
            text(name),
            new Why("%s lists %s".formatted(config.zone(), what), records)));
  }

  private static List<InetAddress> addresses(Answer.Found found) {
    return found.records().stream()
        .flatMap(rr ->
            rr.data() instanceof Rr.Address(var address) ? Stream.of(address) : Stream.empty())
        .toList();
  }

  /** RFC 5782 section 2.2: why, for people. */
  private String text(String name) throws InterruptedException {
    List<String> texts = new ArrayList<>();
    if (resolver.resolve(name, RecordType.TXT) instanceof Answer.Found found) {
      found
          .records()
          .forEach(rr -> {
            if (rr.data() instanceof Rr.Txt(var text)) {
              texts.add(text);
            }
          });
    }
    String all = String.join(" ", texts);
    return all.substring(0, Math.min(all.length(), TEXT_CHARS_MAX));
  }

  private void refusesUs(InetAddress answer) {
    set(State.OFF, "it refuses our questions with " + answer.getHostAddress());
  }

  private boolean isUsable() throws InterruptedException {
    if (config.untested() && health.state() == State.UNTESTED) {
      return true;
    }
    boolean due =
        health.state() == State.UNTESTED
            || !world.now().isBefore(health.tested().plus(testInterval));
    if (due && testing.compareAndSet(false, true)) {
      try {
        test();
      } finally {
        testing.set(false);
      }
    }
    return health.state() == State.WORKS;
  }

  /**
   * RFC 5782 section 5: what must be listed and what must not. Where DNS fails, nothing is learned.
   */
  private void test() throws InterruptedException {
    boolean addresses = config.of() == Subject.CLIENT;
    Answer listed = resolver.resolve((addresses ? "2.0.0.127." : "test.") + zone, RecordType.A);
    Answer unlisted =
        resolver.resolve((addresses ? "1.0.0.127." : "invalid.") + zone, RecordType.A);
    if (unlisted instanceof Answer.Found found
        && addresses(found).stream().anyMatch(answer -> !Answers.isError(answer))) {
      set(State.OFF, "it lists %s, as lists do that have died".formatted(whatNot(addresses)));
    } else if (listed instanceof Answer.Failed(var reason, _)) {
      set(health.state(), "it cannot be asked: " + reason);
    } else if (!(listed instanceof Answer.Found found)) {
      set(
          config.untested() ? State.WORKS : State.OFF,
          "it does not list %s, as each list should".formatted(addresses ? "127.0.0.2" : "TEST"));
    } else if (addresses(found).stream().allMatch(Answers::isError)) {
      set(State.OFF, "it refuses our questions");
    } else {
      set(State.WORKS, "it passes its test");
    }
  }

  private static String whatNot(boolean addresses) {
    return addresses ? "127.0.0.1" : "INVALID";
  }

  private void set(State state, String reason) {
    Health before = health;
    health = new Health(state, reason, world.now());
    if (before.state() != state) {
      LOG.info(
          "event=dns-list list={} zone={} state={} reason=\"{}\"",
          config.name(),
          config.zone(),
          state,
          Text.visible(reason));
    }
  }
}
