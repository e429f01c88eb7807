package mailroad.guard.door;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import mailroad.kernel.AddressRange;
import mailroad.kernel.EmailAddress;

/**
 * Who is never banned: this machine, trusted and listed networks, and the addresses from which administrators came in last.
 * Any number of tasks may ask.
 */
final class Exempt {
  private final Set<InetAddress> own;
  private final List<AddressRange> trusted;
  private final List<AddressRange> listed;
  private final Set<EmailAddress> administrators;
  private final Map<EmailAddress, InetAddress> last = new ConcurrentHashMap<>();

  Exempt(Set<InetAddress> own, List<AddressRange> trusted, BanConfig config) {
    this.own = own;
    this.trusted = trusted;
    this.listed = AddressRange.all("never", config.never());
    this.administrators =
        config.administrators().stream().map(EmailAddress::of).collect(Collectors.toSet());
  }

  /** Whether nothing at all is held against an address. */
  boolean isTrusted(InetAddress address) {
    return address.isLoopbackAddress() || own.contains(address) || isIn(trusted, address);
  }

  /** Why an address is never banned. */
  Optional<String> why(InetAddress address) {
    if (address.isLoopbackAddress() || own.contains(address)) {
      return Optional.of("it is this machine's own");
    }
    if (isIn(trusted, address)) {
      return Optional.of("it is in guard.trusted-networks");
    }
    if (isIn(listed, address)) {
      return Optional.of("it is in guard.door.bans.never");
    }
    return last.containsValue(address)
        ? Optional.of("an administrator logged in from there last")
        : Optional.empty();
  }

  /** Somebody logged in; whether it is an administrator from another address than before. */
  boolean loggedIn(EmailAddress account, InetAddress from) {
    return administrators.contains(account) && !from.equals(last.put(account, from));
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
