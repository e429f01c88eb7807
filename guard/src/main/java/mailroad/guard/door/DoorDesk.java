package mailroad.guard.door;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.store.StoreException;

/** What an administrator sees of the door, and does with it. Any number of tasks may use it. */
public final class DoorDesk {
  private final Parts parts;

  /** What the desk looks at. */
  record Parts(
      Exempt exempt,
      Bans bans,
      Offences offences,
      Standings standings,
      Rates rates,
      DnsLists lists) {}

  DoorDesk(Parts parts) {
    this.parts = parts;
  }

  /**
   * A ban as it is.
   *
   * @param holds whether it does now; one that ended counts for the length of the next
   * @param refused how many connections it has refused since this server was started
   */
  public record BanView(Ban ban, boolean holds, long refused) {}

  /** What came of a wish. */
  public sealed interface Result {
    /** It is done. */
    record Banned(Ban ban) implements Result {}

    /** It is not, and why not. */
    record Exempted(String why) implements Result {}
  }

  /** All bans, those that hold first, the newest first. */
  public List<BanView> bans() {
    return parts.bans().all().stream()
        .map(shown -> new BanView(shown.ban(), shown.holds(), shown.refused()))
        .toList();
  }

  /** How the DNS lists are. */
  public List<DnsLists.ListView> lists() {
    return parts.lists().view();
  }

  /**
   * Bans a network by hand.
   *
   * @param time empty for as long as nobody ends it
   */
  public Result ban(AddressRange network, Optional<Duration> time, String reason)
      throws StoreException {
    Optional<String> exempt = parts.exempt().why(network.network());
    if (exempt.isPresent()) {
      return new Result.Exempted(exempt.get());
    }
    Ban ban = parts.bans().ban(network, time, reason);
    parts.bans().flush();
    return new Result.Banned(ban);
  }

  /** Ends all bans of, around and within a network, and forgets that there were any. */
  public List<Ban> unban(AddressRange network) throws StoreException {
    return parts.bans().unban(network);
  }

  /** What is known of an address, and what becomes of a connection from there. */
  public Why why(InetAddress address) {
    Optional<Ban> ban = parts.bans().of(address);
    Optional<String> exempt = parts.exempt().why(address);
    List<Why> because = new ArrayList<>();
    exempt.ifPresent(why -> because.add(new Why("never banned: " + why)));
    ban.ifPresent(one -> because.add(why(one)));
    parts.offences().of(address).forEach(held -> because.add(new Why("held against it: " + held)));
    because.add(standing(address));
    parts
        .rates()
        .shown(Subjects.of(address))
        .forEach(rate -> because.add(new Why("counted: " + rate)));
    boolean barred = ban.isPresent() && exempt.isEmpty();
    return new Why(
        "%s %s".formatted(address.getHostAddress(), barred ? "may not come in" : "may come in"),
        because);
  }

  private static Why why(Ban ban) {
    String until = ban.until().map(end -> "until " + end).orElse("until somebody ends it");
    return new Why(
        "%s is banned since %s, %s: %s (for the %s time)"
            .formatted(
                Net.of(ban.network()), ban.since(), until, ban.reason(), ordinal(ban.times())),
        ban.evidence().stream().map(Why::new).toList());
  }

  private static String ordinal(int times) {
    return switch (times) {
      case 1 -> "first";
      case 2 -> "second";
      case 3 -> "third";
      default -> times + "th";
    };
  }

  private Why standing(InetAddress address) {
    Optional<Standing> known = parts.standings().of(address);
    if (known.isEmpty()) {
      return new Why("nothing is known of its mail");
    }
    Standing standing = known.get();
    List<Why> because = new ArrayList<>();
    standing.looked().ifPresent(at -> because.add(new Why("it passed the first look at " + at)));
    because.add(
        new Why(
            Text.count(standing.wanted(), "message was wanted", "messages were wanted")
                + ", "
                + Text.count(standing.unwanted(), "was not", "were not")));
    return new Why(
        parts.standings().isGood(address) ? "it is in good standing" : "it is known", because);
  }
}
