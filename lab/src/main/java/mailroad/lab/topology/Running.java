package mailroad.lab.topology;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.app.Node;
import mailroad.dns.DnsServerConfig;
import mailroad.dns.ForwardingResolver;
import mailroad.dns.IterativeResolver;
import mailroad.dns.ResolverConfig;
import mailroad.dns.ResolverServer;
import mailroad.dns.RootHint;
import mailroad.dns.Zone;
import mailroad.dns.ZoneServer;
import mailroad.kernel.World;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;

/** A topology that runs. Its hosts are started and stopped by one task at a time. */
public final class Running {
  private final Topology topology;
  private final Ground ground;
  private final Map<Host, Object> running = new LinkedHashMap<>();

  /** A topology of which nothing runs as yet. */
  public Running(Topology topology, Ground ground) {
    this.topology = topology;
    this.ground = ground;
  }

  /** What runs. */
  public Topology topology() {
    return topology;
  }

  /** Starts all hosts. */
  public void startAll() throws IOException, StoreException, InterruptedException {
    for (Host host : topology.hosts()) {
      start(host);
    }
  }

  /** Starts a host, also one that was stopped or has crashed. */
  public void start(Host host) throws IOException, StoreException, InterruptedException {
    World world = ground.world(host);
    running.put(
        host,
        switch (host.role()) {
          case Role.NameServer(var zones) -> nameServer(world, host, zones);
          case Role.Resolving(var roots) -> resolver(world, host, roots);
          case Role.MailServer mail -> mailServer(world, host, mail);
        });
  }

  private Node mailServer(World world, Host host, Role.MailServer mail)
      throws IOException, StoreException, InterruptedException {
    InetSocketAddress resolver = topology.host(mail.resolver()).port(topology.plan().dns());
    Node node =
        new Node(
            ground.config(host, MailServers.config(topology.plan(), host, mail)),
            new Node.Ground(
                world,
                ground.store(host),
                new ForwardingResolver(
                    world, ResolverConfig.DEFAULT, List.of(resolver), ground.walks(host)),
                Set.of(host.address()),
                ground.keys(host),
                ClientTrust.any()));
    MailServers.populate(node.directory(), mail);
    node.start();
    return node;
  }

  private ZoneServer nameServer(World world, Host host, List<Zone> zones) throws IOException {
    return new ZoneServer(world, DnsServerConfig.DEFAULT, host.port(topology.plan().dns()), zones);
  }

  private ResolverServer resolver(World world, Host host, List<RootHint> roots) throws IOException {
    Plan plan = topology.plan();
    ResolverConfig config =
        ResolverConfig.DEFAULT
            .withNetworksNotAsked(List.of()) // the lab's own networks are all that there is
            .withAuthorityPort(plan.dns());
    return new ResolverServer(
        world,
        clients(plan),
        host.port(plan.dns()),
        new IterativeResolver(world, config, roots, ground.walks(host)));
  }

  /** All of the network; on loopback, whoever does not say from where it asks comes from 127.0.0.1. */
  private static DnsServerConfig clients(Plan plan) {
    DnsServerConfig usual = DnsServerConfig.DEFAULT;
    List<String> clients = new ArrayList<>(usual.clients());
    clients.add(plan.range());
    return new DnsServerConfig(
        usual.questionsMax(),
        usual.connectionsMax(),
        usual.connectionIdle(),
        usual.udpOctetsMax(),
        clients);
  }

  /**
   * The Mailroad of a host that is a mail server.
   *
   * @throws IllegalStateException if none runs there
   */
  public Node node(Host host) {
    if (running.get(host) instanceof Node node) {
      return node;
    }
    throw new IllegalStateException("no mail server runs on " + host);
  }

  /** Stops a host's program; mail servers get this long to finish what they are at. */
  public void stop(Host host, Duration grace) {
    switch (running.remove(host)) {
      case Node node -> node.stop(grace);
      case ZoneServer server -> server.close();
      case ResolverServer server -> server.close();
      case null, default -> {}
    }
  }
}
