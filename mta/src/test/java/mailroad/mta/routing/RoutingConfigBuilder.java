package mailroad.mta.routing;

import java.util.List;
import mailroad.mta.routing.RoutingConfig.Families;
import mailroad.mta.routing.RoutingConfig.TlsDemand;

/** Configurations for tests, by what differs from the default. */
public final class RoutingConfigBuilder {
  private String smarthost = "";
  private List<RouteLine> routes = List.of();
  private List<GroupLine> groups = List.of();
  private List<String> relayDomains = List.of();
  private List<String> relayNetworks = List.of();
  private List<String> selfAddresses = List.of();
  private boolean loopbackAllowed;
  private int deliveryPort = 25;

  public RoutingConfigBuilder smarthost(String nextHop) {
    smarthost = nextHop;
    return this;
  }

  public RoutingConfigBuilder routes(RouteLine... lines) {
    routes = List.of(lines);
    return this;
  }

  public RoutingConfigBuilder groups(GroupLine... lines) {
    groups = List.of(lines);
    return this;
  }

  public RoutingConfigBuilder relayDomains(String... domains) {
    relayDomains = List.of(domains);
    return this;
  }

  public RoutingConfigBuilder relayNetworks(String... networks) {
    relayNetworks = List.of(networks);
    return this;
  }

  public RoutingConfigBuilder selfAddresses(String... addresses) {
    selfAddresses = List.of(addresses);
    return this;
  }

  public RoutingConfigBuilder loopback(int port) {
    loopbackAllowed = true;
    deliveryPort = port;
    return this;
  }

  public RoutingConfig build() {
    return new RoutingConfig(
        smarthost,
        "",
        "",
        "",
        TlsDemand.OPPORTUNISTIC,
        routes,
        groups,
        relayDomains,
        relayNetworks,
        List.of(),
        selfAddresses,
        loopbackAllowed,
        deliveryPort,
        Families.BOTH,
        20,
        8);
  }
}
