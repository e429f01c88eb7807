package mailroad.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.ReversePath;
import org.junit.jupiter.api.Test;

class SpfVerifierTest {
  private static final RealWorld WORLD = new RealWorld((_, e) -> e.printStackTrace());
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");
  private static final ReversePath ALICE = ReversePath.of(EmailAddress.of("alice@a.example"));

  private static SpfVerifier verifier(SpfConfig config, String records) {
    return verifier(config, FixedResolver.of(records));
  }

  private static SpfVerifier verifier(SpfConfig config, Resolver resolver) {
    return new SpfVerifier(WORLD, resolver, config, new Domain("mx.b.example"));
  }

  @Test
  void namesTheRecordAndTheTermThatMatched() throws InterruptedException {
    SpfResult result =
        verifier(
                SpfConfig.DEFAULT,
                """
                a.example. 300 IN TXT "v=spf1 ip4:198.51.100.0/24 include:_spf.c.example -all"
                _spf.c.example. 300 IN TXT "v=spf1 a:out.c.example ?all"
                out.c.example. 300 IN A 192.0.2.7
                """)
            .mail(CLIENT, "mail.a.example", ALICE);
    assertThat(result.code()).isEqualTo(SpfResult.Code.PASS);
    assertThat(result.domain()).isEqualTo("a.example");
    assertThat(result.why().toString().lines())
        .containsExactly(
            "192.0.2.7 may send for a.example: include:_spf.c.example  [a.example. 300 IN TXT"
                + " \"v=spf1 ip4:198.51.100.0/24 include:_spf.c.example -all\"]",
            "  include:_spf.c.example lets it pass",
            "    192.0.2.7 may send for _spf.c.example: a:out.c.example  [_spf.c.example. 300 IN TXT"
                + " \"v=spf1 a:out.c.example ?all\"]",
            "      a:out.c.example has 192.0.2.7  [out.c.example. 300 IN A 192.0.2.7]");
  }

  @Test
  void asksTheNameThatTheHostGaveWhereThePathIsEmpty() throws InterruptedException {
    SpfVerifier verifier =
        verifier(SpfConfig.DEFAULT, "mail.a.example. 300 IN TXT \"v=spf1 ip4:192.0.2.7 -all\"\n");
    SpfResult result = verifier.mail(CLIENT, "mail.a.example.", new ReversePath.Nowhere());
    assertThat(result.code()).isEqualTo(SpfResult.Code.PASS);
    assertThat(result.domain()).isEqualTo("mail.a.example");
    assertThat(verifier.helo(CLIENT, "[192.0.2.7]").code()).isEqualTo(SpfResult.Code.NONE);
    assertThat(verifier.helo(CLIENT, "\u0000 \u001b[31m").why().toString())
        .doesNotContain("\u001b")
        .contains("\\u{1b}");
  }

  @Test
  void showsTheExplanationInPrintableCharactersAndNotAllOfIt() throws InterruptedException {
    String records =
        """
        a.example. 300 IN TXT "v=spf1 -all exp=why.a.example"
        why.a.example. 300 IN TXT "%{l}: %{c} is not ours, ask %{r}"
        """;
    ReversePath odd = ReversePath.of(EmailAddress.of("j\u00f6rg@a.example"));
    assertThat(verifier(SpfConfig.DEFAULT, records).mail(CLIENT, "x", odd).explanation())
        .contains("j?rg: 192.0.2.7 is not ours, ask mx.b.example");
    SpfConfig brief = new SpfConfig(10, 2, 10, Duration.ofSeconds(20), 4_096, true, 12, 10);
    assertThat(verifier(brief, records).mail(CLIENT, "x", ALICE).explanation())
        .contains("alice: 192.0");
    SpfConfig silent = new SpfConfig(10, 2, 10, Duration.ofSeconds(20), 4_096, false, 200, 10);
    assertThat(verifier(silent, records).mail(CLIENT, "x", ALICE).explanation()).isEmpty();
  }

  /** A11. */
  @Test
  void keepsToTheLimitsOfItsConfiguration() throws InterruptedException {
    String records =
        """
        a.example. 300 IN TXT "v=spf1 a:x.a.example a:y.a.example mx ip4:192.0.2.7 -all"
        a.example. 300 IN MX 10 mx1.a.example.
        a.example. 300 IN MX 20 mx2.a.example.
        mx1.a.example. 300 IN A 192.0.2.1
        mx2.a.example. 300 IN A 192.0.2.2
        """;
    assertThat(code(SpfConfig.DEFAULT, records)).isEqualTo(SpfResult.Code.PASS);
    assertThat(code(SpfConfig.DEFAULT.withLimits(2, 2, 10), records))
        .isEqualTo(SpfResult.Code.PERMERROR);
    assertThat(code(SpfConfig.DEFAULT.withLimits(10, 1, 10), records))
        .isEqualTo(SpfResult.Code.PERMERROR);
    assertThat(code(SpfConfig.DEFAULT.withLimits(10, 2, 1), records))
        .isEqualTo(SpfResult.Code.PERMERROR);
  }

  private static SpfResult.Code code(SpfConfig config, String records) throws InterruptedException {
    return verifier(config, records).mail(CLIENT, "x", ALICE).code();
  }

  /** A11. */
  @Test
  void hostileRecordsEndAndAskLittle() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    String loop = "include:%{l}%{l}%{l}%{l}%{l}%{l}.a.example ".repeat(80);
    FixedResolver zone =
        FixedResolver.of(
            """
            a.example. 300 IN TXT %s
            *.a.example. 300 IN TXT "v=spf1 include:a.example include:a.example"
            """
                .formatted(strings("v=spf1 " + loop)));
    Resolver counting =
        (name, type) -> {
          asked.incrementAndGet();
          return zone.resolve(name, type);
        };
    SpfResult result =
        verifier(SpfConfig.DEFAULT, counting)
            .mail(CLIENT, "x", ReversePath.of(EmailAddress.of("l".repeat(60) + "@a.example")));
    assertThat(result.code()).isEqualTo(SpfResult.Code.PERMERROR);
    assertThat(asked.get()).isLessThan(15);
  }

  private static String strings(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i += 200) {
      out.append('"').append(text, i, Math.min(text.length(), i + 200)).append("\" ");
    }
    return out.toString();
  }

  @Test
  void endsWhenItsTimeIsOver() throws InterruptedException {
    SpfResult result =
        verifier(
                SpfConfig.DEFAULT.withTimeout(Duration.ofNanos(1)),
                "a.example. 300 IN TXT \"v=spf1 -all\"\n")
            .mail(CLIENT, "x", ALICE);
    assertThat(result.code()).isEqualTo(SpfResult.Code.TEMPERROR);
  }

  @Test
  void aLocalPartBeyondAsciiIsInNoName() throws InterruptedException {
    SpfResult result =
        verifier(
                SpfConfig.DEFAULT, "a.example. 300 IN TXT \"v=spf1 -exists:%{l}.a.example ?all\"\n")
            .mail(CLIENT, "x", ReversePath.of(EmailAddress.of("\u00fc@a.example")));
    assertThat(result.code()).isEqualTo(SpfResult.Code.NEUTRAL);
  }
}
