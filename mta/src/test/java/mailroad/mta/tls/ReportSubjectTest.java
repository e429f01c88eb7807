package mailroad.mta.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mta.routing.Manner;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.TlsWish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a session is told to, and under which policy (RFC 8460 sections 1.1 and 4.3). */
class ReportSubjectTest {
  private static final String HOST = "mx.b.example";
  private static final Why WHY = new Why("as it was found");
  private static final Domain B = new Domain("b.example");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                            | route         | sender       | DNS says | MTA-STS       | policy          | of           | what is wrong with it | beside it
          no policy                         | OPPORTUNISTIC | UNSAID       | nothing  | -             | no-policy-found | b.example    | -                     | -
          DANE                              | OPPORTUNISTIC | UNSAID       | records  | enforce       | tlsa            | mx.b.example | -                     | -
          records that cannot be used       | OPPORTUNISTIC | UNSAID       | unusable | -             | tlsa            | mx.b.example | tlsa-invalid          | -
          the same, on trial beside         | OPPORTUNISTIC | UNSAID       | unusable | testing       | tlsa            | mx.b.example | tlsa-invalid          | -
          the same, MTA-STS counts          | OPPORTUNISTIC | UNSAID       | unusable | enforce       | sts             | b.example    | -                     | tlsa-invalid
          forged answers                    | OPPORTUNISTIC | UNSAID       | bogus    | enforce       | tlsa            | mx.b.example | dnssec-invalid        | -
          what only changed meanwhile       | OPPORTUNISTIC | UNSAID       | changed  | -             | tlsa            | mx.b.example | -                     | -
          MTA-STS                           | OPPORTUNISTIC | UNSAID       | nothing  | enforce       | sts             | b.example    | -                     | -
          on trial                          | OPPORTUNISTIC | UNSAID       | nothing  | testing       | sts             | b.example    | -                     | -
          another host                      | OPPORTUNISTIC | UNSAID       | nothing  | other enforce | sts             | b.example    | validation-failure    | -
          another host, on trial            | OPPORTUNISTIC | UNSAID       | nothing  | other testing | sts             | b.example    | validation-failure    | -
          a policy that cannot be fetched   | OPPORTUNISTIC | UNSAID       | nothing  | unfetched     | no-policy-found | b.example    | -                     | sts-policy-fetch-error
          an old one counts meanwhile       | OPPORTUNISTIC | UNSAID       | nothing  | stale enforce | sts             | b.example    | -                     | sts-webpki-invalid
          the route's own demand            | REQUIRED      | UNSAID       | nothing  | -             | no-policy-found | b.example    | -                     | -
          the sender's                      | OPPORTUNISTIC | REQUIRED     | nothing  | enforce       | sts             | b.example    | -                     | -
          """)
  void tells(
      String what,
      TlsDemand demand,
      TlsWish wish,
      String dns,
      String sts,
      String kind,
      String of,
      String flaw,
      String beside)
      throws Exception {
    ReportSubject subject = subject(demand, wish, dns, sts, Optional.of(B)).orElseThrow();
    assertThat(subject.domain()).isEqualTo(B);
    assertThat(subject.policy().kind().word()).isEqualTo(kind);
    assertThat(subject.policy().domain()).isEqualTo(of);
    assertThat(subject.flaw().map(Flaw::type).map(ResultType::word).orElse("-")).isEqualTo(flaw);
    assertThat(
            String.join(" ", subject.asides().stream().map(a -> a.flaw().type().word()).toList()))
        .isEqualTo(beside.equals("-") ? "" : beside);
  }

  private static Optional<ReportSubject> subject(
      TlsDemand demand, TlsWish wish, String dns, String sts, Optional<Domain> exchangerOf)
      throws Exception {
    InetAddress address = InetAddress.getByName("192.0.2.1");
    Target target = new Target(HOST, address, 25, 10, exchangerOf, Manner.USUAL);
    return ReportSubject.of(
        new TlsDecision.Asked(demand, wish, false), target, dane(dns), sts(sts));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "the route goes in the clear, NONE, UNSAID",
    "RFC 8460 section 3: a report, OPPORTUNISTIC, NOT_REQUIRED",
    "a report by a route that demands, REQUIRED, NOT_REQUIRED"
  })
  void tellsNobody(String what, TlsDemand demand, TlsWish wish) throws Exception {
    assertThat(subject(demand, wish, "nothing", "-", Optional.of(B))).isEmpty();
  }

  @Test
  void aSmarthostIsToldByItsOwnNameAndAnAddressNotAtAll() throws Exception {
    assertThat(
            subject(TlsDemand.OPPORTUNISTIC, TlsWish.UNSAID, "nothing", "-", Optional.empty())
                .orElseThrow()
                .domain())
        .isEqualTo(new Domain(HOST));
    InetAddress address = InetAddress.getByName("192.0.2.1");
    Target literal = new Target("[192.0.2.1]", address, 25, 0);
    assertThat(
            ReportSubject.of(
                new TlsDecision.Asked(TlsDemand.OPPORTUNISTIC, TlsWish.UNSAID, false),
                literal,
                dane("nothing"),
                sts("-")))
        .isEmpty();
  }

  @Test
  void policiesAreToldAsTheyStand() throws Exception {
    // RFC 8460 section 4.4
    assertThat(
            subject(TlsDemand.OPPORTUNISTIC, TlsWish.UNSAID, "records", "-", Optional.of(B))
                .orElseThrow()
                .policy()
                .lines())
        .containsExactly("3 1 1 " + "AB".repeat(32));
    PolicyFacts sts =
        subject(TlsDemand.OPPORTUNISTIC, TlsWish.UNSAID, "nothing", "enforce", Optional.of(B))
            .orElseThrow()
            .policy();
    assertThat(sts.lines())
        .containsExactly("version: STSv1", "mode: enforce", "mx: *.b.example", "max_age: 86400");
    assertThat(sts.hosts()).containsExactly("*.b.example");
  }

  @Test
  void aPolicyIsCutToWhatAReportBears() {
    StsPolicy many =
        new StsPolicy(
            "1",
            StsPolicy.Mode.ENFORCE,
            java.util.stream.IntStream.range(0, 500)
                .mapToObj("mx%d.hosts.b.example"::formatted)
                .toList(),
            Duration.ofDays(1));
    PolicyFacts facts = PolicyFacts.sts(B, many);
    assertThat(String.join("", facts.lines()).length()).isBetween(1_500, 2_500);
    assertThat(String.join("", facts.hosts()).length()).isBetween(1_500, 2_500);
  }

  private static DaneFinding dane(String text) {
    Rr.Tlsa record = new Rr.Tlsa(3, 1, 1, "ab".repeat(32));
    return switch (text) {
      case "nothing" -> new DaneFinding.Nothing(false, WHY);
      case "records" -> new DaneFinding.Records(HOST, List.of(record), List.of(HOST), WHY);
      case "unusable" -> new DaneFinding.Unusable(HOST, List.of(record), WHY);
      case "bogus" ->
          new DaneFinding.Unknown(
              "bogus", Optional.of(new Flaw(ResultType.DNSSEC_INVALID, "bogus")), WHY);
      default -> new DaneFinding.Unknown("changed", Optional.empty(), WHY);
    };
  }

  private static StsFinding sts(String text) {
    if (text.equals("-")) {
      return new StsFinding.Nothing(WHY);
    }
    if (text.equals("unfetched")) {
      Flaw flaw = new Flaw(ResultType.STS_POLICY_FETCH_ERROR, "HTTP status 404");
      return new StsFinding.Nothing(Optional.of(flaw), WHY);
    }
    StsPolicy.Mode mode =
        text.endsWith("enforce") ? StsPolicy.Mode.ENFORCE : StsPolicy.Mode.TESTING;
    String pattern = text.startsWith("other") ? "*.c.example" : "*.b.example";
    StsPolicy policy = new StsPolicy("1", mode, List.of(pattern), Duration.ofDays(1));
    Optional<Flaw> flaw =
        text.startsWith("stale")
            ? Optional.of(new Flaw(ResultType.STS_WEBPKI_INVALID, "TLS failed"))
            : Optional.empty();
    return new StsFinding.Found(B, policy, flaw, WHY);
  }
}
