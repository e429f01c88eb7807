package mailroad.mta.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.mta.TestWorld;
import mailroad.mta.tls.StsPolicy.Reading;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;
import mailroad.wire.SelfSigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R43: policies of MTA-STS are read, fetched, kept, refreshed, and end when their time is over (RFC 8461). */
class StsTest {
  private static final Domain B = new Domain("b.example");
  private static final String POLICY =
      "version: STSv1\r\nmode: enforce\r\nmx: *.b.example\r\nmax_age: 604800\r\n";
  private static final Duration WEEK = Duration.ofDays(7);

  private final TestWorld world = new TestWorld(3);
  private final MemoryStore store = new MemoryStore(world);
  private SelfSigned keys;
  private WebServer web;
  private StsPolicies policies;

  @BeforeEach
  void announced() throws Exception {
    keys = SelfSigned.make(world, List.of("mta-sts.b.example"), Duration.ofDays(90));
    web = new WebServer(world, "127.0.0.81", keys).has(POLICY);
    policies = node(announcing("1"), true);
  }

  @AfterEach
  void close() {
    web.close();
    assertThat(world.failures()).isEmpty();
  }

  private static Resolver announcing(String id) {
    return FixedResolver.of(
        """
        _mta-sts.b.example. 60 IN TXT "v=STSv1; id=%s;"
        mta-sts.b.example. 60 IN A 127.0.0.81
        """
            .formatted(id));
  }

  /** A node on the store as it is, with an empty memory. */
  private StsPolicies node(Resolver resolver, boolean privateAllowed) throws Exception {
    TlsPolicyConfig config = TlsPolicyConfig.DEFAULT;
    ClientTrust trust = ClientTrust.givenPem(keys.certificate());
    StsSource source = new StsSource(web.world(), config, resolver, trust, privateAllowed);
    return new StsPolicies(world, store, config, source);
  }

  private String found() throws Exception {
    return found(policies);
  }

  private static String found(StsPolicies policies) throws Exception {
    return switch (policies.find(B)) {
      case StsFinding.Found(_, var policy, _, _) -> policy.mode() + " " + policy.id();
      case StsFinding.Nothing(_, var why) -> why.finding();
    };
  }

  @Test
  void fetchesAPolicyOnceAndKeepsItInTheStore() throws Exception {
    assertThat(found()).isEqualTo("ENFORCE 1");
    assertThat(found()).isEqualTo("ENFORCE 1");
    assertThat(found(node(announcing("1"), true))).isEqualTo("ENFORCE 1");
    assertThat(web.asked()).containsExactly("GET /.well-known/mta-sts.txt HTTP/1.1");
  }

  @Test
  void aNewIdBringsANewPolicy() throws Exception {
    assertThat(found()).isEqualTo("ENFORCE 1");
    web.has(POLICY.replace("enforce", "testing"));
    assertThat(found(node(announcing("2"), true))).isEqualTo("TESTING 2");
  }

  @Test
  void aFailedFetchNeverEndsAPolicy() throws Exception {
    assertThat(found()).isEqualTo("ENFORCE 1");
    web.says("HTTP/1.1 404 Gone\r\n\r\n");
    StsPolicies changed = node(announcing("2"), true);
    assertThat(found(changed)).isEqualTo("ENFORCE 1");
    assertThat(found(changed)).isEqualTo("ENFORCE 1");
    // RFC 8461 section 3.3: not asked again at once.
    assertThat(web.asked()).hasSize(2);
    world.pass(Duration.ofMinutes(6));
    web.has(POLICY);
    assertThat(found(changed)).isEqualTo("ENFORCE 2");
  }

  @Test
  void aRecordThatIsGoneOrKeptBackDoesNotEndAPolicy() throws Exception {
    assertThat(found()).isEqualTo("ENFORCE 1");
    assertThat(found(node(FixedResolver.of(""), true))).isEqualTo("ENFORCE 1");
    Resolver mute = FixedResolver.of("").failing("_mta-sts.b.example", "no answer");
    StsPolicies later = node(mute, true);
    assertThat(found(later)).isEqualTo("ENFORCE 1");
    world.pass(WEEK);
    assertThat(found(later)).startsWith("no MTA-STS policy: _mta-sts.b.example cannot");
    assertThat(later.sweep()).isEqualTo(1);
    assertThat(later.sweep()).isZero();
  }

  @Test
  void anOldPolicyIsRefreshedWhileItCounts() throws Exception {
    assertThat(found()).isEqualTo("ENFORCE 1");
    world.pass(Duration.ofDays(6));
    web.has(POLICY.replace("enforce", "testing"));
    assertThat(found()).isEqualTo("ENFORCE 1");
    while (!found().equals("TESTING 1")) {
      Thread.onSpinWait(); // the refresh runs beside
    }
    assertThat(web.asked()).hasSize(2);
    world.pass(Duration.ofDays(6));
    assertThat(found()).isEqualTo("TESTING 1");
  }

  @Test
  void privateNetworksAreNotAskedA18() throws Exception {
    assertThat(found(node(announcing("1"), false)))
        .endsWith("mta-sts.b.example has only addresses of private networks");
    assertThat(web.asked()).isEmpty();
    for (String address : List.of("10.1.2.3", "::1", "fd00::1", "169.254.169.254", "100.64.0.1")) {
      assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isFalse();
    }
    for (String address : List.of("203.0.113.1", "2001:db8::1", "8.8.8.8")) {
      assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # record                                     | what that is
          v=STSv1; id=20260101T000000;                 | ENFORCE 20260101T000000
          v=STSv1;id=a1                                | ENFORCE a1
          v=STSv1; x=y; id = a1 ; z=1;                 | ENFORCE a1
          v=STSv1;                                     | no MTA-STS policy: the MTA-STS record at _mta-sts.b.example has no id
          v=STSv2; id=1;                               | no MTA-STS policy: _mta-sts.b.example has 0 MTA-STS records
          """)
  void readsTheRecord(String record, String expected) throws Exception {
    Resolver resolver =
        FixedResolver.of(
            """
            _mta-sts.b.example. 60 IN TXT "%s"
            mta-sts.b.example. 60 IN A 127.0.0.81
            """
                .formatted(record));
    assertThat(found(node(resolver, true))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # policy, ~ for a line's end                                            | what that is
          version: STSv1~mode: enforce~mx: a.example~mx: *.B.example~max_age: 60  | ENFORCE [a.example, *.b.example] PT1M
          version: STSv1~mode: none~max_age: 0                                    | NONE [] PT0S
          version: STSv1~mode: testing~mx: a.example~max_age: 1~later: x          | TESTING [a.example] PT1S
          version: STSv1~mode: testing~mode: none~mx: a.example~max_age: 1        | TESTING [a.example] PT1S
          version: STSv2~mode: enforce~mx: a.example~max_age: 60                  | the policy's version is not STSv1
          version: STSv1~mode: enforce~max_age: 60                                | the policy names no mx
          version: STSv1~mode: enforce~mx: a.example                              | the policy's max_age is no number of seconds
          version: STSv1~mode: strict~mx: a.example~max_age: 60                   | the policy's mode is none of enforce, testing, none
          version: STSv1~mode: enforce~mx: a.*.example~max_age: 60                | an mx of the policy is no host name
          <html>                                                                  | a line of the policy has no key
          """)
  void readsPolicies(String text, String expected) {
    byte[] octets = text.replace("~", "\n").getBytes(StandardCharsets.UTF_8);
    String read =
        switch (StsPolicy.parse("1", octets)) {
          case Reading.Faulty(var flaw) -> flaw.reason();
          case Reading.Sound(var policy) ->
              policy.mode() + " " + policy.patterns() + " " + policy.maxAge();
        };
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void aStarStandsForOneLabel() {
    StsPolicy policy =
        new StsPolicy("1", StsPolicy.Mode.ENFORCE, List.of("*.b.example", "c.example"), WEEK);
    assertThat(Set.of("mx.b.example", "MX.B.example", "c.example")).allMatch(policy::covers);
    assertThat(Set.of("b.example", "x.mx.b.example", "mx.c.example")).noneMatch(policy::covers);
  }
}
