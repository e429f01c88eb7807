package mailroad.guard.door;

import static mailroad.guard.door.Doors.address;
import static mailroad.guard.door.Doors.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the names are worth that clients give. */
class HelloCheckTest {
  private static final FixedResolver DNS =
      FixedResolver.of(
              """
              mail.away.example. 300 IN A 203.0.113.9
              six.away.example. 300 IN AAAA 2001:db8::9
              mx.away.example. 300 IN MX 10 mail.away.example.
              """)
          .failing("unsure.example", "SERVFAIL");

  private static HelloCheck check(HelloConfig config) {
    return new HelloCheck(
        DNS, config, new Domain("mx.local.example"), Set.of(address("198.51.100.1")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mail.away.example     | nothing
          MAIL.away.example.    | nothing
          six.away.example      | nothing
          unsure.example        | nothing
          mx.away.example       | helo-unresolvable 1.0
          none.example          | helo-unresolvable 1.0
          mx.local.example      | helo-ourselves 5.0
          [198.51.100.1]        | helo-ourselves 5.0
          [203.0.113.9]         | helo-literal 0.5
          [203.0.113.10]        | helo-wrong-literal 3.0
          203.0.113.9           | helo-bare-address 2.5
          2001:db8::9           | helo-bare-address 2.5
          localhost             | helo-unqualified 1.5
          what-is this          | helo-invalid 2.0
          """)
  void namesAreWorth(String helo, String worth) throws Exception {
    assertThat(
            check(HelloConfig.DEFAULT)
                .evidence(address("203.0.113.9"), helo)
                .map(found -> found.name() + " " + found.score())
                .orElse("nothing"))
        .isEqualTo(worth);
  }

  @Test
  void nobodyIsRefusedForItUnlessThatIsWanted() throws Exception {
    HelloConfig strict =
        new HelloConfig(5, 2, 2.5, 3, 0.5, 1.5, 1, List.of("ourselves", "bare-address"));
    assertThat(check(strict).refusal(address("203.0.113.9"), "mx.local.example")).isPresent();
    assertThat(check(strict).refusal(address("203.0.113.9"), "203.0.113.9")).isPresent();
    assertThat(check(strict).refusal(address("203.0.113.9"), "localhost")).isEmpty();
    assertThat(check(HelloConfig.DEFAULT).refusal(address("203.0.113.9"), "mx.local.example"))
        .isEmpty();
    Door door = new Doors().open();
    assertThat(Doors.said(door.hello(client("203.0.113.9", "mx.local.example"))))
        .isEqualTo("accepted");
  }

  @Test
  void nobodyMayBeRefusedForANameThatLeadsNowhere() {
    assertThatThrownBy(() -> new HelloConfig(5, 2, 2.5, 3, 0.5, 1.5, 1, List.of("unresolvable")))
        .hasMessageStartingWith("refuse: \"unresolvable\" is none of");
  }
}
