package mailroad.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Set;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChooserTest {
  private static Chooser chooser(String smarthost) throws Exception {
    RoutingConfig config =
        new RoutingConfigBuilder()
            .smarthost(smarthost)
            .relayDomains("hub.example", ".hub.example", "backup.example")
            .routes(
                new RouteLine("hub.example", "[10.0.0.1]:2525"),
                new RouteLine(".hub.example", "inside.hub.example"),
                new RouteLine("*", "[vip.example]")
                    .withFrom("boss@local.example")
                    .with(TlsDemand.REQUIRED)
                    .withLogin("boss", "pw"),
                new RouteLine("*", "dept.example:26").withFrom(".dept.example"),
                new RouteLine("slow.example", "bounces.example").withFrom("<>"))
            .build();
    Self self =
        Self.of(new Domain("us.example"), Set.of(InetAddress.getByName("198.51.100.1")), config);
    return new Chooser(
        config, ConfigLines.NONE, self, domain -> domain.name().equals("local.example"));
  }

  @ParameterizedTest(name = "{0} to {1} by {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # sender             | recipient             | smarthost   | class  | next hop
          a@x.example          | u@local.example       |             | LOCAL  | local
          a@x.example          | u@LOCAL.example       | smart.host  | LOCAL  | local
          a@x.example          | u@us.example          |             | LOCAL  | local
          a@x.example          | u@[198.51.100.1]      |             | LOCAL  | local
          a@x.example          | u@hub.example         |             | RELAY  | [10.0.0.1]:2525
          a@x.example          | u@sub.hub.example     |             | RELAY  | inside.hub.example
          a@x.example          | u@a.b.hub.example     |             | RELAY  | inside.hub.example
          a@x.example          | u@nothub.example      |             | REMOTE | nothub.example
          a@x.example          | u@backup.example      | smart.host  | RELAY  | backup.example
          a@x.example          | u@other.example       |             | REMOTE | other.example
          a@x.example          | u@other.example       | smart.host  | REMOTE | smart.host
          a@x.example          | u@[192.0.2.1]         | [sm.host]:5 | REMOTE | [sm.host]:5
          boss@local.example   | u@other.example       | smart.host  | REMOTE | [vip.example]
          Boss@local.example   | u@other.example       | smart.host  | REMOTE | smart.host
          a@x.dept.example     | u@other.example       |             | REMOTE | dept.example:26
          a@dept.example       | u@other.example       |             | REMOTE | other.example
          <>                   | u@slow.example        |             | REMOTE | bounces.example
          a@x.example          | u@slow.example        |             | REMOTE | slow.example
          """)
  void theFirstLineThatFitsCounts(
      String from, String to, String smarthost, String domainClass, String hop) throws Exception {
    Choice choice =
        chooser(smarthost == null ? "" : smarthost)
            .choose(Mail.from(ReversePath.parse(from).orElseThrow()), EmailAddress.of(to));
    assertThat(choice.domainClass()).hasToString(domainClass);
    assertThat(choice.hop()).hasToString(hop);
  }

  @Test
  void theExplanationNamesTheLineOfTheConfiguration() throws Exception {
    assertThat(
            chooser("smart.host")
                .choose(
                    Mail.from(ReversePath.parse("a@x.example").orElseThrow()),
                    EmailAddress.of("u@slow.example"))
                .why()
                .toString())
        .contains(
            "a route is for other senders than <a@x.example>  [mta.routing.routes: to = \"slow")
        .contains("all other mail goes by the smarthost  [mta.routing.smarthost: smart.host]");
  }

  @ParameterizedTest
  @CsvSource({
    "example.org,example.org",
    "Example.ORG.,example.org",
    "example.org:26,example.org:26",
    "[mx.example.org],[mx.example.org]",
    "[192.0.2.1]:2525,[192.0.2.1]:2525",
    "[2001:db8::1]:25,[2001:db8:0:0:0:0:0:1]:25",
    "[IPv6:2001:db8::1],[2001:db8:0:0:0:0:0:1]",
  })
  void r14NextHopsAreRead(String text, String read) {
    assertThat(NextHop.parse(text).map(NextHop::toString)).contains(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.1",
        "a b",
        "[",
        "[]",
        "host:",
        "host:0",
        "host:70000",
        "::1",
        "[a]b",
        "LOCAL",
        "mx.",
        "[Hold]",
        "１92.0.2.1",
        "reject 550 5.7.1 ",
        "reject 550 5.7.1 no "
      })
  void r14WhatIsNoNextHopIsRefused(String text) {
    assertThat(NextHop.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,192.0.2.255,true",
    "192.0.2.0/24,192.0.3.0,false",
    "192.0.2.128/25,192.0.2.127,false",
    "127.0.0.1,127.0.0.1,true",
    "127.0.0.1,127.0.0.2,false",
    "0.0.0.0/0,8.8.8.8,true",
    "0.0.0.0/0,::1,false",
    "2001:db8::/33,2001:db8:7fff::1,true",
    "2001:db8::/33,2001:db8:8000::1,false",
  })
  void rangesHoldTheirAddresses(String range, String address, boolean inside) throws Exception {
    assertThat(AddressRange.parse(range).orElseThrow().contains(InetAddress.getByName(address)))
        .isEqualTo(inside);
  }

  @Test
  void aWrongLineIsNamed() {
    assertThatThrownBy(() -> new RoutingConfigBuilder().smarthost("192.0.2.1").build())
        .hasMessageContaining("smarthost must be host, [host] or [address]");
    assertThatThrownBy(() -> new RoutingConfigBuilder().relayNetworks("10.0.0.0/33").build())
        .hasMessageContaining("relay-networks");
    assertThatThrownBy(() -> new RoutingConfigBuilder().relayDomains("*").build())
        .hasMessageContaining("relay-domains");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "128.0.0.0/1", "10.0.0.0/7", "::/0", "2000::/3", "fc00::/6"})
  void r35TheWorldIsNoRelayNetwork(String network) {
    assertThatThrownBy(() -> new RoutingConfigBuilder().relayNetworks(network).build())
        .hasMessageStartingWith("relay-networks: ")
        .hasMessageEndingWith(
            "is too much of the world to be trusted; name the networks that are meant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"**", "*.*", ".org", "*.org", "*hub.org", "mail*", "mail.*"})
  void r35NobodyIsTheHubOfAllDomains(String domain) {
    assertThatThrownBy(() -> new RoutingConfigBuilder().relayDomains(domain).build())
        .hasMessage("relay-domains: \"%s\" stands for domains of anybody".formatted(domain));
  }

  @Test
  void housesAreNetworksAndHubsOfTheirOwn() {
    RoutingConfig config =
        new RoutingConfigBuilder()
            .relayNetworks("10.0.0.0/8", "fc00::/7", "192.0.2.1")
            .relayDomains("lan", "example.org", ".example.org", "mail*.example.org")
            .build();
    assertThat(config.relayNetworks()).hasSize(3);
  }
}
