package mailroad.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import mailroad.kernel.EmailAddress;
import mailroad.mime.Header;
import mailroad.mta.routing.GroupLine.Member;
import mailroad.mta.routing.GroupLine.Spread;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lines of routes may say, and what fits them. */
class PatternsTest {
  @ParameterizedTest(name = "{0} fits {1}: {2}")
  @CsvSource({
    "*@b.example, anna@b.example, true",
    "*@b.example, anna@c.example, false",
    "*@B.Example, anna@b.example, true",
    "sales-*@b.example, sales-eu@b.example, true",
    "sales-*@b.example, Sales-eu@b.example, false",
    "sales-*@b.example, sales-@b.example, true",
    "a*n*a@b.example, anna@b.example, true",
    "a*na*a@b.example, anna@b.example, false",
    "mail*.b.example, x@mail7.b.example, true",
    "mail*.b.example, x@b.example, false",
    "anna@*, anna@anywhere.example, true",
    ".b.example, x@y.b.example, true",
    ".b.example, x@b.example, false",
    "b.example, x@b.example, true",
    "anna@b.example, anna@B.EXAMPLE, true",
  })
  void r15AddressesFitWithTheCaseOfTheirLocalParts(String pattern, String address, boolean fits) {
    assertThat(AddressPattern.parse(pattern).orElseThrow().matches(EmailAddress.of(address)))
        .isEqualTo(fits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"@b.example", "a b*@c d.example", "*@", "a@b@*", "b..example", "*@.b.example"})
  void whatIsNoPatternIsRefused(String text) {
    assertThat(AddressPattern.parse(text)).isEmpty();
  }

  @Test
  @Timeout(20)
  void a21APatternTakesLinearTimeWhateverItSays() {
    Glob glob = Glob.parse("*a".repeat(100) + "*b").orElseThrow();
    String text = "a".repeat(100_000);
    for (int i = 0; i < 200; i++) {
      assertThat(glob.matches(text)).isFalse();
    }
    assertThat(Glob.parse("x".repeat(256))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Bulk: yes*          | true",
        "x-bulk: YES, really   | true",
        "X-Bulk: no            | false",
        "Subject: *folded*     | true",
        "Subject: *a word*     | true",
        "X-Other: *            | false",
        "Received: *second*    | true",
      })
  void fieldsFitByAnyOfTheirName(String pattern, boolean fits) {
    Header header =
        Header.of(
            """
            Received: first\r
            Received: the second\r
            X-Bulk: Yes, really\r
            Subject: a\r
             word folded\r
            \r
            """
                .getBytes(StandardCharsets.UTF_8));
    assertThat(FieldPattern.parse(pattern).orElseThrow().matches(header)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lmtp:[127.0.0.1]:24     | lmtp:[127.0.0.1]:24",
        "lmtp:box.example:24     | lmtp:[box.example]:24",
        "[a.example]:587, b.example | [a.example]:587, b.example",
        "group:inner             | group:inner",
        "mx                      | mx",
        "hold                    | hold",
        "discard                 | discard",
        "local                   | local",
        "reject 550 5.7.1 not so | reject 550 5.7.1 not so",
      })
  void r14WaysAreRead(String text, String read) {
    assertThat(NextHop.parse(text).map(NextHop::toString)).contains(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lmtp:box.example",
        "lmtp:[::1]",
        "group:",
        "group:a b",
        "reject 250 2.0.0 fine",
        "reject 550 4.7.1 which",
        "reject 550 no code",
        "reject 421 4.3.2 bye",
        "a.example,, b",
        "a.example, hold"
      })
  void r14WhatIsNoWayIsRefused(String text) {
    assertThat(NextHop.parse(text)).isEmpty();
  }

  @Test
  void aWrongLineNamesItsKey() {
    assertThatThrownBy(() -> new RouteLine("*", "nowhere at all"))
        .hasMessageContaining("next-hop must be");
    assertThatThrownBy(() -> new RouteLine("*", "mx").withHeader("no colon"))
        .hasMessageContaining("header must be Name: value");
    assertThatThrownBy(() -> new RouteLine("*", "mx").withToken("", "provider.token"))
        .hasMessageContaining("token-file");
    assertThatThrownBy(() -> new RouteLine("*", "mx").withSources("here"))
        .hasMessageContaining("sources must be addresses");
    assertThatThrownBy(() -> new RouteLine("*", "mx").with(Duration.ofDays(-1)))
        .hasMessageContaining("lifetime");
    assertThatThrownBy(() -> new GroupLine("inner", Spread.IN_ORDER, List.of()))
        .hasMessageContaining("hosts must not be empty");
    assertThatThrownBy(() -> new Member("group:inner", 1)).hasMessageContaining("next-hop");
    assertThatThrownBy(
            () -> new RoutingConfigBuilder().routes(new RouteLine("*", "group:none")).build())
        .hasMessageContaining("routes name no group");
    assertThatThrownBy(() -> new RoutingConfigBuilder().smarthost("hold").build())
        .hasMessageContaining("smarthost must be");
  }

  @Test
  void secretsAreNotShown() {
    RouteLine line = new RouteLine("*", "[a.example]").withLogin("us", "secret");
    assertThat(line.toString() + line.manner()).doesNotContain("secret");
    Member member = new Member("[a.example]", 1).withLogin("us", "secret").with(TlsDemand.REQUIRED);
    assertThat(member.toString() + member.manner()).doesNotContain("secret");
  }

  @Test
  void r37HostsTakeTurnsByTheirWeights() {
    Spreader spreader =
        new Spreader(
            new GroupLine(
                "inner",
                Spread.ROUND_ROBIN,
                List.of(new Member("[a]", 5), new Member("[b]", 1), new Member("[c]", 1))));
    StringBuilder firsts = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      int asked = spreader.order(List.of(0, 0, 0), false).getFirst();
      int taken = spreader.order(List.of(0, 0, 0), true).getFirst();
      assertThat(asked).as("a question tells the turn and does not take it").isEqualTo(taken);
      firsts.append("abc".charAt(taken));
    }
    assertThat(firsts).hasToString("aabacaaaabacaa");
  }

  @Test
  void theLeastBusyForItsWeightComesFirst() {
    Spreader spreader =
        new Spreader(
            new GroupLine(
                "inner",
                Spread.LEAST_BUSY,
                List.of(new Member("[a]", 1), new Member("[b]", 4), new Member("[c]", 1))));
    assertThat(spreader.order(List.of(2, 4, 3), true)).containsExactly(1, 0, 2);
    assertThat(spreader.order(List.of(0, 4, 3), true)).containsExactly(0, 1, 2);
  }
}
