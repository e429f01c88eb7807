package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import mailroad.app.NodeConfig;
import mailroad.app.config.ConfigException;
import mailroad.app.config.ConfigFile;
import mailroad.guard.filter.FiltersConfig;
import mailroad.guard.verdict.Filter;
import mailroad.kernel.Domain;
import mailroad.kernel.RealWorld;
import org.junit.jupiter.api.Test;

/** What docs/filters.md says may be written, and all keys that there are, can be read. */
class FiltersPageTest {
  private static FiltersConfig read(String toml) throws ConfigException {
    return ConfigFile.parse("mailroad.toml", toml, NodeConfig.DEFAULT).guard().filters();
  }

  private static List<String> names(FiltersConfig config) {
    Domain us = Domain.parse("us.example").orElseThrow();
    return mailroad.guard.filter.Filters.open(new RealWorld((name, e) -> {}), us, config).stream()
        .map(Filter::name)
        .toList();
  }

  @Test
  void itsExampleIsRead() throws Exception {
    String page = Files.readString(Sources.ROOT.resolve("docs/filters.md"));
    int from = page.indexOf("```toml\n") + "```toml\n".length();
    assertThat(names(read(page.substring(from, page.indexOf("```", from)))))
        .containsExactly("clamd", "rspamd", "spamd", "opendkim");
  }

  @Test
  void allKeysAreRead() throws Exception {
    FiltersConfig config =
        read(
            """
            [guard.filters]
            failures-max = 3
            pause-first = "10s"
            pause-max = "5m"

            [[guard.filters.clamd]]
            name = "scanner"
            address = "127.0.0.1:3310"
            mail = "incoming"
            on-malware = "refuse"
            spam-signatures = ["Sanesecurity."]
            spam-score = 4
            octets-max = "10MiB"
            time-limit = "20s"
            on-failure = "defer"
            connections-max = 4

            [[guard.filters.rspamd]]
            address = "[::1]:11333"
            password = "q1"
            score-percent = 50
            on-reject = "quarantine"
            defer-greylist = true
            mark-spam = true
            ignored = ["soft reject", "fields"]

            [[guard.filters.spamd]]
            address = "unix:/run/spamd.sock"
            asks = "headers"
            user = "*"
            score-percent = 120

            [[guard.filters.milters]]
            name = "signer"
            address = "unix:/run/signer.sock"
            mail = "submitted"
            macros = ["{daemon_name}=edge", "j=mx.example"]
            fresh-connections = true
            body-octets-max = "1MiB"
            """);
    assertThat(names(config)).containsExactly("scanner", "rspamd", "spamd", "signer");
    assertThat(config.failuresMax()).isEqualTo(3);
    assertThat(config.clamd().getFirst().octetsMax()).isEqualTo(10 << 20);
    assertThat(config.rspamd().getFirst().ignored()).containsExactly("soft reject", "fields");
  }
}
