package mailroad.guard.door;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.World;

/** Counts offences of each host, and says when there are enough. Bounded in memory; any number of tasks may use it. */
final class Offences {
  private static final int HOSTS_MAX = 50_000;
  private static final int EVIDENCE_MAX = 5;

  private final World world;
  private final BanConfig config;
  private final Map<Account, Tally> tallies = Recent.map(HOSTS_MAX); // under the lock

  private record Account(Net host, Offence offence) {}

  private static final class Tally {
    final Instant began;
    final List<String> evidence = new ArrayList<>();
    int count;

    Tally(Instant began) {
      this.began = began;
    }
  }

  Offences(World world, BanConfig config) {
    this.world = world;
    this.config = config;
  }

  /**
   * Counts one more.
   *
   * @param seen what was seen, for people
   * @return what led to it, where this was one too many
   */
  Optional<List<String>> count(InetAddress address, Offence offence, String seen) {
    int most = config.most(offence);
    if (most == 0) {
      return Optional.empty();
    }
    Instant now = world.now();
    Account account = new Account(Net.host(address), offence);
    synchronized (tallies) {
      Tally tally = tallies.get(account);
      if (tally == null || !now.isBefore(tally.began.plus(config.within()))) {
        tally = new Tally(now);
        tallies.put(account, tally);
      }
      tally.count++;
      if (tally.evidence.size() < EVIDENCE_MAX) {
        tally.evidence.add(now + " " + seen);
      }
      if (tally.count < most) {
        return Optional.empty();
      }
      tallies.remove(account);
      return Optional.of(
          List.copyOf(
              tally.count > tally.evidence.size()
                  ? with(tally.evidence, tally.count + " times in all")
                  : tally.evidence));
    }
  }

  private static List<String> with(List<String> evidence, String last) {
    List<String> out = new ArrayList<>(evidence);
    out.add(last);
    return out;
  }

  /** Something good makes good for one. */
  void makeGood(InetAddress address, Offence offence) {
    synchronized (tallies) {
      Tally tally = tallies.get(new Account(Net.host(address), offence));
      if (tally != null && tally.count > 0) {
        tally.count--;
      }
    }
  }

  /** Something good makes good for all. */
  void forget(InetAddress address, Offence offence) {
    synchronized (tallies) {
      tallies.remove(new Account(Net.host(address), offence));
    }
  }

  /** What is held against an address now, such as {@code 3 of 10: guesses passwords}. */
  List<String> of(InetAddress address) {
    Instant now = world.now();
    List<String> out = new ArrayList<>();
    synchronized (tallies) {
      for (Offence offence : Offence.values()) {
        Tally tally = tallies.get(new Account(Net.host(address), offence));
        if (tally != null && tally.count > 0 && now.isBefore(tally.began.plus(config.within()))) {
          out.add("%d of %d: %s".formatted(tally.count, config.most(offence), offence.words()));
        }
      }
    }
    return out;
  }
}
