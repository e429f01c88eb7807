package mailroad.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.app.NodeConfig;
import mailroad.mta.routing.GroupLine.Spread;
import mailroad.mta.routing.RoutingConfig;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionsTest {
  private static final String FILE =
      """
      hostname = "mail.example.org"

      [mta.routing]
      smarthost = "group:out"
      relay-domains = [
        "one.example",
        "two.example",
      ]

      [[mta.routing.routes]]
      to = "b.example"
      next-hop = "[inner.example.org]:2525"

      [[mta.routing.routes]]
      to = "*"
      header = "X-Bulk: yes*"
      size-octets-min = "10MiB"
      next-hop = "reject 550 5.7.1 Too much"
      lifetime = "30d"

      [[mta.routing.groups]]
      name = "out"
      spread = "least-busy"

      [[mta.routing.groups.hosts]]
      next-hop = "[a.example.net]:587"
      login = "us"
      password = "secret"

      [[mta.routing.groups.hosts]]
      next-hop = "[b.example.net]:587"
      tls = "required"
      weight = 3

      [[mta.relay.recipients]]
      to = "one.example"
      verify = "list"
      known = ["anna@one.example"]

      [[mta.rewriting.canonical]]
      address = "*@old.example.org"
      becomes = "@example.org"
      whom = "senders"
      """;

  @ParameterizedTest
  @CsvSource({
    "mta.routing.smarthost, -1, mailroad.toml:4 mta.routing.smarthost",
    "mta.routing.relay-domains, 0, mailroad.toml:6 mta.routing.relay-domains",
    "mta.routing.relay-domains, 1, mailroad.toml:7 mta.routing.relay-domains",
    "mta.routing.routes, 0, mailroad.toml:10 mta.routing.routes",
    "mta.routing.routes, 1, mailroad.toml:14 mta.routing.routes",
    "mta.routing.groups, 0, mailroad.toml:21 mta.routing.groups",
    "mta.relay.recipients, 0, mailroad.toml:35 mta.relay.recipients",
    "mta.relay.verify, -1, mta.relay.verify",
  })
  void citesTheLine(String key, int index, String cited) {
    assertThat(Positions.of("mailroad.toml", FILE).cite(key, index)).isEqualTo(cited);
  }

  @Test
  void routesAndGroupsAreRead() throws Exception {
    RoutingConfig routing =
        ConfigFile.parse("mailroad.toml", FILE, NodeConfig.DEFAULT).mta().routing();
    assertThat(routing.routes()).hasSize(2);
    assertThat(routing.routes().getFirst().tls()).isEqualTo(TlsDemand.OPPORTUNISTIC);
    assertThat(routing.routes().getLast().sizeOctetsMin()).isEqualTo(10 << 20);
    assertThat(routing.groups().getFirst().spread()).isEqualTo(Spread.LEAST_BUSY);
    assertThat(routing.groups().getFirst().hosts()).hasSize(2);
    assertThat(routing.groups().getFirst().hosts().getFirst().login()).isEqualTo("us");
  }
}
