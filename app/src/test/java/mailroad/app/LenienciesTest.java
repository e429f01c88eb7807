package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mailroad.app.config.ConfigFile;
import mailroad.dns.Answer;
import mailroad.dns.DnssecLapse;
import mailroad.dns.FixedResolver;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.kernel.RealWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is not insisted on is seen by whoever asks how the node is. */
class LenienciesTest {
  private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path folder;

  /** A resolver that has given one delegation up. */
  private static final class Lapsed implements Resolver {
    @Override
    public Answer resolve(String name, RecordType type) {
      return FixedResolver.of("").resolve(name, type);
    }

    @Override
    public List<DnssecLapse> lapses() {
      return List.of(new DnssecLapse("c.example", SINCE, SINCE, "the key of example is another"));
    }
  }

  private List<String> ignored(String configuration) throws Exception {
    Path file = Files.writeString(folder.resolve("mailroad.toml"), configuration);
    RealWorld world = new RealWorld((name, e) -> {});
    Node node = Nodes.of(world, ConfigFile.load(file, NodeConfig.DEFAULT), new Lapsed());
    JsonNode status = node.operations().call("status", Map.of());
    return status
        .path("ignored")
        .valueStream()
        .map(one ->
            String.join(
                " | ",
                one.path("domain").asString(),
                one.path("what").asString(),
                one.path("because").asString(),
                one.path("since").asString()))
        .toList();
  }

  @Test
  void nothingIsIgnoredByDefault() throws Exception {
    assertThat(ignored("")).isEmpty();
  }

  @Test
  void whatIsConfiguredAndWhatHasLapsedIsShown() throws Exception {
    assertThat(
            ignored(
                """
                [dns]
                mode = "iterative"
                [dns.resolver.dnssec]
                mode = "permissive"
                negative-trust-anchors = ["b.example"]
                [mta.tls]
                exempt-domains = [".d.example"]
                """))
        .containsExactly(
            ". | DNSSEC failures are passed over | dns.resolver.dnssec.mode | ",
            "b.example | DNSSEC is ignored | dns.resolver.dnssec.negative-trust-anchors | ",
            "c.example | DNSSEC is ignored | the key of example is another | 2026-11-22T10:00:00Z",
            ".d.example | DANE and MTA-STS are ignored | mta.tls.exempt-domains | ");
  }
}
