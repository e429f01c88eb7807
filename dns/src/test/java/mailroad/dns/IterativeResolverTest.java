package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import mailroad.kernel.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IterativeResolverTest {
  private static final int ROOT = 1;
  private static final int TST = 2;
  private static final int B1 = 3;
  private static final int B2 = 4;
  private static final int OTHER = 5;

  private TestNet net;

  @BeforeEach
  void open() throws IOException {
    net =
        new TestNet.Builder()
            .zone(
                ROOT,
                ".",
                """
                tst. NS ns.tst.
                ns.tst. A 127.0.53.2
                alt. NS ns.alt.
                ns.alt. A 127.0.53.5
                """)
            .zone(OTHER, "alt.", "ns A 127.0.53.5\n")
            .zone(
                TST,
                "tst.",
                """
                exampleB NS ns1.exampleB
                exampleB NS ns2.exampleB
                ns1.exampleB A 127.0.53.3
                ns2.exampleB A 127.0.53.4
                other NS ns.other
                ns.other A 127.0.53.5
                far NS ns.alt.
                ; glue that leads to a network that is not asked
                inside NS ns.inside
                ns.inside A 10.0.0.1
                """)
            .zone(B1, "exampleb.tst.", EXAMPLE_B)
            .zone(B2, "exampleb.tst.", EXAMPLE_B)
            .zone(OTHER, "other.tst.", "ns A 127.0.53.5\nwww A 192.0.2.5\n")
            .zone(OTHER, "far.tst.", "@ MX 10 mail.other.tst.\n")
            .open();
  }

  private static final String EXAMPLE_B =
      """
      @ MX 10 mx
      mx A 192.0.2.10
      mx AAAA 2001:db8::10
      alias CNAME www.other.tst.
      near CNAME mx
      deadend CNAME none.other.tst.
      nothing CNAME www.other.tst.
      old DNAME other.tst.
      big TXT "%1$s"
      big TXT "2%1$s"
      big TXT "3%1$s"
      big TXT "4%1$s"
      big TXT "5%1$s"
      big TXT "6%1$s"
      brief 0 A 192.0.2.11
      """
          .formatted("x".repeat(240));

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  @Test
  void walksFromTheRoot() throws InterruptedException {
    Answer answer = net.iterative().resolve("exampleB.tst", RecordType.MX);
    assertThat(Answers.show(answer)).isEqualTo("Found Mx 10 mx.exampleb.tst");
    assertThat(net.takeAsked())
        .satisfiesExactly(
            root -> assertThat(root).isEqualTo("1 UDP exampleb.tst MX"),
            tst -> assertThat(tst).isEqualTo("2 UDP exampleb.tst MX"),
            b -> assertThat(b).matches("[34] UDP exampleb.tst MX"));
    assertThat(answer.walk().toString().lines().toList())
        .satisfiesExactly(
            l -> assertThat(l).matches("exampleb.tst MX: 1 record, 3 queries, \\d+ ms"),
            l ->
                assertThat(l)
                    .matches(
                        "  asked a.root at 127.0.53.1:%d over UDP for exampleb.tst MX:"
                                .formatted(net.port())
                            + " referred to the servers of tst: ns.tst \\(\\d+ ms\\)"),
            l -> assertThat(l).contains("asked ns.tst", "referred to the servers of exampleb.tst"),
            l -> assertThat(l).matches("  asked ns[12].exampleb.tst at .* answered \\(\\d+ ms\\)"),
            l -> assertThat(l).isEqualTo("    exampleb.tst. 300 IN MX 10 mx.exampleb.tst."));
  }

  @Test
  void remembersAnswersAndWhomToAsk() throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    resolver.resolve("exampleb.tst", RecordType.MX);
    net.takeAsked();
    Answer again = resolver.resolve("exampleb.tst", RecordType.MX);
    assertThat(net.takeAsked()).isEmpty();
    assertThat(again.walk().toString())
        .contains("without asking anybody", "exampleb.tst MX: answered, from the cache, ")
        .contains(" s left");
    resolver.resolve("mx.exampleb.tst", RecordType.A);
    assertThat(net.takeAsked()).singleElement().asString().matches("[34] UDP mx.exampleb.tst A");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name              | type | answer
          mx.exampleb.tst     | AAAA | Found 2001:db8:0:0:0:0:0:10
          mx.exampleb.tst     | MX   | NoData
          none.exampleb.tst   | MX   | NoDomain
          nowhere.tst         | MX   | NoDomain
          nowhere             | MX   | NoDomain
          alias.exampleb.tst  | A    | Found 192.0.2.5
          near.exampleb.tst   | A    | Found 192.0.2.10
          alias.exampleb.tst  | MX   | NoData
          deadend.exampleb.tst| A    | NoDomain
          www.old.exampleb.tst| A    | Found 192.0.2.5
          old.exampleb.tst    | A    | NoData
          far.tst             | MX   | Found Mx 10 mail.other.tst
          inside.tst          | MX   | Failed
          exampleb.tst        | NS   | Found NS ns.of.exampleb.tst
          tst                 | NS   | Found NS ns.of.tst
          brief.exampleb.tst  | A    | Found 192.0.2.11
          """)
  void tellsWhatIsThereFromWhatIsNot(String name, RecordType type, String expected)
      throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    Answer cold = resolver.resolve(name, type);
    assertThat(Answers.show(cold)).as(cold.walk().toString()).isEqualTo(expected);
    assertThat(Answers.show(resolver.resolve(name, type))).isEqualTo(expected);
  }

  @Test
  void asksOverTcpWhatDoesNotFitIntoADatagramR54() throws InterruptedException {
    Answer answer = net.iterative().resolve("big.exampleb.tst", RecordType.TXT);
    assertThat(((Answer.Found) answer).records()).hasSize(6);
    assertThat(net.takeAsked()).last().asString().matches("[34] TCP big.exampleb.tst TXT");
    assertThat(answer.walk().toString()).contains("over UDP for big.exampleb.tst TXT: truncated");
  }

  @Test
  void doesWithoutEdnsWhereAServerChokesOnIt() throws InterruptedException {
    net.misbehave(OTHER, new Mischief.ChokeOnEdns());
    IterativeResolver resolver = net.iterative();
    Answer answer = resolver.resolve("www.other.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.5");
    assertThat(net.takeAsked())
        .containsSubsequence("5 UDP www.other.tst A", "5 UDP www.other.tst A");
    resolver.resolve("ns.other.tst", RecordType.A);
    assertThat(net.takeAsked()).containsExactly("5 UDP ns.other.tst A");
  }

  /** R2: what nobody tells is not known, and never taken for a denial. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatNoServerTellsIsNotKnown(Mischief mischief, String reason) throws InterruptedException {
    both(mischief);
    Answer answer = net.iterative(net.impatient()).resolve("exampleb.tst", RecordType.MX);
    assertThat(answer).as(answer.walk().toString()).isInstanceOf(Answer.Failed.class);
    assertThat(((Answer.Failed) answer).reason()).contains(reason);
  }

  static List<Arguments> whatNoServerTellsIsNotKnown() {
    return List.of(
        Arguments.of(new Mischief.Drop(), "did not answer in time"),
        Arguments.of(new Mischief.Fail("SERVFAIL"), "SERVFAIL"),
        Arguments.of(new Mischief.Fail("REFUSED"), "REFUSED"),
        Arguments.of(new Mischief.Fail("NOTIMP"), "NOTIMP"),
        Arguments.of(new Mischief.Fail("FORMERR"), "FORMERR"),
        Arguments.of(new Mischief.NoAuthority(), "without authority"),
        Arguments.of(new Mischief.WrongId(), "did not answer in time"),
        Arguments.of(new Mischief.WrongQuestion(), "did not answer in time"),
        Arguments.of(new Mischief.Truncate(), "truncated even over TCP"),
        Arguments.of(new Mischief.Garble(new byte[] {1, 2, 3}), "did not answer in time"),
        Arguments.of(new Mischief.Garble(new byte[40]), "did not answer in time"),
        Arguments.of(
            new Mischief.Garble(new byte[] {(byte) 0x84, 0, 0, 9, 0, 9, 0, 0, 0, 0, 1}),
            "no DNS message"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatNoServerTellsIsNotKnown")
  void oneServerThatAnswersIsEnough(Mischief mischief) throws InterruptedException {
    net.misbehave(B1, mischief);
    IterativeResolver resolver = net.iterative(net.impatient());
    for (String name : List.of("exampleb.tst", "a.exampleb.tst", "b.exampleb.tst")) {
      Answer answer = resolver.resolve(name, RecordType.MX);
      assertThat(answer).as(answer.walk().toString()).isNotInstanceOf(Answer.Failed.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void leavesAServerAloneThatWasOfNoUse(Mischief mischief) throws InterruptedException {
    net.misbehave(B1, mischief);
    IterativeResolver resolver = net.iterative(net.impatient());
    for (int i = 0; i < 20; i++) {
      resolver.resolve(i + ".exampleb.tst", RecordType.MX);
    }
    assertThat(net.takeAsked().stream().filter(it -> it.startsWith("3 "))).hasSizeLessThan(5);
  }

  static List<Mischief> leavesAServerAloneThatWasOfNoUse() {
    return List.of(new Mischief.Drop(), new Mischief.Fail("REFUSED"), new Mischief.NoAuthority());
  }

  @Test
  void asksWhoServesTheZoneAgainWhenTheKnownServersAreNoMore()
      throws InterruptedException, ZoneException {
    IterativeResolver resolver = net.iterative();
    resolver.resolve("exampleb.tst", RecordType.MX);
    both(new Mischief.Fail("REFUSED"));
    net.server(TST)
        .replace(
            Zone.parse(
                "tst",
                """
                @ 300 SOA ns h 2 3600 600 86400 60
                @ 300 NS ns
                exampleb 300 NS ns.exampleb
                ns.exampleb 300 A 127.0.53.5
                """));
    net.server(OTHER)
        .replace(
            Zone.parse(
                "exampleb.tst",
                "@ 300 SOA ns h 2 3600 600 86400 60\n@ 300 NS ns\nmx 300 A 192.0.2.99\n"));
    Answer answer = resolver.resolve("mx.exampleb.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.99");
    assertThat(answer.walk().toString()).contains("back to the zone above");
  }

  @Test
  void doesNotGoBackFromAZoneThatIsDown() throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    resolver.resolve("www.other.tst", RecordType.A);
    both(new Mischief.Fail("SERVFAIL"));
    net.takeAsked();
    resolver.resolve("exampleb.tst", RecordType.MX);
    assertThat(net.takeAsked())
        .containsExactlyInAnyOrder(
            "2 UDP exampleb.tst MX", "3 UDP exampleb.tst MX", "4 UDP exampleb.tst MX");
  }

  @Test
  void forgetsWhenTheTimeToLiveIsOver() throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    resolver.resolve("mx.exampleb.tst", RecordType.A);
    net.world.pass(Duration.ofSeconds(100));
    var found = (Answer.Found) resolver.resolve("mx.exampleb.tst", RecordType.A);
    assertThat(found.records().getFirst().ttlSeconds()).isBetween(150L, 200L);
    net.takeAsked();
    net.world.pass(Duration.ofSeconds(201));
    resolver.resolve("mx.exampleb.tst", RecordType.A);
    assertThat(net.takeAsked()).hasSize(3);
  }

  @Test
  void doesNotKeepWhatIsNotToBeKept() throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    resolver.resolve("brief.exampleb.tst", RecordType.A);
    net.takeAsked();
    resolver.resolve("brief.exampleb.tst", RecordType.A);
    assertThat(net.takeAsked()).hasSize(1);
  }

  /** RFC 2308 section 5: the SOA's minimum of 60 s counts, not its own 300 s. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"none.exampleb.tst", "mx.exampleb.tst"})
  void remembersDenialsAsLongAsTheSoaSays(String name) throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    resolver.resolve(name, RecordType.TXT);
    net.takeAsked();
    net.world.pass(Duration.ofSeconds(50));
    resolver.resolve(name, RecordType.TXT);
    assertThat(net.takeAsked()).isEmpty();
    net.world.pass(Duration.ofSeconds(11));
    resolver.resolve(name, RecordType.TXT);
    assertThat(net.takeAsked()).hasSize(1);
  }

  @Test
  void tellsTheSoaOfADenialWithTheTimeThatIsLeft() throws InterruptedException {
    IterativeResolver resolver = net.iterative();
    var first = (Answer.NoDomain) resolver.resolve("none.exampleb.tst", RecordType.MX);
    assertThat(first.soa().orElseThrow().ttlSeconds()).isEqualTo(60);
    net.world.pass(Duration.ofSeconds(20));
    var later = (Answer.NoDomain) resolver.resolve("none.exampleb.tst", RecordType.MX);
    assertThat(later.soa().orElseThrow().ttlSeconds()).isBetween(1L, 40L);
  }

  /** RFC 9520: a question that failed is not asked again at once. */
  @Test
  void remembersFailuresForAMoment() throws InterruptedException {
    both(new Mischief.Fail("SERVFAIL"));
    IterativeResolver resolver =
        net.iterative(
            net.config()
                .withCache(
                    new CacheConfig(
                        100,
                        100_000,
                        Duration.ZERO,
                        Duration.ofDays(1),
                        Duration.ofHours(1),
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        Duration.ZERO,
                        3,
                        0,
                        0)));
    resolver.resolve("exampleb.tst", RecordType.MX);
    net.takeAsked();
    both();
    assertThat(resolver.resolve("exampleb.tst", RecordType.MX)).isInstanceOf(Answer.Failed.class);
    assertThat(net.takeAsked()).isEmpty();
    net.world.pass(Duration.ofMinutes(6));
    assertThat(resolver.resolve("exampleb.tst", RecordType.MX)).isInstanceOf(Answer.Found.class);
  }

  @Test
  void asksOnceForManyWhoAskAtTheSameTime() throws InterruptedException {
    both(new Mischief.Delay(Duration.ofMillis(60)));
    IterativeResolver resolver = net.iterative();
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(
          net.world.start(
              "asker",
              () -> answers.add(Answers.show(resolver.resolve("exampleb.tst", RecordType.MX)))));
    }
    for (Task task : tasks) {
      task.join();
    }
    assertThat(answers).hasSize(20).containsOnly("Found Mx 10 mx.exampleb.tst");
    assertThat(net.takeAsked().stream().filter(it -> it.startsWith("1 "))).hasSize(1);
  }

  @Test
  void whoSearchesForOthersMayBeCancelled() throws InterruptedException {
    both(new Mischief.Drop());
    IterativeResolver resolver = net.iterative(net.impatient());
    Task first = net.world.start("first", () -> resolver.resolve("exampleb.tst", RecordType.MX));
    Queue<String> answers = new ConcurrentLinkedQueue<>();
    Task second =
        net.world.start(
            "second",
            () -> answers.add(Answers.show(resolver.resolve("exampleb.tst", RecordType.MX))));
    first.cancel();
    both();
    first.join();
    second.join();
    assertThat(answers).containsExactly("Found Mx 10 mx.exampleb.tst");
  }

  @Test
  void tellsAListenerEachStep() throws InterruptedException {
    List<String> steps = new ArrayList<>();
    IterativeResolver resolver =
        new IterativeResolver(
            net.world,
            net.config(),
            List.of(new RootHint("a.root", TestNet.address(ROOT), net.port())),
            step -> steps.add(step.depth() + " " + step.finding()));
    resolver.resolve("far.tst", RecordType.MX);
    assertThat(steps)
        .satisfiesExactly(
            step -> assertThat(step).startsWith("0 asked a.root"),
            step -> assertThat(step).startsWith("0 asked ns.tst"),
            step -> assertThat(step).startsWith("1 asked a.root"),
            step -> assertThat(step).startsWith("1 asked ns.alt"),
            step -> assertThat(step).startsWith("0 asked ns.alt"));
  }

  @Test
  void goesRoundRootServersThatAreDown() throws InterruptedException {
    IterativeResolver resolver =
        new IterativeResolver(
            net.world,
            net.impatient(),
            List.of(
                new RootHint("dead.root", TestNet.address(99), net.port()),
                new RootHint("six.root", java.net.InetAddress.ofLiteral("2001:db8::1"), net.port()),
                new RootHint("a.root", TestNet.address(ROOT), net.port())));
    Answer answer = resolver.resolve("exampleb.tst", RecordType.MX);
    assertThat(answer).as(answer.walk().toString()).isInstanceOf(Answer.Found.class);
  }

  @Test
  void givesUpWhenTheTimeIsOver() throws InterruptedException {
    net.misbehave(ROOT, new Mischief.Drop());
    ResolverConfig config =
        net.config()
            .withTimeouts(
                new ResolverConfig.Timeouts(
                    Duration.ofMillis(40), Duration.ofMillis(40), Duration.ofMillis(60)));
    Answer answer = net.iterative(config).resolve("exampleb.tst", RecordType.MX);
    assertThat(((Answer.Failed) answer).reason()).contains("the time is over");
  }

  private void both(Mischief... mischief) {
    net.misbehave(B1, mischief);
    net.misbehave(B2, mischief);
  }
}
