package mailroad.mta;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.RoutingConfigBuilder;
import org.junit.jupiter.api.Test;

class ProbeTest {
  @Test
  void saysOfEachExchangerHowItAnswers() throws Exception {
    try (Bench bench = new Bench()) {
      FakeMx good = bench.exchanger("127.0.0.41", 0);
      good.says("EHLO", "250-good\r\n250-SIZE 1000\r\n250 8BITMIME");
      bench.exchanger("127.0.0.42", good.port()).says("greeting", "554 5.7.1 not you");
      bench.exchanger("127.0.0.44", good.port()).says("greeting", "SSH-2.0");
      bench
          .routing(new RoutingConfigBuilder().loopback(good.port()).build())
          .dns(
              FixedResolver.of(
                  """
                  b.example. 60 IN MX 10 a.b.example.
                  b.example. 60 IN MX 20 b.b.example.
                  b.example. 60 IN MX 30 c.b.example.
                  b.example. 60 IN MX 40 d.b.example.
                  a.b.example. 60 IN A 127.0.0.41
                  b.b.example. 60 IN A 127.0.0.42
                  c.b.example. 60 IN A 127.0.0.43
                  d.b.example. 60 IN A 127.0.0.44
                  """));
      Probe.Result result = bench.mta().probe(new Domain("b.example"));
      assertThat(result.hosts())
          .extracting(host -> host.target().host() + " " + host.state().getClass().getSimpleName())
          .containsExactly(
              "a.b.example Reachable",
              "b.b.example Unwilling",
              "c.b.example Refused",
              "d.b.example Broken");
      Probe.State.Reachable reachable = (Probe.State.Reachable) result.hosts().getFirst().state();
      assertThat(reachable.offers().size()).hasValue(1000);
      assertThat(result.hosts().getFirst().policy().finding()).startsWith("TLS as it is offered");
      assertThat(good.heard("MAIL")).isEmpty();
      assertThat(good.heard("QUIT")).hasSize(1);
    }
  }

  @Test
  void saysWhyThereIsNobodyToSpeakTo() throws Exception {
    try (Bench bench = new Bench()) {
      Probe.Result result = bench.mta().probe(new Domain("gone.example"));
      assertThat(result.hosts()).isEmpty();
      assertThat(result.route()).isInstanceOf(Route.Never.class);
    }
  }
}
