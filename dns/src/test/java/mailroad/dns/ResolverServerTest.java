package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ForwardingResolver asks a ResolverServer, which asks a fixed world. */
class ResolverServerTest {
  private static final FixedResolver WORLD =
      FixedResolver.of(
              """
              b.tst. 300 IN MX 10 mx.b.tst.
              b.tst. 300 IN MX 20 mx2.b.tst.
              null.tst. 300 IN MX 0 .
              mx.b.tst. 300 IN A 192.0.2.1
              mx.b.tst. 300 IN AAAA 2001:db8::1
              www.b.tst. 300 IN CNAME mx.b.tst.
              text.b.tst. 300 IN TXT "a \\"quoted\\" \\\\ back; slash" "\\195\\188\\000"
              1.2.0.192.in-addr.arpa. 300 IN PTR mx.b.tst.
              _imap._tcp.b.tst. 300 IN SRV 0 1 143 mx.b.tst.
              _25._tcp.mx.b.tst. 300 IN TLSA 3 1 1 ABCD
              od\\.d\\032name.b.tst. 300 IN A 192.0.2.2
              """)
          .failing("down.tst", "all its servers keep silent");

  private final RunningWorld world = new RunningWorld();
  private ResolverServer server;

  @BeforeEach
  void open() throws IOException {
    server = server(DnsServerConfig.DEFAULT);
  }

  private ResolverServer server(DnsServerConfig config) throws IOException {
    return new ResolverServer(world, config, new InetSocketAddress(TestNet.address(1), 0), WORLD);
  }

  @AfterEach
  void close() throws InterruptedException {
    server.close();
    server.awaitEnd();
  }

  private Answer ask(String name, RecordType type) throws InterruptedException {
    ResolverConfig config =
        ResolverConfig.DEFAULT.withTimeouts(
            new ResolverConfig.Timeouts(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60)));
    return new ForwardingResolver(world, config, List.of(server.address())).resolve(name, type);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "b.tst, MX",
    "null.tst, MX",
    "b.tst, A",
    "mx.b.tst, A",
    "mx.b.tst, AAAA",
    "none.tst, MX",
    "www.b.tst, A",
    "www.b.tst, MX",
    "text.b.tst, TXT",
    "1.2.0.192.in-addr.arpa, PTR",
    "_imap._tcp.b.tst, SRV",
    "_25._tcp.mx.b.tst, TLSA",
    "od\\.d\\032name.b.tst, A",
    "down.tst, MX",
  })
  void passesAnswersOnUnchanged(String name, RecordType type) throws InterruptedException {
    Answer told = WORLD.resolve(name, type);
    Answer heard = ask(name, type);
    assertThat(heard).hasSameClassAs(told);
    assertThat(Answers.show(heard)).isEqualTo(Answers.show(told));
    if (told instanceof Answer.Found a && heard instanceof Answer.Found b) {
      assertThat(b.records()).isEqualTo(a.records());
      assertThat(b.aliases()).isEqualTo(a.aliases());
    }
  }

  @Test
  void aDenialComesWithItsSoa() throws InterruptedException {
    var none = (Answer.NoDomain) ask("none.tst", RecordType.MX);
    assertThat(none.soa()).map(Rr::ttlSeconds).contains(300L);
  }

  /** RFC 8914: the one behind the resolver learns why. */
  @Test
  void aFailureComesWithItsReason() throws InterruptedException {
    var failed = (Answer.Failed) ask("down.tst", RecordType.MX);
    assertThat(failed.reason()).contains("SERVFAIL (all its servers keep silent)");
  }

  @Test
  void othersThanClientsAreRefused() throws InterruptedException, IOException {
    server.close();
    server =
        server(new DnsServerConfig(9, 9, Duration.ofSeconds(1), 1232, List.of("192.0.2.0/24")));
    var failed = (Answer.Failed) ask("b.tst", RecordType.MX);
    assertThat(failed.reason()).contains("REFUSED (not a client of this resolver)");
  }
}
