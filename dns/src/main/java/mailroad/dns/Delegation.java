package mailroad.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;

/**
 * A zone and who serves it.
 *
 * @param servers name servers in a fixed order, each with the addresses that came as glue, or none
 * @param fromCache whether this was remembered rather than just told
 */
record Delegation(Name zone, List<Server> servers, boolean fromCache) {
  Delegation {
    servers = List.copyOf(servers);
  }

  /** A name server; without addresses if these have to be searched for. */
  record Server(Name host, List<InetSocketAddress> addresses) {
    Server {
      addresses = List.copyOf(addresses);
    }

    List<Target> targets() {
      return addresses.stream().map(at -> new Target(Records.show(host), at)).toList();
    }
  }

  /** The root as configured. */
  static Delegation root(List<RootHint> hints) {
    Map<String, List<InetSocketAddress>> byName = new LinkedHashMap<>();
    for (RootHint hint : hints) {
      byName.computeIfAbsent(hint.name(), _ -> new ArrayList<>()).add(hint.socketAddress());
    }
    List<Server> servers = new ArrayList<>();
    byName.forEach(
        (name, addresses) -> servers.add(new Server(Records.name(name).orElseThrow(), addresses)));
    return new Delegation(Name.root, servers, false);
  }

  Delegation remembered() {
    return new Delegation(zone, servers, true);
  }

  /** Servers and addresses, for the bound on memory. */
  int size() {
    return servers.stream().mapToInt(server -> 1 + server.addresses().size()).sum();
  }

  @Override
  public String toString() {
    return zone.equals(Name.root) ? "the root" : Records.show(zone);
  }
}
