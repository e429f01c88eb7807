package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A forwarding resolver in front of servers that know, of a ResolverServer, and of neither. */
class ForwardingResolverTest {
  private static final int FIRST = 10;
  private static final int SECOND = 11;
  private static final int NO_RESOLVER = 12;

  private TestNet net;

  @BeforeEach
  void open() throws IOException {
    TestNet.Builder builder = new TestNet.Builder();
    for (int host : List.of(FIRST, SECOND)) {
      builder.zone(
          host,
          ".",
          """
          b.tst. MX 10 mx.b.tst.
          mx.b.tst. A 192.0.2.1
          www.b.tst. CNAME mx.b.tst.
          dead.b.tst. CNAME none.b.tst.
          loop.b.tst. CNAME loop.b.tst.
          big.b.tst. TXT "%1$s"
          big.b.tst. TXT "2%1$s"
          big.b.tst. TXT "3%1$s"
          big.b.tst. TXT "4%1$s"
          big.b.tst. TXT "5%1$s"
          """
              .formatted("x".repeat(250)));
    }
    net = builder.zone(NO_RESOLVER, ".", "tst. NS ns.tst.\nns.tst. A 127.0.53.2\n").open();
  }

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          b.tst       | MX  | Found Mx 10 mx.b.tst
          b.tst       | A   | NoData
          none.b.tst  | A   | NoDomain
          www.b.tst   | A   | Found 192.0.2.1
          www.b.tst   | MX  | NoData
          dead.b.tst  | A   | NoDomain
          loop.b.tst  | A   | Failed
          """)
  void passesOnWhatTheServerSays(String name, RecordType type, String expected)
      throws InterruptedException {
    ForwardingResolver resolver = net.forwarding(net.config(), FIRST);
    Answer cold = resolver.resolve(name, type);
    assertThat(Answers.show(cold)).as(cold.walk().toString()).isEqualTo(expected);
    assertThat(Answers.show(resolver.resolve(name, type))).isEqualTo(expected);
    assertThat(net.takeAsked()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void asksTheServersInOrder() throws InterruptedException {
    net.forwarding(net.config(), SECOND, FIRST).resolve("b.tst", RecordType.MX);
    assertThat(net.takeAsked()).containsExactly("11 UDP b.tst MX");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"SERVFAIL", "REFUSED", "NOTIMP"})
  void asksTheNextWhereOneFails(String code) throws InterruptedException {
    net.misbehave(FIRST, new Mischief.Fail(code));
    assertThat(
            Answers.show(
                net.forwarding(net.config(), FIRST, SECOND).resolve("b.tst", RecordType.MX)))
        .isEqualTo("Found Mx 10 mx.b.tst");
  }

  @Test
  void asksASilentServerLastTheNextTime() throws InterruptedException {
    net.misbehave(FIRST, new Mischief.Drop());
    ForwardingResolver resolver = net.forwarding(net.impatient(), FIRST, SECOND);
    resolver.resolve("b.tst", RecordType.MX);
    net.takeAsked();
    resolver.resolve("mx.b.tst", RecordType.A);
    assertThat(net.takeAsked()).containsExactly("11 UDP mx.b.tst A");
    net.world.pass(Duration.ofMinutes(5));
    net.misbehave(FIRST);
    resolver.resolve("none.b.tst", RecordType.A);
    assertThat(net.takeAsked()).containsExactly("10 UDP none.b.tst A");
  }

  @Test
  void asksSilentServersAgainBeforeItGivesUp() throws InterruptedException {
    net.misbehave(FIRST, new Mischief.Drop());
    net.misbehave(SECOND, new Mischief.Drop());
    Answer answer = net.forwarding(net.impatient(), FIRST, SECOND).resolve("b.tst", RecordType.MX);
    assertThat(((Answer.Failed) answer).reason())
        .contains("127.0.53.10: did not answer in time", "127.0.53.11: did not answer in time");
    assertThat(net.takeAsked())
        .containsExactly(
            "10 UDP b.tst MX",
            "11 UDP b.tst MX",
            "10 UDP b.tst MX",
            "11 UDP b.tst MX",
            "10 UDP b.tst MX",
            "11 UDP b.tst MX");
  }

  @Test
  void asksOverTcpWhatIsTruncated() throws InterruptedException {
    var found =
        (Answer.Found) net.forwarding(net.config(), FIRST).resolve("big.b.tst", RecordType.TXT);
    assertThat(found.records()).hasSize(5);
    assertThat(net.takeAsked()).containsExactly("10 UDP big.b.tst TXT", "10 TCP big.b.tst TXT");
  }

  /** R2: a referral has no records either, but it is no denial. */
  @Test
  void aServerThatDoesNotRecurseSaysNothing() throws InterruptedException {
    Answer answer = net.forwarding(net.config(), NO_RESOLVER).resolve("b.tst", RecordType.MX);
    assertThat(((Answer.Failed) answer).reason()).contains("does not recurse");
  }

  @Test
  void needsAServer() {
    assertThatThrownBy(() -> new ForwardingResolver(net.world, ResolverConfig.DEFAULT, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheSystemsConfiguration() {
    assertThat(
            SystemServers.parse(
                """
                # made by hand
                search example.org
                nameserver 192.0.2.1
                 nameserver   2001:db8::1
                nameserver not-an-address
                options timeout:1
                nameserver fe80::1%lo
                nameserver 192.0.2.4
                nameserver 192.0.2.5
                """))
        .extracting(SocketText::show)
        .startsWith("192.0.2.1:53", "[2001:db8:0:0:0:0:0:1]:53")
        .hasSize(3);
    assertThat(SystemServers.parse("")).containsExactly(new InetSocketAddress("127.0.0.1", 53));
  }
}
