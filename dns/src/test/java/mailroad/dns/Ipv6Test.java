package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.DelegatingWorld;
import mailroad.kernel.Network;
import mailroad.kernel.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Name servers that have IPv6 addresses: 2001:db8::53:N stands for 127.0.53.N. */
class Ipv6Test {
  private static final int ROOT = 1;
  private static final int TST = 2;

  private TestNet net;

  @BeforeEach
  void open() throws IOException {
    net =
        new TestNet.Builder()
            .zone(ROOT, ".", "tst. NS ns.tst.\nns.tst. AAAA 2001:db8::53:2\n")
            .zone(TST, "tst.", "b MX 10 mx.b\nfar NS ns.far.b\nns.far.b AAAA 2001:db8::53:2\n")
            .zone(
                TST,
                "far.tst.",
                "@ MX 10 mx\nbig TXT \"%1$s\"\nbig TXT \"2%1$s\"\n".formatted("x".repeat(250))
                    + "big TXT \"3"
                    + "y".repeat(250)
                    + "\"\n"
                    + "big TXT \"4"
                    + "y".repeat(250)
                    + "\"\nbig TXT \"5"
                    + "y".repeat(250)
                    + "\"\n")
            .open();
  }

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  private IterativeResolver resolver(boolean works, String... roots) {
    ResolverConfig config = net.config();
    return new IterativeResolver(
        new Ipv6World(net.world, works),
        config,
        RootHint.of(
            List.of(
                "a.root "
                    + String.join("#%1$d ", roots).formatted(net.port())
                    + "#"
                    + net.port())));
  }

  @Test
  void asksOverIpv6() throws InterruptedException {
    Answer answer = resolver(true, "2001:db8::53:1").resolve("b.tst", RecordType.MX);
    assertThat(Answers.show(answer)).isEqualTo("Found Mx 10 mx.b.tst");
    assertThat(answer.walk().toString()).contains("asked ns.tst at [2001:db8");
  }

  @Test
  void asksOverIpv6AndTcp() throws InterruptedException {
    Answer answer = resolver(true, "2001:db8::53:1").resolve("big.far.tst", RecordType.TXT);
    assertThat(answer).as("%s", answer.walk()).isInstanceOf(Answer.Found.class);
    assertThat(net.takeAsked()).contains("2 TCP big.far.tst TXT");
  }

  @Test
  void findsTheIpv6AddressOfAServerWithoutGlue() throws InterruptedException {
    Answer answer = resolver(true, "2001:db8::53:1").resolve("far.tst", RecordType.MX);
    assertThat(Answers.show(answer)).isEqualTo("Found Mx 10 mx.far.tst");
  }

  /** A machine without IPv6 goes to the servers that it can reach. */
  @Test
  void doesWithoutIpv6WhereItFails() throws InterruptedException {
    IterativeResolver resolver = resolver(false, "2001:db8::53:1", "127.0.53.1");
    for (int i = 0; i < 4; i++) {
      resolver.cache().flush();
      Answer answer = resolver.resolve(".", RecordType.NS);
      assertThat(answer).as("%s", answer.walk()).isInstanceOf(Answer.Found.class);
    }
  }

  private static final class Ipv6World extends DelegatingWorld {
    private final boolean works;

    Ipv6World(World under, boolean works) {
      super(under);
      this.works = works;
    }

    @Override
    public Network network() {
      return new Ipv6Network(super.network(), works);
    }
  }

  private record Ipv6Network(Network under, boolean works) implements Network {
    private InetSocketAddress mapped(InetSocketAddress at) throws IOException {
      if (!(at.getAddress() instanceof Inet6Address)) {
        return at;
      }
      if (!works) {
        throw new IOException("Network is unreachable");
      }
      int host = at.getAddress().getAddress()[15] & 0xff;
      return new InetSocketAddress(
          at.getAddress().isAnyLocalAddress()
              ? InetAddress.ofLiteral("0.0.0.0")
              : TestNet.address(host),
          at.getPort());
    }

    @Override
    public Acceptor listen(InetSocketAddress at) throws IOException {
      return under.listen(at);
    }

    @Override
    public Connection connect(Optional<InetAddress> from, InetSocketAddress to, Duration timeout)
        throws IOException {
      return under.connect(from, mapped(to), timeout);
    }

    @Override
    public Datagrams bind(InetSocketAddress at) throws IOException {
      Datagrams port = under.bind(mapped(at));
      return at.getAddress() instanceof Inet6Address ? new Ipv6Datagrams(this, port) : port;
    }

    @Override
    public Acceptor listenLocal(Path at) throws IOException {
      return under.listenLocal(at);
    }

    @Override
    public Connection connectLocal(Path to) throws IOException {
      return under.connectLocal(to);
    }
  }

  private record Ipv6Datagrams(Ipv6Network network, Network.Datagrams under)
      implements Network.Datagrams {
    @Override
    public InetSocketAddress address() {
      return under.address();
    }

    @Override
    public void send(byte[] content, InetSocketAddress to) throws IOException {
      under.send(content, network.mapped(to));
    }

    @Override
    public Optional<Network.Datagram> receive(Duration timeout) throws IOException {
      return under
          .receive(timeout)
          .map(it -> {
            byte host = it.from().getAddress().getAddress()[3];
            InetAddress from = InetAddress.ofLiteral("2001:db8::53:" + host);
            return new Network.Datagram(
                it.content(), new InetSocketAddress(from, it.from().getPort()));
          });
    }

    @Override
    public void close() {
      under.close();
    }
  }
}
