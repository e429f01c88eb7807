package mailroad.dns;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A small DNS on loopback addresses, all on one port: {@code root} is the root, other hosts are put in by
 * their last octet.
 */
final class TestNet {
  static final DnsServerConfig SERVERS = DnsServerConfig.DEFAULT;

  final RunningWorld world = new RunningWorld();
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Map<Integer, ZoneServer> servers;

  /** Zones by host, as {@code origin} and text. */
  static final class Builder {
    private final Map<Integer, List<Zone>> zones = new LinkedHashMap<>();

    /** Has host 127.0.53.{@code host} serve a zone; SOA and NS are added. */
    Builder zone(int host, String origin, String text) {
      String soa = "@ 300 IN SOA ns hostmaster 1 3600 600 86400 60\n";
      String ns = text.contains("@ NS") ? "" : "@ 300 IN NS ns.of\n";
      try {
        zones
            .computeIfAbsent(host, _ -> new ArrayList<>())
            .add(Zone.parse(origin, "$TTL 300\n" + soa + ns + text));
      } catch (ZoneException e) {
        throw new IllegalArgumentException(e);
      }
      return this;
    }

    /** Has a host serve a zone as it stands. */
    Builder whole(int host, SignedZones.Signed zone) {
      try {
        zones
            .computeIfAbsent(host, _ -> new ArrayList<>())
            .add(Zone.parse(zone.origin(), zone.text()));
      } catch (ZoneException e) {
        throw new IllegalArgumentException(e);
      }
      return this;
    }

    TestNet open() throws IOException {
      return new TestNet(zones);
    }
  }

  private TestNet(Map<Integer, List<Zone>> zones) throws IOException {
    servers = openAll(zones);
    servers.keySet().forEach(host -> misbehave(host, Misbehaviour.NONE));
  }

  /** The first server finds a free port; where that is taken at another's address, they try again. */
  private Map<Integer, ZoneServer> openAll(Map<Integer, List<Zone>> zones) throws IOException {
    for (int i = 0; i < 20; i++) {
      try {
        return open(zones);
      } catch (BindException e) {
        continue;
      }
    }
    throw new BindException("no port is free at all addresses");
  }

  private Map<Integer, ZoneServer> open(Map<Integer, List<Zone>> zones) throws IOException {
    Map<Integer, ZoneServer> opened = new LinkedHashMap<>();
    int port = 0;
    try {
      for (var each : zones.entrySet()) {
        InetSocketAddress at = new InetSocketAddress(address(each.getKey()), port);
        ZoneServer server = new ZoneServer(world, SERVERS, at, each.getValue());
        opened.put(each.getKey(), server);
        port = server.address().getPort();
      }
      return opened;
    } catch (IOException e) {
      opened.values().forEach(ZoneServer::close);
      throw e;
    }
  }

  static InetAddress address(int host) {
    return InetAddress.ofLiteral("127.0.53." + host);
  }

  int port() {
    return servers.values().iterator().next().address().getPort();
  }

  ZoneServer server(int host) {
    return servers.get(host);
  }

  /** Misbehaves, and writes down who was asked what as {@code host UDP name TYPE}. */
  void misbehave(int host, Misbehaviour how) {
    server(host)
        .misbehave(it -> {
          asked.add("%d %s %s %s".formatted(host, it.tcp() ? "TCP" : "UDP", it.name(), it.type()));
          return how.on(it);
        });
  }

  void misbehave(int host, Mischief... how) {
    misbehave(host, Misbehaviour.always(how));
  }

  /** Willing to ask loopback addresses, and to wait longer than an honest server on a busy machine takes. */
  ResolverConfig config() {
    return ResolverConfig.DEFAULT
        .withAuthorityPort(port())
        .withNetworksNotAsked(List.of("10.0.0.0/8"))
        .withMinimiseNames(false)
        .withCache(CacheConfig.DEFAULT.withStale(Duration.ZERO, Duration.ZERO))
        .withTimeouts(timeouts(5000));
  }

  /** For those who are to meet silence. */
  ResolverConfig impatient() {
    return config().withTimeouts(timeouts(100));
  }

  private static ResolverConfig.Timeouts timeouts(int millis) {
    return new ResolverConfig.Timeouts(
        Duration.ofMillis(millis), Duration.ofMillis(3L * millis), Duration.ofSeconds(20));
  }

  IterativeResolver iterative() {
    return iterative(config());
  }

  IterativeResolver iterative(ResolverConfig config) {
    return new IterativeResolver(
        world, config, List.of(new RootHint("a.root", address(1), port())));
  }

  ForwardingResolver forwarding(ResolverConfig config, Integer... hosts) {
    return new ForwardingResolver(
        world,
        config,
        Arrays.stream(hosts).map(host -> new InetSocketAddress(address(host), port())).toList());
  }

  List<String> takeAsked() {
    List<String> taken = new ArrayList<>(asked);
    asked.clear();
    return taken;
  }

  void close() throws InterruptedException {
    servers.values().forEach(ZoneServer::close);
    for (ZoneServer server : servers.values()) {
      server.awaitEnd();
    }
  }
}
