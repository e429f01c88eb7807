package mailroad.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailroad.dns.FixedResolver;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mta.TestWorld;
import mailroad.mta.routing.Route.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DNS says, and the route that follows: R1 to R16, R51 to R53, R57 of mail routing. */
class ExchangersTest {
  private static final String WORLD =
      """
      plain.example. 60 IN MX 20 mx2.plain.example.
      plain.example. 60 IN MX 10 mx1.plain.example.
      mx1.plain.example. 60 IN A 192.0.2.1
      mx2.plain.example. 60 IN A 192.0.2.2
      plain.example. 60 IN A 192.0.2.99
      implicit.example. 60 IN A 192.0.2.3
      implicit.example. 60 IN AAAA 2001:db8::3
      noaddress.example. 60 IN TXT "no mail"
      alias.example. 60 IN CNAME plain.example.
      aliasimplicit.example. 60 IN CNAME implicit.example.
      mxalias.example. 60 IN MX 10 www.mxalias.example.
      www.mxalias.example. 60 IN CNAME mx1.plain.example.
      unusable.example. 60 IN MX 10 gone.unusable.example.
      unusable.example. 60 IN MX 20 loop.unusable.example.
      unusable.example. 60 IN A 192.0.2.4
      loop.unusable.example. 60 IN A 127.0.0.1
      null.example. 60 IN MX 0 .
      null.example. 60 IN A 192.0.2.5
      nullandmore.example. 60 IN MX 0 .
      nullandmore.example. 60 IN MX 10 mx1.plain.example.
      backup.example. 60 IN MX 10 mx1.plain.example.
      backup.example. 60 IN MX 20 us.example.
      backup.example. 60 IN MX 20 mx2.plain.example.
      backup.example. 60 IN MX 30 implicit.example.
      backupaddress.example. 60 IN MX 10 mx1.plain.example.
      backupaddress.example. 60 IN MX 20 other.example.
      backupaddress.example. 60 IN MX 30 mx2.plain.example.
      other.example. 60 IN A 198.51.100.1
      backupnat.example. 60 IN MX 10 mx1.plain.example.
      backupnat.example. 60 IN MX 20 nat.example.
      nat.example. 60 IN A 203.0.113.7
      backupcname.example. 60 IN MX 10 mx1.plain.example.
      backupcname.example. 60 IN MX 20 cname.example.
      cname.example. 60 IN CNAME us.example.
      loops.example. 60 IN MX 10 us.example.
      loops.example. 60 IN MX 20 mx1.plain.example.
      loopsimplicit.example. 60 IN A 198.51.100.1
      us.example. 60 IN A 198.51.100.1
      numeric.example. 60 IN MX 10 192.0.2.9.
      numeric.example. 60 IN MX 20 mx1.plain.example.
      numericonly.example. 60 IN MX 10 192.0.2.9.
      families.example. 60 IN MX 10 six.families.example.
      families.example. 60 IN MX 20 mx2.plain.example.
      six.families.example. 60 IN A 192.0.2.11
      six.families.example. 60 IN A 192.0.2.12
      six.families.example. 60 IN AAAA 2001:db8::11
      six.families.example. 60 IN AAAA 2001:db8::12
      same.example. 60 IN MX 10 mx1.plain.example.
      same.example. 60 IN MX 20 twin.example.
      twin.example. 60 IN A 192.0.2.1
      multicast.example. 60 IN MX 10 m.multicast.example.
      multicast.example. 60 IN MX 10 z.multicast.example.
      m.multicast.example. 60 IN A 224.0.0.1
      z.multicast.example. 60 IN A 0.0.0.0
      z.multicast.example. 60 IN AAAA ff02::1
      z.multicast.example. 60 IN AAAA fe80::1
      deferred.example. 60 IN MX 10 failing.example.
      deferred.example. 60 IN MX 20 gone.example.
      partly.example. 60 IN MX 10 failing.example.
      partly.example. 60 IN MX 20 gone.example.
      partly.example. 60 IN MX 30 mx2.plain.example.
      xn--bcher-kva.example. 60 IN MX 10 mx1.plain.example.
      local.example. 60 IN MX 10 us.example.
      us6.example. 60 IN AAAA 2001:db8:ffff::1
      """;

  private final TestWorld world = new TestWorld(1);

  private Router router(RoutingConfig config) throws Exception {
    Self self =
        Self.of(
            new Domain("us.example"),
            Set.of(
                InetAddress.getByName("198.51.100.1"), InetAddress.getByName("2001:db8:ffff::1")),
            config);
    return new Router(
        world,
        FixedResolver.of(WORLD)
            .failing("failing.example", "SERVFAIL")
            .failing("broken.example", "no server answered"),
        config,
        self,
        domain -> domain.name().equals("local.example"));
  }

  private static RoutingConfig nat() {
    return new RoutingConfigBuilder().selfAddresses("203.0.113.7").build();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rule, RFC 5321 5.1 | recipient's domain   | route
          R1 MX before A       | plain.example         | mx1.plain.example [192.0.2.1]:25, mx2.plain.example [192.0.2.2]:25
          R1 implicit MX       | implicit.example      | implicit.example [2001:db8:0:0:0:0:0:3]:25, implicit.example [192.0.2.3]:25
          R2 NXDOMAIN          | gone.example          | never 550 5.1.2
          R2 no address        | noaddress.example     | never 550 5.4.4
          R2 lookup failed     | broken.example        | later 451 4.4.3
          R3 CNAME at domain   | alias.example         | mx1.plain.example [192.0.2.1]:25, mx2.plain.example [192.0.2.2]:25
          R3 CNAME, implicit   | aliasimplicit.example | aliasimplicit.example [2001:db8:0:0:0:0:0:3]:25, aliasimplicit.example [192.0.2.3]:25
          R4 MX is a CNAME     | mxalias.example       | www.mxalias.example [192.0.2.1]:25
          R5 no usable MX      | unusable.example      | never 550 5.4.4
          R8 by name           | backup.example        | mx1.plain.example [192.0.2.1]:25
          R8 by address        | backupaddress.example | mx1.plain.example [192.0.2.1]:25
          R8 none left         | loops.example         | never 554 5.4.6
          R8 implicit, us      | loopsimplicit.example | never 554 5.4.6
          R9 null MX           | null.example          | never 556 5.1.10
          R9 null among others | nullandmore.example   | mx1.plain.example [192.0.2.1]:25
          R11 MX is a number   | numeric.example       | mx1.plain.example [192.0.2.1]:25
          R11 only a number    | numericonly.example   | never 550 5.4.4
          R12 families in turn | families.example      | six.families.example [2001:db8:0:0:0:0:0:11]:25, six.families.example [192.0.2.11]:25, six.families.example [2001:db8:0:0:0:0:0:12]:25, six.families.example [192.0.2.12]:25, mx2.plain.example [192.0.2.2]:25
          R13 literal          | [192.0.2.77]          | [192.0.2.77] [192.0.2.77]:25
          R13 literal, IPv6    | [IPv6:2001:db8::77]   | [IPv6:2001:db8:0:0:0:0:0:77] [2001:db8:0:0:0:0:0:77]:25
          R13 our own literal  | [198.51.100.1]        | local
          R15 case and dot     | PLAIN.Example         | mx1.plain.example [192.0.2.1]:25, mx2.plain.example [192.0.2.2]:25
          R16 U-labels         | bücher.example        | mx1.plain.example [192.0.2.1]:25
          R51 not of one host  | multicast.example     | never 550 5.4.4
          R51 loopback literal | [127.0.0.1]           | never 550 5.4.4
          R52 once per attempt | same.example          | mx1.plain.example [192.0.2.1]:25
          R53 none but unknown | deferred.example      | later 451 4.4.3
          R53 passed over      | partly.example        | mx2.plain.example [192.0.2.2]:25
          R57 translated       | backupnat.example     | mx1.plain.example [192.0.2.1]:25
          R57 through CNAME    | backupcname.example   | mx1.plain.example [192.0.2.1]:25
          our own domain       | local.example         | local
          our own name         | us.example            | local
          """)
  void goesWhereDnsSays(String rule, String domain, String expected) throws Exception {
    Explanation explanation =
        router(nat())
            .explain(
                new ReversePath.Nowhere(),
                new EmailAddress("someone", Domain.parse(domain).orElseThrow()));
    assertThat(said(explanation.route())).as(explanation.why().toString()).isEqualTo(expected);
  }

  private static String said(Route route) {
    return switch (route) {
      case Route.Held _ -> "held";
      case Route.Dropped _ -> "dropped";
      case Route.Local _ -> "local";
      case Route.By(var targets, _) ->
          targets.stream().map(Target::toString).collect(Collectors.joining(", "));
      case Route.Never(var reply, _) -> "never " + reply.code() + " " + reply.status();
      case Route.Later(var reply, _) -> "later " + reply.code() + " " + reply.status();
    };
  }

  @Test
  void r6EqualsComeInAnotherOrderEachAttempt() throws Exception {
    FixedResolver resolver =
        FixedResolver.of(
            """
            b.example. 60 IN MX 10 a.b.example.
            b.example. 60 IN MX 10 b.b.example.
            b.example. 60 IN MX 10 c.b.example.
            b.example. 60 IN MX 20 d.b.example.
            a.b.example. 60 IN A 192.0.2.1
            b.b.example. 60 IN A 192.0.2.2
            c.b.example. 60 IN A 192.0.2.3
            d.b.example. 60 IN A 192.0.2.4
            """);
    Router router =
        new Router(
            world,
            resolver,
            RoutingConfig.DEFAULT,
            new Self(new Domain("us.example"), Set.of(), Set.of()),
            _ -> false);
    Set<String> orders = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      Route.By by =
          (Route.By) router.route(new Choice.Hop(NextHop.parse("b.example").orElseThrow()));
      orders.add(
          by.targets().stream().map(t -> t.host().substring(0, 1)).collect(Collectors.joining()));
    }
    assertThat(orders).containsExactly("abcd", "acbd", "bacd", "bcad", "cabd", "cbad");
  }

  @Test
  void r7r52ABoundOnAddressesLeavesEveryPreferenceATry() {
    List<List<Target>> levels = List.of(level(10, 12), level(20, 5), List.of(), level(30, 1));
    assertThat(Decision.bounded(levels, 8).stream().map(Target::preference))
        .containsExactly(10, 10, 10, 10, 10, 10, 20, 30);
    assertThat(Decision.bounded(levels, 2).stream().map(Target::preference))
        .containsExactly(10, 20, 30);
    assertThat(Decision.bounded(levels, 100)).hasSize(18);
  }

  private static List<Target> level(int preference, int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> new Target("h" + i, InetAddress.getLoopbackAddress(), 25, preference))
        .toList();
  }

  @Test
  void theExplanationNamesTheRecordThatDecidedAndWhatWasRejected() throws Exception {
    String why =
        router(nat())
            .explain(new ReversePath.Nowhere(), EmailAddress.of("x@backup.example"))
            .why()
            .toString();
    assertThat(why)
        .contains("mail for backup.example is tried at mx1.plain.example [192.0.2.1]:25")
        .containsPattern("mx1.plain.example \\(preference 10\\) can be tried +\\[.*MX.*10 mx1")
        .contains("us.example (preference 20) is passed over: it is this server")
        .contains("mx2.plain.example (preference 20) is passed over: it is no nearer than this")
        .contains("neither local nor a relay domain");
  }

  @Test
  void r4AnExchangerThatIsAnAliasIsNoted() throws Exception {
    assertThat(
            router(nat())
                .explain(new ReversePath.Nowhere(), EmailAddress.of("x@mxalias.example"))
                .why()
                .toString())
        .contains("www.mxalias.example is an alias");
  }

  @Test
  void r10ADomainThatTakesNoMailIsKnownAsASender() throws Exception {
    assertThat(router(nat()).refusesMail(new Domain("null.example"))).isTrue();
    assertThat(router(nat()).refusesMail(new Domain("nullandmore.example"))).isFalse();
    assertThat(router(nat()).refusesMail(new Domain("implicit.example"))).isFalse();
    assertThat(router(nat()).refusesMail(new Domain("broken.example"))).isFalse();
  }
}
