package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void saysWhichKeyIsWrong(String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  static List<Arguments> saysWhichKeyIsWrong() {
    ResolverConfig config = ResolverConfig.DEFAULT;
    return List.of(
        wrong("authority-port must be", () -> config.withAuthorityPort(0)),
        wrong("authority-port must be", () -> config.withAuthorityPort(65_536)),
        wrong("networks-not-asked: not a network: x", () -> networks("x")),
        wrong("networks-not-asked: not a network: 10/8", () -> networks("10/8")),
        wrong("networks-not-asked: not a network: ::1/129", () -> networks("::1/129")),
        wrong("datagram must", () -> timeouts(Duration.ZERO, SECOND, SECOND)),
        wrong("connection must", () -> timeouts(SECOND, Duration.ZERO, SECOND)),
        wrong("total must", () -> timeouts(SECOND, SECOND, Duration.ofMillis(999))),
        wrong("queries-max", () -> bounds(0)),
        wrong("rounds-max", () -> bounds(1)),
        wrong("referrals-max", () -> bounds(2)),
        wrong("aliases-max", () -> bounds(3)),
        wrong("depth-max", () -> bounds(4)),
        wrong("name-servers-max", () -> bounds(5)),
        wrong("name-server-lookups-max", () -> bounds(6)),
        wrong("forgeries-max", () -> bounds(7)),
        wrong("tcp-octets-max", () -> bounds(8)),
        wrong("udp-octets-max", () -> bounds(9)),
        wrong("servers-remembered-max", () -> bounds(10)),
        wrong("entries-max", () -> cache(0, 1 << 20, SECOND, SECOND)),
        wrong("octets-max", () -> cache(1, 9, SECOND, SECOND)),
        wrong("ttl-min", () -> cache(1, 1 << 20, SECOND.negated(), SECOND)),
        wrong("ttl-max", () -> cache(1, 1 << 20, SECOND, Duration.ZERO)),
        wrong("stale-max", () -> stale(Duration.ofDays(8), SECOND)),
        wrong("stale-ttl", () -> stale(SECOND, Duration.ofHours(1))),
        wrong("prefetch-hits-min", () -> CacheConfig.DEFAULT.withPrefetch(0, 1)),
        wrong("prefetches-max", () -> CacheConfig.DEFAULT.withPrefetch(1, -1)),
        wrong("proofs-max", () -> CacheConfig.DEFAULT.withProofsMax(-1)),
        wrong("trust-anchors: not a DS record: here", () -> anchors("here")),
        wrong("trust-anchors: not a DS record", () -> anchors(". IN DS x 8 2 00")),
        wrong("negative-trust-anchors: not a name", () -> letOff("a..b")),
        wrong("ad-trusted: not a network: x", () -> adTrusted("x")),
        wrong("signature-checks-max", () -> dnssec(0)),
        wrong("signatures-per-set-max", () -> dnssec(1)),
        wrong("colliding-keys-max", () -> dnssec(2)),
        wrong("denials-max", () -> dnssec(3)),
        wrong("nsec3-hashes-max", () -> dnssec(4)),
        wrong("zones-remembered-max", () -> dnssec(5)),
        wrong("questions-max", () -> server(0, 1, SECOND, 512, "::1")),
        wrong("connections-max", () -> server(1, 0, SECOND, 512, "::1")),
        wrong("connection-idle", () -> server(1, 1, Duration.ZERO, 512, "::1")),
        wrong("udp-octets-max", () -> server(1, 1, SECOND, 511, "::1")),
        wrong("clients: not a network: here", () -> server(1, 1, SECOND, 512, "here")));
  }

  private static Arguments wrong(String message, ThrowingCallable call) {
    return Arguments.of(message, call);
  }

  private static void stale(Duration max, Duration ttl) {
    CacheConfig.DEFAULT.withStale(max, ttl);
  }

  private static void anchors(String line) {
    DnssecConfig.DEFAULT.withTrustAnchors(List.of(line));
  }

  private static void letOff(String domain) {
    DnssecConfig.DEFAULT.withNegativeTrustAnchors(List.of(domain));
  }

  private static void adTrusted(String network) {
    DnssecConfig.DEFAULT.withAdTrusted(List.of(network));
  }

  /** Bounds of DNSSEC of which one, by its place, is too low. */
  private static void dnssec(int low) {
    int[] all = {1, 1, 1, 1, 1, 1};
    all[low] = 0;
    assertThat(new DnssecConfig.Bounds(all[0], all[1], all[2], all[3], all[4], all[5])).isNotNull();
  }

  private static void networks(String network) {
    ResolverConfig.DEFAULT.withNetworksNotAsked(List.of(network));
  }

  private static void timeouts(Duration datagram, Duration connection, Duration total) {
    assertThat(new ResolverConfig.Timeouts(datagram, connection, total)).isNotNull();
  }

  /** Bounds of which one, by its place, is too low. */
  private static void bounds(int low) {
    int[] all = {64, 2, 20, 10, 4, 13, 4, 8, 65_535, 1232, 10_000};
    all[low] = -1;
    assertThat(
            new ResolverConfig.Bounds(
                all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7], all[8], all[9],
                all[10]))
        .isNotNull();
  }

  private static void cache(int entries, long octets, Duration ttlMin, Duration ttlMax) {
    assertThat(
            new CacheConfig(
                entries, octets, ttlMin, ttlMax, SECOND, SECOND, SECOND, SECOND, 3, 0, 0))
        .isNotNull();
  }

  private static void server(
      int questions, int connections, Duration idle, int udpOctets, String client) {
    assertThat(new DnsServerConfig(questions, connections, idle, udpOctets, List.of(client)))
        .isNotNull();
  }

  @Test
  void failuresAreKeptFiveMinutesAtMost() {
    assertThatThrownBy(() ->
            new CacheConfig(
                1,
                1 << 20,
                SECOND,
                SECOND,
                SECOND,
                Duration.ofMinutes(5).plusNanos(1),
                SECOND,
                SECOND,
                3,
                0,
                0))
        .hasMessageContaining("failure-ttl");
  }

  @Test
  void hasDefaultsForTheWorldAtLarge() {
    assertThat(ResolverConfig.DEFAULT.authorityPort()).isEqualTo(53);
    assertThat(ResolverConfig.DEFAULT.mixedCase()).isTrue();
    assertThat(ResolverConfig.DEFAULT.bounds().udpOctetsMax()).isEqualTo(1232);
    assertThat(RootHint.INTERNET).hasSize(26).allMatch(hint -> hint.port() == 53);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.255.255.255, true",
    "11.0.0.0, false",
    "172.31.0.1, true",
    "172.32.0.1, false",
    "198.41.0.4, false",
    "255.255.255.255, true",
    "::1, true",
    "::2, false",
    "fe80::1, true",
    "::ffff:127.0.0.1, true",
    "2001:500:2::c, false",
  })
  void doesNotAskSpecialNetworks(String address, boolean special) {
    assertThat(
            new AddressRanges(ResolverConfig.SPECIAL_NETWORKS)
                .contains(InetAddress.ofLiteral(address)))
        .isEqualTo(special);
  }

  @Test
  void readsRootHints() {
    assertThat(RootHint.of(List.of("A.Root.Test. 127.0.0.10#5300 ::1", "b.root.test 127.0.0.11")))
        .containsExactly(
            new RootHint("a.root.test", InetAddress.ofLiteral("127.0.0.10"), 5300),
            new RootHint("a.root.test", InetAddress.ofLiteral("::1"), 53),
            new RootHint("b.root.test", InetAddress.ofLiteral("127.0.0.11"), 53));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.root", "a.root b.root", "a..root 127.0.0.1", "a 127.0.0.1#x"})
  void refusesHintsThatAreNone(String line) {
    assertThatThrownBy(() -> RootHint.of(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aResolverNeedsARoot() {
    RunningWorld world = new RunningWorld();
    assertThatThrownBy(() -> new IterativeResolver(world, ResolverConfig.DEFAULT, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatCode(() -> new IterativeResolver(world, ResolverConfig.DEFAULT, RootHint.INTERNET))
        .doesNotThrowAnyException();
  }
}
