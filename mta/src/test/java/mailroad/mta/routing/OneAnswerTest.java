package mailroad.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.mta.TestWorld;
import org.junit.jupiter.api.Test;

/** One attempt uses one consistent set of answers, and keeps it. */
class OneAnswerTest {
  private static final FixedResolver WORLD =
      FixedResolver.of(
          """
          b.example. 60 IN MX 10 mx1.b.example.
          b.example. 60 IN MX 10 mx2.b.example.
          b.example. 60 IN MX 20 mx1.b.example.
          mx1.b.example. 60 IN A 192.0.2.1
          mx2.b.example. 60 IN A 192.0.2.2
          """);

  @Test
  void r45EachQuestionIsAskedOnceAndTheRecordsAreKept() throws Exception {
    List<String> asked = new ArrayList<>();
    Resolver counting =
        (name, type) -> {
          asked.add(name + " " + type);
          return WORLD.resolve(name, type);
        };
    Self self =
        Self.of(
            new Domain("us.example"),
            Set.of(InetAddress.getByName("198.51.100.1")),
            RoutingConfig.DEFAULT);
    Router router = new Router(new TestWorld(1), counting, RoutingConfig.DEFAULT, self, _ -> false);
    Route route = router.route(new Choice.Hop(NextHop.parse("b.example").orElseThrow()));
    assertThat(asked).doesNotHaveDuplicates().hasSize(5);
    assertThat(route.why().toString())
        .contains("b.example. 60 IN MX 10 mx1.b.example.")
        .contains("mx2.b.example. 60 IN A 192.0.2.2");
    router.route(new Choice.Hop(NextHop.parse("b.example").orElseThrow()));
    assertThat(asked).as("anew for each attempt").hasSize(10);
  }
}
