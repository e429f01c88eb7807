package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mailroad.kernel.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A10: what forgers and hostile zones may try, and what comes of it. */
class AttackTest {
  private static final int ROOT = 1;
  private static final int TST = 2;
  private static final int GOOD = 3;
  private static final int EVIL = 66;

  private TestNet net;

  @BeforeEach
  void open() throws IOException {
    net =
        new TestNet.Builder()
            .zone(ROOT, ".", "tst. NS ns.tst.\nns.tst. A 127.0.53.2\n")
            .zone(
                TST,
                "tst.",
                """
                good NS ns.good
                ns.good A 127.0.53.3
                evil NS ns.evil
                ns.evil A 127.0.53.66
                ; each is served by the other
                hen NS ns.egg
                egg NS ns.hen
                """)
            .zone(GOOD, "good.tst.", "www A 192.0.2.1\nns A 127.0.53.3\n")
            .zone(
                EVIL,
                "evil.tst.",
                """
                @ MX 10 mail
                mail A 192.0.2.66
                to-good CNAME www.good.tst.
                loop CNAME pool
                pool CNAME loop
                self CNAME self
                grow DNAME a.long.label.that.makes.it.longer.grow
                fan NS %s
                sub NS ns.good.tst.
                giant TXT "%s"
                deep0 NS ns.deep1
                deep1 NS ns.deep2
                deep2 NS ns.deep3
                deep3 NS ns.deep4
                deep4 NS ns.deep5
                deep5 NS ns.deep6
                deep6 NS ns.deep7
                %s
                """
                    .formatted(
                        "v0.good.tst.\n" + lines(1, 40, "fan NS v%d.good.tst."),
                        "x".repeat(200),
                        lines(0, 300, "giant TXT \"%1$d" + "y".repeat(190) + "\"")
                            + lines(0, 15, "chain%1$d CNAME chain%2$d")))
            .open();
  }

  private static String lines(int from, int to, String format) {
    return IntStream.range(from, to)
        .mapToObj(i -> format.formatted(i, i + 1))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  @Test
  void forgedIdsAreIgnored() throws InterruptedException {
    net.misbehave(GOOD, new Mischief.Guess(3));
    Answer answer = net.iterative().resolve("www.good.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.1");
    assertThat(answer.walk().toString())
        .contains("ignored while waiting for ns.good.tst: a datagram with another id");
  }

  @Test
  void whoeverIsGuessedAtIsAskedOverTcp() throws InterruptedException {
    net.misbehave(GOOD, it -> it.tcp() ? List.of() : List.of(new Mischief.Guess(30)));
    Answer answer = net.iterative().resolve("www.good.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.1");
    assertThat(net.takeAsked()).last().isEqualTo("3 TCP www.good.tst A");
  }

  @Test
  void datagramsFromOthersAreIgnored() throws InterruptedException {
    net.misbehave(
        GOOD,
        it -> {
          try (Network.Datagrams other =
              net.world.network().bind(new InetSocketAddress(TestNet.address(67), 0))) {
            other.send(new byte[40], it.from());
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return List.of();
        });
    Answer answer = net.iterative().resolve("www.good.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.1");
    assertThat(answer.walk().toString()).contains("127.0.53.67", "who was not asked");
  }

  @Test
  void anAnswerInAnotherCaseIsConfirmedOverTcp() throws InterruptedException {
    net.misbehave(GOOD, new Mischief.LoseCase());
    IterativeResolver resolver = net.iterative();
    // Drawn at random, all letters may be lower case already; of 40 in a row they are not.
    String name = "a-name-with-a-great-many-letters-in-its-one-label.good.tst";
    assertThat(Answers.show(resolver.resolve(name, RecordType.A))).isEqualTo("NoDomain");
    assertThat(net.takeAsked()).endsWith("3 UDP " + name + " A", "3 TCP " + name + " A");
    resolver.resolve("b-" + name, RecordType.A);
    assertThat(net.takeAsked()).containsExactly("3 UDP b-" + name + " A");
  }

  @Test
  void everyQueryHasItsOwnIdPortAndCase() throws InterruptedException {
    Set<Integer> ports = new ConcurrentSkipListSet<>();
    net.misbehave(
        GOOD,
        it -> {
          ports.add(it.from().getPort());
          return List.of();
        });
    IterativeResolver resolver = net.iterative();
    for (int i = 0; i < 30; i++) {
      resolver.resolve("n" + i + ".good.tst", RecordType.A);
    }
    assertThat(ports).hasSizeGreaterThan(20);
  }

  /** What evil.tst says about others, in whatever section, changes nothing for them. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ADDITIONAL | www.good.tst. 300 IN A 192.0.2.66
          ANSWER     | www.good.tst. 300 IN A 192.0.2.66
          AUTHORITY  | good.tst. 300 IN NS ns.evil.tst.
          AUTHORITY  | tst. 300 IN NS ns.evil.tst.
          AUTHORITY  | . 300 IN NS ns.evil.tst.
          ADDITIONAL | ns.good.tst. 300 IN A 127.0.53.66
          ADDITIONAL | ns.tst. 300 IN A 127.0.53.66
          ANSWER     | good.tst. 300 IN DNAME evil.tst.
          AUTHORITY  | good.tst. 300 IN SOA ns.evil.tst. h.evil.tst. 1 2 3 4 5
          """)
  void whatLiesOutsideTheZoneIsNotBelieved(Mischief.Where where, String record)
      throws InterruptedException {
    net.misbehave(EVIL, new Mischief.Add(where, List.of(record)));
    IterativeResolver resolver = net.iterative();
    for (String name : List.of("evil.tst", "mail.evil.tst", "none.evil.tst", "to-good.evil.tst")) {
      resolver.resolve(name, RecordType.MX);
      resolver.resolve(name, RecordType.A);
    }
    assertThat(Answers.show(resolver.resolve("www.good.tst", RecordType.A)))
        .isEqualTo("Found 192.0.2.1");
    assertThat(Answers.show(resolver.resolve("to-good.evil.tst", RecordType.A)))
        .isEqualTo("Found 192.0.2.1");
    assertThat(Answers.show(resolver.resolve("none.good.tst", RecordType.A))).isEqualTo("NoDomain");
  }

  @Test
  void glueForServersOfOthersIsAskedForInsteadR54() throws InterruptedException {
    net.misbehave(
        EVIL,
        new Mischief.Add(Mischief.Where.ADDITIONAL, List.of("ns.good.tst. 300 IN A 127.0.53.66")));
    IterativeResolver resolver = net.iterative();
    Answer answer = resolver.resolve("x.sub.evil.tst", RecordType.A);
    // The real ns.good.tst was asked; it does not serve that zone, and says so.
    assertThat(((Answer.Failed) answer).reason()).contains("REFUSED");
    assertThat(net.takeAsked())
        .contains("3 UDP x.sub.evil.tst A")
        .doesNotContain("66 UDP www.good.tst A");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tst.", ".", "evil.tst.", "good.tst."})
  void referralsUpOrSidewaysAreLame(String to) throws InterruptedException {
    net.misbehave(
        EVIL,
        new Mischief.Leave(Mischief.Where.ANSWER),
        new Mischief.NoAuthority(),
        new Mischief.Add(Mischief.Where.AUTHORITY, List.of(to + " 300 IN NS ns.evil.tst.")),
        new Mischief.Add(Mischief.Where.ADDITIONAL, List.of("ns.evil.tst. 300 IN A 127.0.53.66")));
    Answer answer = net.iterative().resolve("evil.tst", RecordType.MX);
    assertThat(((Answer.Failed) answer).reason()).contains("referred ");
    assertThat(answer.walk().toString()).contains("ns.evil.tst is lame for evil.tst");
    assertThat(net.takeAsked()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          loop.evil.tst    | the aliases loop
          self.evil.tst    | the aliases loop
          chain0.evil.tst  | more than 10 aliases
          x.grow.evil.tst  | too long a name
          hen.tst          | no server of hen.tst helped
          """)
  void loopsEnd(String name, String reason) throws InterruptedException {
    Answer answer = net.iterative().resolve(name, RecordType.A);
    assertThat(answer).as(answer.walk().toString()).isInstanceOf(Answer.Failed.class);
    assertThat(((Answer.Failed) answer).reason()).contains(reason);
    assertThat(net.takeAsked()).hasSizeLessThan(20);
  }

  @Test
  void aChainOfAliasesAsLongAsAllowedIsFollowed() throws InterruptedException {
    // chain5 to chain15 are ten aliases; nothing is at the end.
    assertThat(Answers.show(net.iterative().resolve("chain5.evil.tst", RecordType.A)))
        .isEqualTo("NoDomain");
  }

  /** NXNSAttack, CVE-2020-12662: a delegation to 40 names that a victim is to be asked for. */
  @Test
  void aDelegationToManyNamesCausesFewQueries() throws InterruptedException {
    Answer answer = net.iterative().resolve("x.fan.evil.tst", RecordType.A);
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    assertThat(net.takeAsked().stream().filter(it -> it.startsWith("3 ")))
        .hasSizeLessThanOrEqualTo(8);
    assertThat(answer.walk().toString()).contains("13 of the 40 servers", "the bound is 4");
  }

  @Test
  void delegationsWithoutGlueAreFollowedOnlySoDeep() throws InterruptedException {
    Answer answer = net.iterative().resolve("x.deep0.evil.tst", RecordType.A);
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    assertThat(answer.walk().toString()).contains("too deep already");
    assertThat(net.takeAsked()).hasSizeLessThan(30);
  }

  /** A server that makes up a deeper zone for each question and never answers one. */
  @Test
  void endlessReferralsEnd() throws InterruptedException {
    String name = "a.".repeat(60) + "evil.tst";
    net.misbehave(EVIL, new DeeperAndDeeper());
    Answer answer = net.iterative().resolve(name, RecordType.A);
    assertThat(((Answer.Failed) answer).reason()).contains("more than 20 referrals");
    assertThat(net.takeAsked()).hasSizeLessThan(30);
  }

  private static final class DeeperAndDeeper implements Misbehaviour {
    private int labels = 1;

    @Override
    public synchronized List<Mischief> on(Asked asked) {
      String zone = "a.".repeat(labels++) + "evil.tst.";
      return List.of(
          new Mischief.NoAuthority(),
          new Mischief.Succeed(),
          new Mischief.Add(Mischief.Where.AUTHORITY, List.of(zone + " 300 IN NS ns." + zone)),
          new Mischief.Add(
              Mischief.Where.ADDITIONAL, List.of("ns." + zone + " 300 IN A 127.0.53.66")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13})
  void neverSendsMoreQueriesThanAllowed(int queriesMax) throws InterruptedException {
    ResolverConfig.Bounds bounds = ResolverConfig.Bounds.DEFAULT;
    ResolverConfig config =
        net.config()
            .withBounds(
                new ResolverConfig.Bounds(
                    queriesMax,
                    bounds.roundsMax(),
                    bounds.referralsMax(),
                    bounds.aliasesMax(),
                    bounds.depthMax(),
                    bounds.nameServersMax(),
                    40,
                    bounds.forgeriesMax(),
                    bounds.tcpOctetsMax(),
                    bounds.udpOctetsMax(),
                    bounds.serversRememberedMax()));
    Answer answer = net.iterative(config).resolve("x.fan.evil.tst", RecordType.A);
    assertThat(((Answer.Failed) answer).reason())
        .contains("this one question has caused %d queries".formatted(queriesMax));
    assertThat(net.takeAsked()).hasSize(queriesMax);
  }

  @Test
  void giantAnswersAreTakenUpToTheBound() throws InterruptedException {
    var whole = (Answer.Found) net.iterative().resolve("giant.evil.tst", RecordType.TXT);
    assertThat(whole.records()).hasSize(301);
    ResolverConfig.Bounds bounds = ResolverConfig.Bounds.DEFAULT;
    ResolverConfig config =
        net.config()
            .withBounds(
                new ResolverConfig.Bounds(
                    bounds.queriesMax(),
                    bounds.roundsMax(),
                    bounds.referralsMax(),
                    bounds.aliasesMax(),
                    bounds.depthMax(),
                    bounds.nameServersMax(),
                    bounds.nameServerLookupsMax(),
                    bounds.forgeriesMax(),
                    4096,
                    bounds.udpOctetsMax(),
                    bounds.serversRememberedMax()));
    Answer refused = net.iterative(config).resolve("giant.evil.tst", RecordType.TXT);
    assertThat(((Answer.Failed) refused).reason()).contains("more than 4096");
  }

  @Test
  void aStallingTcpServerIsLeft() throws InterruptedException {
    net.misbehave(EVIL, it -> List.of(it.tcp() ? new Mischief.Drop() : new Mischief.Truncate()));
    Answer answer = net.iterative(net.impatient()).resolve("evil.tst", RecordType.MX);
    assertThat(((Answer.Failed) answer).reason()).contains("did not answer in time");
  }

  @Test
  void serversInForbiddenNetworksAreNotAsked() throws InterruptedException {
    ResolverConfig config = net.config().withNetworksNotAsked(List.of("127.0.53.66"));
    Answer answer = net.iterative(config).resolve("evil.tst", RecordType.MX);
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    assertThat(answer.walk().toString()).contains("127.0.53.66 of ns.evil.tst is not asked");
    assertThat(net.takeAsked()).hasSize(2);
  }
}
