package mailroad.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import mailroad.mta.routing.AddressPattern;
import mailroad.mta.routing.DomainPattern;
import mailroad.mta.routing.NextHop;
import org.junit.jupiter.api.Test;

/** Ways and patterns as somebody may write them into the configuration. */
class RoutingFuzzTest {
  @Test
  void nextHops() {
    Fuzzer.fuzz(
        "nexthop",
        octets -> {
          Optional<NextHop> hop = NextHop.parse(new String(octets, StandardCharsets.UTF_8));
          hop.ifPresent(it -> assertThat(NextHop.parse(it.toString())).contains(it));
          return hop.map(it -> it.getClass().getSimpleName() + it.toString().contains(":"))
              .orElse("none");
        });
  }

  @Test
  void patterns() {
    Fuzzer.fuzz(
        "nexthop",
        octets -> {
          String text = new String(octets, StandardCharsets.UTF_8);
          return AddressPattern.parse(text).map(it -> it.getClass().getSimpleName()).orElse("none")
              + DomainPattern.parse(text).map(it -> it.getClass().getSimpleName()).orElse("none");
        });
  }
}
