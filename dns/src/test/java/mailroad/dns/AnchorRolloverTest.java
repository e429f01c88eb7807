package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.dns.RootKeys.Key;
import mailroad.kernel.DelegatingWorld;
import mailroad.kernel.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A root that changes its keys, and a resolver that follows (RFC 5011), over months of virtual time. */
class AnchorRolloverTest {
  private final Map<String, TrustPoint> kept = new HashMap<>();
  private final AnchorShelf shelf =
      new AnchorShelf() {
        @Override
        public Optional<TrustPoint> load(String zone) {
          return Optional.ofNullable(kept.get(zone));
        }

        @Override
        public void save(TrustPoint point) {
          kept.put(point.zone(), point);
        }
      };

  private TestNet net;
  private RootKeys root;
  private Key first;
  private Key second;
  private DnssecConfig dnssec;
  private IterativeResolver resolver;

  @BeforeEach
  void open() throws Exception {
    net = new TestNet.Builder().zone(1, ".", "ns.of. A 127.0.53.1\n").open();
    root = new RootKeys(net.world.now());
    first = Key.make();
    second = Key.make();
    dnssec = DnssecConfig.DEFAULT.withTrustAnchors(List.of(first.ds()));
    resolver = resolver(dnssec);
  }

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  private IterativeResolver resolver(DnssecConfig config) throws IOException {
    IterativeResolver made = net.iterative(net.config().withDnssec(config));
    made.remember(shelf);
    return made;
  }

  private void publish(List<Key> keys, List<Key> signing) throws Exception {
    net.server(1).replace(root.zone(keys, signing));
  }

  /** Time passes, and the resolver looks at the keys; what it thinks of them then. */
  private List<String> after(int days) throws InterruptedException {
    net.world.pass(Duration.ofDays(days));
    resolver.lookAtAnchors();
    return states();
  }

  private List<String> states() {
    return resolver.trustPoints().getFirst().anchors().stream()
        .map(anchor -> name(anchor.keyTag()) + " " + anchor.state())
        .toList();
  }

  private String name(int tag) {
    return tag == first.tag() ? "first" : tag == second.tag() ? "second" : "other";
  }

  /** How the root's own record looks to somebody who asks now. */
  private String mail() throws InterruptedException {
    return switch (resolver.resolve("mail", RecordType.A)) {
      case Answer.Found found -> found.secure() ? "secure" : "insecure";
      case Answer.Failed _ -> "bogus";
      case Answer other -> other.getClass().getSimpleName();
    };
  }

  @Test
  void aNewKeyIsTrustedWhenItHasStayedForThirtyDays() throws Exception {
    publish(List.of(first), List.of(first));
    assertThat(after(0)).containsExactly("first VALID");
    publish(List.of(first, second), List.of(first));
    assertThat(after(2)).containsExactly("first VALID", "second PENDING");
    assertThat(after(29)).containsExactly("first VALID", "second PENDING");
    assertThat(after(1)).containsExactly("first VALID", "second VALID");
    publish(List.of(second), List.of(second));
    assertThat(after(2)).containsExactly("first MISSING", "second VALID");
    assertThat(mail()).isEqualTo("secure");
  }

  @Test
  void aRevokedKeyIsNeverTrustedAgain() throws Exception {
    trustBoth();
    publish(List.of(first.revoked(), second), List.of(first.revoked(), second));
    assertThat(after(2)).containsExactly("first REVOKED", "second VALID");
    assertThat(mail()).isEqualTo("secure");
    assertThat(after(31)).containsExactly("first REMOVED", "second VALID");
    publish(List.of(first), List.of(first)); // whoever stole it
    assertThat(after(2)).containsExactly("first REMOVED", "second VALID");
    net.world.pass(Duration.ofDays(3));
    assertThat(mail()).isEqualTo("bogus");
  }

  private void trustBoth() throws Exception {
    publish(List.of(first, second), List.of(first));
    after(0);
    assertThat(after(31)).containsExactly("first VALID", "second VALID");
  }

  @Test
  void aKeyThatGoesAwayMeanwhileBeginsAnew() throws Exception {
    publish(List.of(first, second), List.of(first));
    after(0);
    publish(List.of(first), List.of(first));
    assertThat(after(20)).containsExactly("first VALID");
    publish(List.of(first, second), List.of(first));
    assertThat(after(11)).containsExactly("first VALID", "second PENDING");
    assertThat(after(29)).containsExactly("first VALID", "second PENDING");
  }

  @Test
  void aKeyThatNoTrustedOneVouchesForIsNotEvenPending() throws Exception {
    publish(List.of(first, second), List.of(second));
    assertThat(after(0)).containsExactly("first VALID");
    TrustPoint point = resolver.trustPoints().getFirst();
    assertThat(point.note()).contains("is by a key that the zone does not have").isNotEmpty();
    assertThat(point.nextLook())
        .isBetween(net.world.now(), net.world.now().plus(Duration.ofHours(1)));
  }

  @Test
  void onlyItsOwnSignatureRevokesAKey() throws Exception {
    trustBoth();
    publish(List.of(first.revoked(), second), List.of(second));
    assertThat(after(2)).containsExactly("first MISSING", "second VALID");
  }

  @Test
  void aKeyThatIsRevokedWhileItWaitsIsForgotten() throws Exception {
    publish(List.of(first, second), List.of(first));
    after(0);
    publish(List.of(first, second.revoked()), List.of(first, second.revoked()));
    assertThat(after(31)).containsExactly("first VALID");
  }

  @Test
  void whatIsKnownOutlivesARestart() throws Exception {
    trustBoth();
    publish(List.of(first.revoked(), second), List.of(first.revoked(), second));
    after(2);
    resolver = resolver(dnssec);
    assertThat(states()).containsExactly("first REVOKED", "second VALID");
    assertThat(mail()).isEqualTo("secure");
    publish(List.of(first), List.of(first));
    resolver = resolver(dnssec);
    assertThat(mail()).as("signed by the key that is configured, but revoked").isEqualTo("bogus");
  }

  @Test
  void whatOneNodeSawAnotherNeedNotLookAt() throws Exception {
    publish(List.of(first, second), List.of(first));
    after(0);
    net.takeAsked();
    IterativeResolver neighbour = net.iterative(net.config().withDnssec(dnssec));
    neighbour.remember(shelf);
    neighbour.lookAtAnchors();
    assertThat(net.takeAsked()).isEmpty();
    assertThat(neighbour.trustPoints()).isEqualTo(resolver.trustPoints());
  }

  @Test
  void otherConfiguredKeysEndWhatWasLearned() throws Exception {
    trustBoth();
    Key third = Key.make();
    resolver = resolver(dnssec.withTrustAnchors(List.of(third.ds())));
    assertThat(states()).containsExactly("other VALID");
    resolver = resolver(dnssec.withTrustAnchors(List.of(first.ds(), third.ds())));
    assertThat(states()).containsExactly("first VALID", "second VALID", "other VALID");
  }

  @Test
  void withoutAnyTrustedKeyTheZoneCountsAsUnsigned() throws Exception {
    publish(List.of(first.revoked()), List.of(first.revoked()));
    assertThat(after(0)).containsExactly("first REVOKED");
    assertThat(resolver.trustPoints().getFirst().trusted()).isEmpty();
    assertThat(mail()).isEqualTo("insecure"); // RFC 5011 section 5
  }

  @Test
  void withoutUpdatesTheConfiguredKeysCount() throws Exception {
    trustBoth();
    resolver =
        resolver(
            dnssec.withAnchorUpdates(
                new DnssecConfig.AnchorUpdates(
                    false, Duration.ofDays(30), Duration.ofDays(30), 16)));
    resolver.keepAnchors(); // has nothing to do, and ends
    assertThat(states()).containsExactly("first VALID");
  }

  @Test
  void keysWithoutEndAreNotRemembered() throws Exception {
    List<Key> keys = new ArrayList<>(List.of(first, second));
    for (int i = 0; i < 8; i++) {
      keys.add(Key.make());
    }
    resolver =
        resolver(
            dnssec.withAnchorUpdates(
                new DnssecConfig.AnchorUpdates(true, Duration.ofDays(30), Duration.ofDays(30), 5)));
    publish(keys, List.of(first));
    assertThat(after(0)).hasSize(5).startsWith("first VALID");
  }

  @Test
  void itLooksByItselfAsOftenAsTheTimeToLiveAsks() throws Exception {
    publish(List.of(first, second), List.of(first));
    List<Duration> slept = new ArrayList<>();
    World hasty = new Hasty(net.world, slept, 40);
    resolver =
        new IterativeResolver(
            hasty,
            net.config().withDnssec(dnssec),
            List.of(new RootHint("a.root", TestNet.address(1), net.port())));
    resolver.remember(shelf);
    assertThatThrownBy(resolver::keepAnchors).isInstanceOf(InterruptedException.class);
    assertThat(states()).containsExactly("first VALID", "second VALID");
    // RFC 5011 section 2.3: half of two days.
    assertThat(slept.getFirst()).isEqualTo(Duration.ofSeconds(1));
    assertThat(slept.subList(1, slept.size()))
        .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofHours(23), Duration.ofHours(24)));
  }

  /** A World in which whoever sleeps finds that the time has passed, until it is interrupted. */
  private static final class Hasty extends DelegatingWorld {
    private final RunningWorld under;
    private final List<Duration> slept;
    private final int most;

    Hasty(RunningWorld under, List<Duration> slept, int most) {
      super(under);
      this.under = under;
      this.slept = slept;
      this.most = most;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      if (slept.size() == most) {
        throw new InterruptedException();
      }
      slept.add(time);
      under.pass(time);
    }
  }
}
