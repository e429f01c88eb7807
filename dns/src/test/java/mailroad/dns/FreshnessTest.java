package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mailroad.kernel.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known beyond its time, what is renewed before it, and how little is told on the way. */
class FreshnessTest {
  private static final int ROOT = 1;
  private static final int TST = 2;
  private static final int B = 3;

  private TestNet net;

  @BeforeEach
  void open() throws IOException {
    net =
        new TestNet.Builder()
            .zone(ROOT, ".", "tst. NS ns.tst.\nns.tst. A 127.0.53.2\n")
            .zone(TST, "tst.", "b NS ns.b\nns.b A 127.0.53.3\n")
            .zone(
                B,
                "b.tst.",
                """
                @ MX 10 mx
                mx A 192.0.2.1
                one.two.three A 192.0.2.2
                _25._tcp.mx TLSA 3 1 1 abcd
                alias CNAME mx
                under.alias A 192.0.2.3
                """)
            .open();
  }

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  private IterativeResolver with(CacheConfig cache) {
    return net.iterative(net.config().withCache(cache));
  }

  private void down() {
    for (int host : List.of(ROOT, TST, B)) {
      net.misbehave(host, new Mischief.Fail("SERVFAIL"));
    }
  }

  /** RFC 8767 section 5. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"b.tst, MX", "alias.b.tst, A", "mx.b.tst, AAAA", "none.b.tst, A"})
  void whatWasKnownStandsInWhenNobodyCanBeAsked(String name, RecordType type)
      throws InterruptedException {
    IterativeResolver resolver =
        with(CacheConfig.DEFAULT.withStale(Duration.ofHours(6), Duration.ofSeconds(30)));
    String before = Answers.show(resolver.resolve(name, type));
    down();
    net.world.pass(Duration.ofHours(1));
    Answer stale = resolver.resolve(name, type);
    assertThat(Answers.show(stale)).isEqualTo(before);
    assertThat(stale.walk().toString()).contains("what was known before is used");
    net.takeAsked();
    resolver.resolve(name, type);
    assertThat(net.takeAsked()).as("for half a minute nobody is asked again").isEmpty();
    net.world.pass(Duration.ofHours(7));
    assertThat(resolver.resolve(name, type)).isInstanceOf(Answer.Failed.class);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"b.tst, MX", "alias.b.tst, A", "mx.b.tst, AAAA", "none.b.tst, A"})
  void whatIsRememberedIsKnownWithoutAsking(String name, RecordType type)
      throws InterruptedException {
    IterativeResolver resolver = with(CacheConfig.DEFAULT);
    assertThat(resolver.known(name, type)).isEmpty();
    Answer answer = resolver.resolve(name, type);
    net.takeAsked();
    assertThat(resolver.known(name, type).map(Answers::show)).hasValue(Answers.show(answer));
    assertThat(net.takeAsked()).isEmpty();
    net.world.pass(Duration.ofDays(1));
    assertThat(resolver.known(name, type)).isEmpty();
    assertThat(net.takeAsked()).isEmpty();
  }

  @Test
  void withinASecondTheSameIsToldInTheSameWords() throws InterruptedException {
    net.world.stopTheClock();
    IterativeResolver resolver = with(CacheConfig.DEFAULT);
    resolver.resolve("b.tst", RecordType.MX);
    Answer first = resolver.resolve("b.tst", RecordType.MX);
    assertThat(resolver.resolve("b.tst", RecordType.MX)).isSameAs(first);
    net.world.pass(Duration.ofSeconds(2));
    Answer later = resolver.resolve("b.tst", RecordType.MX);
    assertThat(later.walk().toString()).isNotEqualTo(first.walk().toString());
    resolver.cache().flush();
    assertThat(resolver.known("b.tst", RecordType.MX)).isEmpty();
  }

  @Test
  void newsReplaceWhatIsStale() throws InterruptedException {
    IterativeResolver resolver =
        with(CacheConfig.DEFAULT.withStale(Duration.ofHours(6), Duration.ofSeconds(30)));
    resolver.resolve("b.tst", RecordType.MX);
    down();
    net.world.pass(Duration.ofHours(1));
    resolver.resolve("b.tst", RecordType.MX);
    for (int host : List.of(ROOT, TST, B)) {
      net.misbehave(host, Misbehaviour.NONE);
    }
    net.world.pass(Duration.ofMinutes(3));
    net.takeAsked();
    assertThat(resolver.resolve("b.tst", RecordType.MX)).isInstanceOf(Answer.Found.class);
    assertThat(net.takeAsked()).contains("3 UDP b.tst MX");
  }

  @Test
  void whatIsAskedForOftenIsRenewedInTime() throws InterruptedException {
    IterativeResolver resolver = with(CacheConfig.DEFAULT.withPrefetch(2, 4));
    resolver.resolve("b.tst", RecordType.MX);
    net.takeAsked();
    net.world.pass(Duration.ofSeconds(280));
    resolver.resolve("b.tst", RecordType.MX);
    assertThat(net.takeAsked()).as("one hit is not often").isEmpty();
    resolver.resolve("b.tst", RecordType.MX);
    for (Task renewal : net.world.started("dns renew")) {
      renewal.join();
    }
    assertThat(net.takeAsked()).contains("3 UDP b.tst MX");
    net.world.pass(Duration.ofSeconds(100));
    resolver.resolve("b.tst", RecordType.MX);
    assertThat(net.takeAsked()).as("it is known still").isEmpty();
  }

  /** RFC 9156: each server hears one label more than its zone. */
  @Test
  void tellsNoMoreOfANameThanNeeded() throws InterruptedException {
    IterativeResolver resolver = net.iterative(net.config().withMinimiseNames(true));
    resolver.resolve("b.tst", RecordType.MX);
    assertThat(net.takeAsked()).containsExactly("1 UDP tst A", "2 UDP b.tst MX", "3 UDP b.tst MX");
    resolver.resolve("_25._tcp.mx.b.tst", RecordType.TLSA);
    assertThat(net.takeAsked()).containsExactly("3 UDP mx.b.tst A", "3 UDP _25._tcp.mx.b.tst TLSA");
    assertThat(Answers.show(resolver.resolve("one.two.three.b.tst", RecordType.A)))
        .isEqualTo("Found 192.0.2.2");
    assertThat(net.takeAsked())
        .containsExactly(
            "3 UDP three.b.tst A", "3 UDP two.three.b.tst A", "3 UDP one.two.three.b.tst A");
  }

  /** RFC 9156 section 3: servers that deny, fail or rename on the way are asked the whole name. */
  @ParameterizedTest
  @ValueSource(strings = {"NXDOMAIN", "SERVFAIL", "REFUSED"})
  void asksTheWholeNameOfServersThatChoke(String code) throws InterruptedException {
    net.misbehave(
        B, it -> it.name().equals("three.b.tst") ? List.of(new Mischief.Fail(code)) : List.of());
    IterativeResolver resolver = net.iterative(net.config().withMinimiseNames(true));
    assertThat(Answers.show(resolver.resolve("one.two.three.b.tst", RecordType.A)))
        .isEqualTo("Found 192.0.2.2");
    assertThat(Answers.show(resolver.resolve("under.alias.b.tst", RecordType.A)))
        .isEqualTo("Found 192.0.2.3");
  }

  /** A10: a name of many labels does not cause as many questions. */
  @Test
  void minimisingHasABound() throws InterruptedException {
    IterativeResolver resolver = net.iterative(net.config().withMinimiseNames(true));
    resolver.resolve("a.".repeat(60) + "one.two.three.b.tst", RecordType.A);
    assertThat(net.takeAsked()).hasSizeLessThan(15);
  }
}
