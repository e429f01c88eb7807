package mailroad.app;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Operations;
import mailroad.guard.door.Ban;
import mailroad.guard.door.DoorDesk;
import mailroad.journal.EventFields;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.store.StoreException;

/** What an administrator sees of the guard's door: from where nobody comes in, why, and the way out. */
final class DoorOperations {
  private final DoorDesk desk;

  DoorOperations(DoorDesk desk) {
    this.desk = desk;
  }

  void addTo(Operations operations) {
    operations
        .add("guard.bans", _ -> desk.bans().stream().map(DoorOperations::view).toList())
        .add("guard.why", this::why)
        .add("guard.ban", this::ban)
        .add("guard.unban", this::unban)
        .add("guard.lists", _ -> desk.lists());
  }

  /** A ban as lists show it. */
  record View(
      String network,
      String reason,
      String since,
      String until,
      boolean holds,
      int times,
      long refused,
      boolean byHand,
      List<String> evidence) {}

  private static View view(DoorDesk.BanView shown) {
    return view(shown.ban(), shown.holds(), shown.refused());
  }

  private static View view(Ban ban, boolean holds, long refused) {
    return new View(
        ban.network().toString(),
        ban.reason(),
        ban.since().toString(),
        ban.until().map(Instant::toString).orElse(""),
        holds,
        ban.times(),
        refused,
        ban.byHand(),
        ban.evidence());
  }

  private Object why(Arguments arguments) throws AdminException {
    InetAddress address =
        AddressRange.address(arguments.text("address"))
            .orElseThrow(() ->
                new AdminException("why is about an address such as 192.0.2.1 or 2001:db8::1"));
    Why why = desk.why(address);
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("why", EventFields.why(why));
    out.put("text", why.toString());
    return out;
  }

  private Object ban(Arguments arguments) throws StoreException, AdminException {
    AddressRange network = network(arguments);
    long seconds = arguments.number("seconds", 0);
    Optional<Duration> time =
        seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    return switch (desk.ban(network, time, arguments.optional("reason").orElse("by hand"))) {
      case DoorDesk.Result.Banned(var ban) -> view(ban, true, 0);
      case DoorDesk.Result.Exempted(var why) ->
          throw new AdminException("%s is never banned: %s".formatted(network, why));
    };
  }

  private Object unban(Arguments arguments) throws StoreException, AdminException {
    AddressRange network = network(arguments);
    List<Ban> ended = desk.unban(network);
    if (ended.isEmpty()) {
      throw new AdminException(
          "%s is not banned; what is known of an address: %s"
              .formatted(network, Hint.of("guard why ADDRESS")));
    }
    return ended.stream().map(ban -> view(ban, false, 0)).toList();
  }

  private static AddressRange network(Arguments arguments) throws AdminException {
    String text = arguments.text("network");
    return AddressRange.parse(text)
        .orElseThrow(() ->
            new AdminException(
                "\"%s\" is not an address or a network such as 192.0.2.0/24"
                    .formatted(Text.visible(text))));
  }
}
