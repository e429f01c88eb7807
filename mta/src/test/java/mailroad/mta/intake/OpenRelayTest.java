package mailroad.mta.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.mta.Bench;
import mailroad.mta.routing.RouteLine;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.sasl.PlaintextLogin;
import mailroad.smtp.server.SmtpExtensions;
import mailroad.smtp.server.SmtpLimits;
import mailroad.smtp.server.SmtpServer;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.smtp.server.SmtpTimes;
import mailroad.wire.ClientTrust;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.Tls;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What those try who look for servers that pass anybody's mail on, at every kind of port, over real sockets: R13, R15,
 * R34, R35.
 */
class OpenRelayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<String> SENDERS =
      List.of(
          "",
          "x@away.example",
          "far@away.example",
          "anna@local.example",
          "postmaster@us.local.example",
          "anna@[198.51.100.1]",
          "@away.example:anna@local.example");

  private static final List<String> ELSEWHERE =
      List.of(
          "far@away.example",
          "far@AWAY.example",
          "far@[203.0.113.77]",
          "far@[IPv6:2001:db8::77]",
          "far@local.example.away.example",
          "far@xlocal.example",
          "far%away.example@local.example",
          "far%away.example@us.local.example",
          "far%away.example@[198.51.100.1]",
          "far%away.example%local.example@us.local.example",
          "away.example!far@local.example",
          "us.local.example!away.example!far@[198.51.100.1]",
          "away.example!far",
          "far%away.example",
          "@local.example:far@away.example",
          "@us.local.example,@[198.51.100.1]:far@away.example",
          "@us.local.example:far%away.example@local.example",
          "\"far@away.example\"@local.example",
          "\"far@away.example\"@us.local.example",
          "\"far%away.example\"@local.example",
          "\"@local.example:far@away.example\"@local.example",
          "\"far@away.example\"",
          "far@away.example@local.example",
          "far@local.example@away.example",
          "\"far\"@away.example@local.example",
          "far\\@away.example@local.example",
          "<far@away.example>",
          "far@away.example.",
          "far@away.example,anna@local.example",
          "far@away.example (anna@local.example)",
          "far@away.example\\0@local.example",
          "far@",
          "@away.example",
          "");

  private final Bench bench = new Bench();

  @BeforeEach
  void atHome() {
    bench.mailboxes.account("anna@local.example");
    bench.routing(new RoutingConfigBuilder().loopback(25).relayNetworks("127.0.0.0/30").build());
  }

  @AfterEach
  void nothingWasTaken() throws Exception {
    assertThat(bench.mta().queue().list(Optional.empty(), 10)).isEmpty();
    assertThat(bench.events()).isEmpty();
    bench.close();
  }

  private static SmtpServerConfig port(SmtpServerConfig.Role role, List<String> xclientFrom) {
    SmtpExtensions extensions =
        new SmtpExtensions(SmtpExtensions.Verify.NOBODY, Duration.ZERO, 0, true, xclientFrom);
    return new SmtpServerConfig(
        role, PlaintextLogin.NEVER, SmtpLimits.DEFAULT, SmtpTimes.DEFAULT, extensions);
  }

  private static ListenerConfig behind(String... proxies) {
    return new ListenerConfig(1000, 1000, 0, 90, List.of(proxies), PATIENCE, PATIENCE);
  }

  private Listener open(String at, SmtpServerConfig config, ListenerConfig listening)
      throws Exception {
    SmtpServer server =
        new SmtpServer(
            bench.world,
            config,
            new Domain("us.local.example"),
            bench.mta().reception(),
            Optional.empty(),
            Optional.empty());
    return Listener.open(bench.world, new InetSocketAddress(at, 0), listening, server);
  }

  /** From the address of the port: 127.0.0.1 is in a relay network, 127.0.0.55 is not. */
  private void play(Listener listener, String script) throws Exception {
    InetSocketAddress port = listener.address();
    new Player(
            bench.world,
            () -> bench.world.network().connect(Optional.of(port.getAddress()), port, PATIENCE),
            Tls.client(ClientTrust.any(), ""),
            PATIENCE)
        .play(Script.parse(script))
        .check();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"MTA", "LMTP"})
  void r34r35NoSpellingOfAnAddressLeadsOn(SmtpServerConfig.Role role) throws Exception {
    String hello = role == SmtpServerConfig.Role.LMTP ? "LHLO c" : "EHLO c";
    try (Listener listener = open("127.0.0.55", port(role, List.of()), behind())) {
      for (String sender : SENDERS) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < ELSEWHERE.size(); i++) {
          script
              .append("= on c" + i + "\nS: 220 *\nC: " + hello + "\nS~ 250 *\n")
              .append("C: MAIL FROM:<" + sender + ">\nS: 250 *\n")
              .append("C: RCPT TO:<" + ELSEWHERE.get(i) + ">\nS: 5*\n")
              .append("C: DATA\nS: 5*\nC: QUIT\nS: 221 *\n");
        }
        play(listener, script.toString());
      }
    }
  }

  /** What administrators configure: none of it opens the door. */
  private enum Setup {
    SMARTHOST(new RoutingConfigBuilder().smarthost("[127.0.0.1]:9")),
    RELAY_DOMAIN(new RoutingConfigBuilder().relayDomains("behind.example")),
    ROUTES(
        new RoutingConfigBuilder()
            .smarthost("[127.0.0.1]:9")
            .routes(
                new RouteLine("away.example", "[127.0.0.1]:9"),
                new RouteLine(".away.example", "[127.0.0.1]:9")));

    final RoutingConfigBuilder routing;

    Setup(RoutingConfigBuilder routing) {
      this.routing = routing;
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void r35NoConfigurationOfRoutesOpensTheDoor(Setup setup) throws Exception {
    bench.routing(setup.routing.loopback(25).relayNetworks("127.0.0.0/30").build());
    for (SmtpServerConfig.Role role :
        List.of(SmtpServerConfig.Role.MTA, SmtpServerConfig.Role.LMTP)) {
      String hello = role == SmtpServerConfig.Role.LMTP ? "LHLO c" : "EHLO c";
      try (Listener listener = open("127.0.0.55", port(role, List.of()), behind())) {
        StringBuilder script =
            new StringBuilder(
                "S: 220 *\nC: "
                    + hello
                    + "\nS~ 250 HELP\nC: MAIL FROM:<anna@local.example>\nS: 250 *\n");
        for (String elsewhere : ELSEWHERE.subList(0, 17)) {
          script.append("C: RCPT TO:<" + elsewhere + ">\nS: 5*\n");
        }
        play(listener, script.append("C: DATA\nS: 5*\n").toString());
      }
    }
  }

  @Test
  void usersWhoDidNotLogInSendNothing() throws Exception {
    try (Listener listener =
        open("127.0.0.55", port(SmtpServerConfig.Role.SUBMISSION, List.of()), behind())) {
      for (String sender : SENDERS) {
        play(
            listener,
            "S: 220 *\nC: EHLO c\nS~ 250 *\nC: MAIL FROM:<%s>\nS: 5*\nC: RCPT TO:<far@away.example>\nS: 503 *\n"
                .formatted(sender));
      }
    }
  }

  /** The proxy stands in a relay network; who comes through it does not. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "PROXY TCP4 203.0.113.9 198.51.100.1 4321 25\\r\\n",
        "PROXY TCP6 2001:db8::9 2001:db8::1 4321 25\\r\\n",
        "\\r\\n\\r\\n\\0\\r\\nQUIT\\n\\x21\\x11\\0\\x0c\\xcb\\0\\x71\\x09\\xc6\\x33\\x64\\x01\\x10\\xe1\\0\\x19"
      })
  void aProxysRightsAreNotItsClientsA22(String header) throws Exception {
    try (Listener listener =
        open("127.0.0.1", port(SmtpServerConfig.Role.MTA, List.of()), behind("127.0.0.0/30"))) {
      play(
          listener,
          "C+ %s\nS: 220 *\nC: EHLO c\nS~ 250 *\nC: MAIL FROM:<>\nS: 250 *\nC: RCPT TO:<far@away.example>\nS: 550 5.7.1 *\n"
              .formatted(header));
    }
  }

  @Test
  void whomAProxySpeaksForHasHisOwnRightsA22() throws Exception {
    try (Listener listener =
        open("127.0.0.1", port(SmtpServerConfig.Role.MTA, List.of("127.0.0.0/30")), behind())) {
      play(
          listener,
          """
          S: 220 *
          C: EHLO proxy
          S~ 250 HELP
          C: XCLIENT ADDR=203.0.113.9 NAME=[UNAVAILABLE]
          S: 220 *
          C: EHLO c
          S~ 250 HELP
          C: MAIL FROM:<anna@local.example>
          S: 250 *
          C: RCPT TO:<far@away.example>
          S: 550 5.7.1 *
          """);
    }
  }

  @Test
  void nobodyGivesHimselfALoginOrAnAddressA22() throws Exception {
    try (Listener listener =
        open("127.0.0.55", port(SmtpServerConfig.Role.MTA, List.of("127.0.0.2")), behind())) {
      play(
          listener,
          """
          S: 220 *
          C: EHLO c
          S~ 250 HELP
          C: XCLIENT ADDR=127.0.0.1 LOGIN=anna@local.example
          S: 550 *
          C: MAIL FROM:<anna@local.example> AUTH=anna@local.example
          S: *
          C: RSET
          S: 250 *
          C: MAIL FROM:<anna@local.example>
          S: 250 *
          C: RCPT TO:<far@away.example>
          S: 550 5.7.1 *
          """);
    }
  }
}
