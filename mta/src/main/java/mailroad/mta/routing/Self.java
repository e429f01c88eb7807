package mailroad.mta.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;

/**
 * What this server is known by: its own names and addresses, those behind address translation included. Mail
 * for a host of these would come back to us.
 */
public record Self(Domain hostname, Set<Domain> names, Set<InetAddress> addresses) {
  /** The sets do not change; the host name is among the names. */
  public Self {
    Set<Domain> all = new HashSet<>(names);
    all.add(hostname);
    names = Set.copyOf(all);
    addresses = Set.copyOf(addresses);
  }

  /** This server with what the configuration adds. */
  public static Self of(Domain hostname, Set<InetAddress> listening, RoutingConfig config) {
    Set<Domain> names = new HashSet<>();
    config.selfNames().forEach(name -> names.add(Domain.parse(name).orElseThrow()));
    Set<InetAddress> addresses = new HashSet<>(listening);
    config
        .selfAddresses()
        .forEach(address -> addresses.add(AddressRange.address(address).orElseThrow()));
    return new Self(hostname, names, addresses);
  }

  /** An address as RFC 5321 section 4.1.3 writes it, such as {@code [IPv6:2001:db8::1]}. */
  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
  }

  /** Whether a host of this name is us. */
  boolean isNamed(String host) {
    return Domain.parse(host).filter(names::contains).isPresent();
  }

  /** Whether an address is ours. */
  boolean has(InetAddress address) {
    return addresses.contains(address);
  }
}
