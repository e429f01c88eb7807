package mailroad.mailauth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.SteppedWorld;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final Domain A = new Domain("a.example");

  private final SteppedWorld world = new SteppedWorld(Instant.parse("2026-03-01T12:00:00Z"));
  private final Store store = new MemoryStore(world);
  private final SigningConfig config = rotating(Duration.ofDays(90));
  private final KeyRing ring = new KeyRing(world, store, config, List.of());
  private final List<String> zone = new ArrayList<>();
  private final Resolver resolver =
      (name, type) -> FixedResolver.of(String.join("\n", zone) + "\n").resolve(name, type);
  private final KeyKeeper keeper = new KeyKeeper(world, ring, resolver, config);

  private static SigningConfig rotating(Duration after) {
    SigningConfig usual = SigningConfig.DEFAULT;
    return new SigningConfig(
        true,
        usual.fields(),
        usual.oversigned(),
        true,
        true,
        Duration.ZERO,
        2_048,
        List.of(),
        after,
        Duration.ofDays(2),
        Duration.ofDays(7),
        Duration.ofMinutes(10));
  }

  private List<String> states() throws Exception {
    return ring.of(A).stream().map(key -> key.key().selector() + " " + key.state()).toList();
  }

  private void publish(StoredKey key) {
    zone.add(PublishedKey.of(key.key()).toString());
  }

  @Test
  void aKeyIsUsedOnceDnsHasIt() throws Exception {
    StoredKey key = ring.create(A, Algorithm.ED25519_SHA256);
    keeper.keep();
    assertThat(states()).containsExactly("e20260301 next");
    assertThat(ring.signing(A)).isEmpty();
    publish(key);
    keeper.keep();
    assertThat(states()).containsExactly("e20260301 in use");
    assertThat(ring.signing(A)).extracting(SigningKey::selector).containsExactly("e20260301");
  }

  @Test
  void aKeyTakesThePlaceOfAnotherInTime() throws Exception {
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    keeper.keep();
    world.sleep(Duration.ofDays(88));
    keeper.keep();
    assertThat(states()).containsExactly("e20260301 in use", "e20260528 next");
    world.sleep(Duration.ofDays(3));
    keeper.keep();
    // Nobody has published it: the old one goes on.
    assertThat(ring.signing(A)).extracting(SigningKey::selector).containsExactly("e20260301");
    publish(ring.of(A).getLast());
    keeper.keep();
    assertThat(states()).containsExactly("e20260301 retired", "e20260528 in use");
    world.sleep(Duration.ofDays(7));
    keeper.keep();
    assertThat(states()).containsExactly("e20260528 in use");
  }

  @Test
  void aNewKeyWaitsUntilCachesKnowIt() throws Exception {
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    keeper.keep();
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    keeper.keep();
    assertThat(states()).containsExactly("e20260301 in use", "e20260301a next");
    world.sleep(Duration.ofDays(2));
    keeper.keep();
    assertThat(states()).containsExactly("e20260301 retired", "e20260301a in use");
  }

  @Test
  void rotatesAtOnceWhenTold() throws Exception {
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    keeper.keep();
    assertThat(keeper.rotate(A, false)).singleElement().asString().contains("publish it");
    assertThat(keeper.rotate(A, false)).singleElement().asString().contains("is not used yet");
    publish(ring.of(A).getLast());
    assertThat(keeper.rotate(A, false)).containsExactly("e20260301a is used from now on");
  }

  @Test
  void rotatesWithoutDnsWhenForced() throws Exception {
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    keeper.keep();
    assertThat(keeper.rotate(A, true))
        .singleElement()
        .asString()
        .startsWith("e20260301a is made and used from now on; its signatures fail until")
        .endsWith(PublishedKey.of(ring.of(A).getLast().key()).toString());
    assertThat(states()).containsExactly("e20260301 retired", "e20260301a in use");
    assertThat(ring.signing(A)).extracting(SigningKey::selector).containsExactly("e20260301a");
  }

  @Test
  void aKeyThatWaitsIsUsedWithoutDnsWhenForced() throws Exception {
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    keeper.keep();
    StoredKey next = ring.create(A, Algorithm.ED25519_SHA256);
    assertThat(keeper.rotate(A, true))
        .containsExactly(
            "e20260301a is used from now on; its signatures fail until this is published: "
                + PublishedKey.of(next.key()));
    assertThat(states()).containsExactly("e20260301 retired", "e20260301a in use");
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    assertThat(keeper.rotate(A, true)).containsExactly("e20260301b is used from now on");
  }

  @Test
  void bothAlgorithmsSignSideBySide() throws Exception {
    publish(ring.create(A, Algorithm.ED25519_SHA256));
    publish(ring.create(A, Algorithm.RSA_SHA256));
    keeper.keep();
    assertThat(ring.signing(A))
        .extracting(SigningKey::algorithm)
        .containsExactlyInAnyOrder(Algorithm.ED25519_SHA256, Algorithm.RSA_SHA256);
    assertThat(ring.signing(new Domain("mx.a.example"))).hasSize(2);
    assertThat(ring.signing(new Domain("b.example"))).isEmpty();
    assertThat(ring.signing(new Domain("[192.0.2.1]"))).isEmpty();
  }

  @Test
  void saysHowAKeyStandsInDns() throws Exception {
    StoredKey key = ring.create(A, Algorithm.ED25519_SHA256);
    assertThat(keeper.check(key).standing()).isEqualTo(KeyKeeper.Standing.MISSING);
    zone.add(key.key().name() + ". TXT \"v=DKIM1; p=\"");
    assertThat(keeper.check(key).standing()).isEqualTo(KeyKeeper.Standing.OTHER);
    zone.clear();
    zone.add(
        PublishedKey.of(TestKeys.ed25519()).toString().replace("e1.", key.key().selector() + "."));
    assertThat(keeper.check(key).standing()).isEqualTo(KeyKeeper.Standing.OTHER);
    zone.clear();
    publish(key);
    assertThat(keeper.check(key).standing()).isEqualTo(KeyKeeper.Standing.PUBLISHED);
    KeyKeeper blind =
        new KeyKeeper(world, ring, FixedResolver.of("").failing(key.key().name(), "down"), config);
    assertThat(blind.check(key).standing()).isEqualTo(KeyKeeper.Standing.UNKNOWN);
  }

  @Test
  void keysOfFilesSignAndAreLeftAlone() throws Exception {
    KeyRing withFile = new KeyRing(world, store, config, List.of(TestKeys.ed25519()));
    assertThat(withFile.signing(A)).containsExactly(TestKeys.ed25519());
    new KeyKeeper(world, withFile, resolver, config).keep();
    world.sleep(Duration.ofDays(365));
    new KeyKeeper(world, withFile, resolver, config).keep();
    assertThat(withFile.all()).hasSize(1);
  }
}
