package mailroad.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import mailroad.dns.Answer;
import mailroad.dns.ForwardingResolver;
import mailroad.dns.RecordType;
import mailroad.dns.ResolverConfig;
import mailroad.dns.Rr;
import mailroad.kernel.World;
import mailroad.lab.sim.Link;
import mailroad.lab.sim.Simulation;
import mailroad.store.Store;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names are found from the root down in every topology, over a network that loses a fifth of all packets. */
class NamesTest {
  @ParameterizedTest
  @EnumSource
  void mailExchangersAreFound(Topology.Kind kind) throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      try (Simulation simulation = new Simulation(seed)) {
        Topology topology = Topology.of(kind, Plan.SIMULATED);
        simulation.linkAll(Link.INTERNET.withLoss(0.2));
        Running running = new Running(topology, ground(simulation));
        for (Host host : topology.hosts()) {
          simulation.machine(host.name(), host.address().getHostAddress());
          if (!(host.role() instanceof Role.MailServer)) {
            running.start(host);
          }
        }
        simulation.play(Duration.ofMinutes(5), () -> ask(simulation.world("mail-a"), topology));
        assertThat(simulation.failures()).isEmpty();
      }
    }
  }

  private static void ask(World world, Topology topology) throws Exception {
    InetSocketAddress server = topology.host("resolver-a").port(topology.plan().dns());
    ForwardingResolver resolver =
        new ForwardingResolver(world, ResolverConfig.DEFAULT, List.of(server));
    List<Rr.Data> exchangers =
        switch (topology.kind()) {
          case TWO_DOMAINS -> List.of(new Rr.Mx(10, "mail.exampleb.tst"));
          case COMPANY_HUB -> List.of(new Rr.Mx(10, "gate.exampleb.tst"));
          case BACKUP_MX ->
              List.of(new Rr.Mx(10, "mail.exampleb.tst"), new Rr.Mx(20, "mx.ispb.tst"));
          case SERVICE_PROVIDER ->
              List.of(new Rr.Mx(10, "mx.ispb.tst"), new Rr.Mx(20, "mail.exampleb.tst"));
        };
    Answer answer;
    do {
      answer = resolver.resolve("exampleB.tst", RecordType.MX);
      world.sleep(Duration.ofSeconds(2));
    } while (answer instanceof Answer.Failed);
    assertThat(((Answer.Found) answer).records())
        .extracting(Rr::data)
        .containsExactlyInAnyOrderElementsOf(exchangers);
  }

  private static Ground ground(Simulation simulation) {
    return new Ground() {
      @Override
      public World world(Host host) {
        return simulation.world(host.name());
      }

      @Override
      public Store store(Host host) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
