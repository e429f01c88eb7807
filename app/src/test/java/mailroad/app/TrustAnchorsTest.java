package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.app.config.ConfigFile;
import mailroad.dns.Answer;
import mailroad.dns.FixedResolver;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.TrustAnchor;
import mailroad.dns.TrustAnchor.State;
import mailroad.dns.TrustPoint;
import mailroad.kernel.RealWorld;
import mailroad.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that trust begins with are kept in the store, and shown. */
class TrustAnchorsTest {
  private static final Instant SINCE = Instant.parse("2026-10-11T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-11-10T00:00:00Z");

  @TempDir private Path folder;

  private final RealWorld world = new RealWorld((name, e) -> {});

  private static TrustAnchor anchor(int key, State state, boolean configured) {
    return new TrustAnchor(
        key + " 13 2 " + "AB".repeat(32),
        state,
        SINCE,
        state == State.PENDING ? Optional.of(UNTIL) : Optional.empty(),
        configured);
  }

  private static TrustPoint root(TrustAnchor... anchors) {
    return new TrustPoint(".", List.of(anchors), Optional.of(SINCE), UNTIL, "");
  }

  /** A resolver that trusts so. */
  private record Trusting(TrustPoint point) implements Resolver {
    @Override
    public Answer resolve(String name, RecordType type) {
      return FixedResolver.of("").resolve(name, type);
    }

    @Override
    public List<TrustPoint> trustPoints() {
      return List.of(point);
    }
  }

  private Node node(TrustPoint point) throws Exception {
    Path file = Files.writeString(folder.resolve("mailroad.toml"), "[dns]\nmode = \"iterative\"\n");
    return Nodes.of(world, ConfigFile.load(file, NodeConfig.DEFAULT), new Trusting(point));
  }

  @Test
  void whatIsSavedIsLoaded() throws Exception {
    StoredAnchors shelf = new StoredAnchors(new MemoryStore(world));
    TrustPoint point =
        root(
            anchor(1, State.PENDING, false),
            anchor(2, State.VALID, true),
            anchor(3, State.MISSING, false),
            anchor(4, State.REVOKED, true),
            anchor(5, State.REMOVED, true));
    assertThat(shelf.load(".")).isEmpty();
    shelf.save(point);
    assertThat(shelf.load(".")).contains(point);
    assertThat(shelf.load("example.")).isEmpty();
    TrustPoint unproven = new TrustPoint(".", List.of(), Optional.empty(), SINCE, "nobody told");
    shelf.save(unproven);
    assertThat(shelf.load(".")).contains(unproven);
  }

  @Test
  void theAnswerAboutADomainShowsThem() throws Exception {
    TrustPoint point = root(anchor(20326, State.VALID, true), anchor(4711, State.PENDING, false));
    String text =
        node(point)
            .operations()
            .call("dns", Map.of("name", "b.example", "type", "MX"))
            .path("text")
            .asString();
    assertThat(text)
        .contains(
            """
            Trust anchors
              valid         .  key 20326, configured, since 2026-10-11T00:00:00Z
              pending       .  key 4711, learned, since 2026-10-11T00:00:00Z, until 2026-11-10T00:00:00Z
            """);
  }

  @Test
  void aRootWhoseKeysAreAllRevokedIsSeenInTheStatus() throws Exception {
    assertThat(
            node(root(anchor(1, State.REVOKED, true)))
                .operations()
                .call("status", Map.of())
                .path("ignored")
                .toString())
        .contains("DNSSEC is ignored", "all its trust anchors are revoked");
  }
}
