package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class CacheTest {
  private static final CacheConfig CONFIG =
      new CacheConfig(
          10,
          65_536,
          Duration.ofSeconds(5),
          Duration.ofSeconds(1000),
          Duration.ofSeconds(100),
          Duration.ofSeconds(3),
          Duration.ZERO,
          Duration.ZERO,
          3,
          0,
          0);

  private final RunningWorld world = new RunningWorld();
  private final Cache cache = new Cache(world, CONFIG);

  private static Name name(String text) {
    return Records.name(text).orElseThrow();
  }

  private static Question question(String name) {
    return new Question(name(name), Type.A);
  }

  private static Record a(String owner, long ttl) {
    try {
      return Record.fromString(name(owner), Type.A, DClass.IN, ttl, "192.0.2.1", Name.root);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static SOARecord soa(long ttl, long minimum) {
    return new SOARecord(
        name("tst"), DClass.IN, ttl, name("ns.tst"), name("h.tst"), 1, 2, 3, 4, minimum);
  }

  private void keep(String name, Finding.What what) {
    cache.keep(question(name), new Finding(List.of(), name(name), what));
  }

  private Optional<Finding.What> look(String name) {
    return cache.look(question(name)).map(known -> known.finding().what());
  }

  /** RFC 2308 section 5 and RFC 9520: how long what is kept, in seconds, with the bounds of CONFIG. */
  @ParameterizedTest(name = "{0} {1}/{2}: {3} s")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what    | ttl  | minimum | kept
          FOUND     | 300  |         | 300
          FOUND     | 1    |         | 5
          FOUND     | 0    |         | 5
          FOUND     | 9999 |         | 1000
          NO_DATA   | 60   | 30      | 30
          NO_DATA   | 30   | 60      | 30
          NO_DATA   | 900  | 900     | 100
          NO_DOMAIN | 60   | 30      | 30
          FAILED    |      |         | 3
          """)
  void keepsAsLongAsAllowed(String what, Long ttl, Long minimum, long kept) {
    switch (what) {
      case "FOUND" -> keep("x.tst", new Finding.Found(List.of(a("x.tst", ttl))));
      case "NO_DATA" -> keep("x.tst", new Finding.NoData(Optional.of(soa(ttl, minimum))));
      case "NO_DOMAIN" -> keep("x.tst", new Finding.NoDomain(Optional.of(soa(ttl, minimum))));
      default -> cache.keepFailure(question("x.tst"), "why");
    }
    world.pass(Duration.ofSeconds(kept).minusSeconds(1));
    assertThat(look("x.tst")).isPresent();
    world.pass(Duration.ofSeconds(1));
    assertThat(look("x.tst")).isEmpty();
  }

  @Test
  void keepsNoDenialWithoutSoa() {
    keep("x.tst", new Finding.NoDomain(Optional.empty()));
    keep("y.tst", new Finding.NoData(Optional.empty()));
    assertThat(cache.size()).isZero();
  }

  @Test
  void theLeastTimeToLiveOfASetCounts() {
    keep("x.tst", new Finding.Found(List.of(a("x.tst", 300), a("x.tst", 20))));
    world.pass(Duration.ofSeconds(21));
    assertThat(look("x.tst")).isEmpty();
  }

  @Test
  void aNameThatDoesNotExistHasNoRecordsOfAnyType() {
    keep("x.tst", new Finding.NoDomain(Optional.of(soa(60, 60))));
    assertThat(cache.look(new Question(name("X.tst"), Type.MX))).isPresent();
    assertThat(cache.look(new Question(name("y.x.tst"), Type.MX))).isEmpty();
  }

  @Test
  void recordsThatComeLaterEndADenial() {
    keep("x.tst", new Finding.NoDomain(Optional.of(soa(60, 60))));
    keep("x.tst", new Finding.Found(List.of(a("x.tst", 300))));
    world.pass(Duration.ofSeconds(30));
    assertThat(look("x.tst")).containsInstanceOf(Finding.Found.class);
    assertThat(cache.look(new Question(name("x.tst"), Type.MX))).isEmpty();
  }

  @Test
  void anAliasAnswersForEveryTypeButItsOwn() {
    CNAMERecord alias = new CNAMERecord(name("x.tst"), DClass.IN, 60, name("y.tst"));
    cache.keep(
        question("x.tst"),
        new Finding(List.of(alias), name("y.tst"), new Finding.Found(List.of(a("y.tst", 60)))));
    assertThat(look("x.tst")).containsInstanceOf(Finding.Onward.class);
    assertThat(look("y.tst")).containsInstanceOf(Finding.Found.class);
    assertThat(cache.look(new Question(name("x.tst"), Type.CNAME)))
        .map(known -> known.finding().what())
        .containsInstanceOf(Finding.Found.class);
  }

  /** RFC 2181 section 5.4.1: who serves a zone was heard in a referral, and answers no question. */
  @Test
  void aDelegationIsNoAnswer() {
    cache.keep(
        new Delegation(
            name("x.tst"), List.of(new Delegation.Server(name("ns.x.tst"), List.of())), false),
        300);
    assertThat(cache.look(new Question(name("x.tst"), Type.NS))).isEmpty();
    assertThat(cache.look(new Question(name("ns.x.tst"), Type.A))).isEmpty();
    assertThat(cache.delegationAbove(name("a.b.x.tst")))
        .map(Delegation::zone)
        .contains(name("x.tst"));
    assertThat(cache.delegationAbove(name("ax.tst"))).isEmpty();
    world.pass(Duration.ofSeconds(301));
    assertThat(cache.delegationAbove(name("x.tst"))).isEmpty();
  }

  @Test
  void forgetsTheLongestUnusedFirst() {
    for (int i = 0; i < 10; i++) {
      keep(i + ".tst", new Finding.Found(List.of(a(i + ".tst", 300))));
    }
    assertThat(look("0.tst")).isPresent();
    keep("10.tst", new Finding.Found(List.of(a("10.tst", 300))));
    assertThat(cache.size()).isEqualTo(10);
    assertThat(look("0.tst")).isPresent();
    assertThat(look("1.tst")).isEmpty();
  }

  @Test
  void takesNoMoreMemoryThanAllowed() {
    List<Record> many = new java.util.ArrayList<>();
    for (int i = 0; i < 300; i++) {
      many.add(a("x.tst", 300));
    }
    keep("x.tst", new Finding.Found(many));
    keep("y.tst", new Finding.Found(many));
    assertThat(look("x.tst")).isEmpty();
    assertThat(look("y.tst")).isPresent();
    many.addAll(List.copyOf(many));
    keep("z.tst", new Finding.Found(many));
    assertThat(cache.size()).isZero();
  }

  @Test
  void forgetsAllWhenFlushed() {
    keep("x.tst", new Finding.Found(List.of(a("x.tst", 300))));
    cache.flush();
    assertThat(look("x.tst")).isEmpty();
    assertThat(cache.size()).isZero();
  }
}
