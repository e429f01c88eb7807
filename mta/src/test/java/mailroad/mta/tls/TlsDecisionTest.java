package mailroad.mta.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.TlsWish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which policy counts, and what follows: R42, R43, R44, RFC 8689. */
class TlsDecisionTest {
  private static final String HOST = "mx.b.example";
  private static final Why WHY = new Why("as it was found");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                              | route         | sender       | DNS says | MTA-STS       | what is done                | after a failure
          R42: as it is offered               | OPPORTUNISTIC | UNSAID       | nothing  | -             | Offered                     | Clear
          the route forbids                   | NONE          | UNSAID       | records  | enforce       | Clear                       | 4.7.5
          the route demands                   | REQUIRED      | UNSAID       | nothing  | -             | Proven mx.b.example         | 4.7.5
          a password needs TLS                | OPPORTUNISTIC | login        | nothing  | -             | Encrypted                   | 4.7.5
          R44: TLSA records                   | OPPORTUNISTIC | UNSAID       | records  | -             | Dane mx.b.example           | 4.7.5
          R44: DANE goes before MTA-STS       | OPPORTUNISTIC | UNSAID       | records  | other enforce | Dane mx.b.example           | 4.7.5
          R44: DANE proves what a route wants | REQUIRED      | UNSAID       | records  | -             | Dane mx.b.example           | 4.7.5
          R44: unusable records               | OPPORTUNISTIC | UNSAID       | unusable | -             | Encrypted                   | 4.7.5
          unusable, and MTA-STS knows better  | OPPORTUNISTIC | UNSAID       | unusable | enforce       | Proven mx.b.example         | 4.7.5
          R44: bogus                          | OPPORTUNISTIC | UNSAID       | bogus    | enforce       | 451 4.7.5                   |
          R44: bogus, though the route demands| REQUIRED      | UNSAID       | bogus    | -             | 451 4.7.5                   |
          R43: enforced                       | OPPORTUNISTIC | UNSAID       | nothing  | enforce       | Proven mx.b.example         | 4.7.5
          R43: enforced, another host         | OPPORTUNISTIC | UNSAID       | nothing  | other enforce | 451 4.7.5                   |
          R43: testing                        | OPPORTUNISTIC | UNSAID       | nothing  | testing       | Proven mx.b.example         | Offered Clear
          R43: testing, with a password       | OPPORTUNISTIC | login        | nothing  | testing       | Proven mx.b.example         | Encrypted
          R43: testing, another host          | OPPORTUNISTIC | UNSAID       | nothing  | other testing | Offered                     | Clear
          RFC 8689: nothing proves the host   | OPPORTUNISTIC | REQUIRED     | nothing  | -             | 550 5.7.10                  |
          RFC 8689: the route forbids         | NONE          | REQUIRED     | nothing  | -             | 550 5.7.10                  |
          RFC 8689: DNSSEC proves the host    | OPPORTUNISTIC | REQUIRED     | signed   | -             | Proven mx.b.example         | 5.7.10
          RFC 8689: DANE                      | OPPORTUNISTIC | REQUIRED     | records  | -             | Dane mx.b.example           | 5.7.10
          RFC 8689: unusable records          | OPPORTUNISTIC | REQUIRED     | unusable | -             | Proven mx.b.example         | 5.7.10
          RFC 8689: a policy names the host   | OPPORTUNISTIC | REQUIRED     | nothing  | testing       | Proven mx.b.example         | 5.7.10
          RFC 8689: TLS-Required: No          | OPPORTUNISTIC | NOT_REQUIRED | bogus    | other enforce | Offered                     | Clear
          TLS-Required: No against the route  | REQUIRED      | NOT_REQUIRED | nothing  | -             | Proven mx.b.example         | 4.7.5
          """)
  void decides(
      String what,
      TlsDemand demand,
      String sender,
      String dns,
      String sts,
      String done,
      String failure) {
    boolean login = sender.equals("login");
    TlsWish wish = login ? TlsWish.UNSAID : TlsWish.valueOf(sender);
    TlsDecision.Asked asked = new TlsDecision.Asked(demand, wish, login);
    HostPolicy policy = new TlsDecision(asked, HOST, dane(dns), sts(sts)).decide();
    assertThat(policy.why().because()).contains(WHY);
    switch (policy) {
      case HostPolicy.Avoid(var reply, _) ->
          assertThat(reply.code() + " " + reply.status()).isEqualTo(done);
      case HostPolicy.Use use -> {
        assertThat(words(use.protection())).isEqualTo(done);
        String after =
            use.fallbacks().isEmpty()
                ? use.failed("4.7.5", "x").status()
                : String.join(" ", use.fallbacks().stream().map(TlsDecisionTest::words).toList());
        assertThat(after).isEqualTo(failure);
      }
    }
  }

  private static String words(Protection protection) {
    return switch (protection) {
      case Protection.Clear() -> "Clear";
      case Protection.Offered() -> "Offered";
      case Protection.Encrypted() -> "Encrypted";
      case Protection.Proven(var name) -> "Proven " + name;
      case Protection.Dane dane -> "Dane " + dane.base();
    };
  }

  private static DaneFinding dane(String text) {
    Rr.Tlsa record = new Rr.Tlsa(3, 1, 1, "00".repeat(32));
    return switch (text) {
      case "nothing" -> new DaneFinding.Nothing(false, WHY);
      case "signed" -> new DaneFinding.Nothing(true, WHY);
      case "records" -> new DaneFinding.Records(HOST, List.of(record), List.of(HOST), WHY);
      case "unusable" -> new DaneFinding.Unusable(HOST, List.of(record), WHY);
      default -> new DaneFinding.Unknown("bogus", Optional.empty(), WHY);
    };
  }

  private static StsFinding sts(String text) {
    if (text.equals("-")) {
      return new StsFinding.Nothing(WHY);
    }
    StsPolicy.Mode mode =
        text.endsWith("enforce") ? StsPolicy.Mode.ENFORCE : StsPolicy.Mode.TESTING;
    String pattern = text.startsWith("other") ? "*.c.example" : "*.b.example";
    StsPolicy policy = new StsPolicy("1", mode, List.of(pattern), Duration.ofDays(1));
    return new StsFinding.Found(new Domain("b.example"), policy, Optional.empty(), WHY);
  }
}
