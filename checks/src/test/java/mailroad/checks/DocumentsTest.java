package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.app.NodeConfig;
import org.junit.jupiter.api.Test;

/** What the documents say is what the code does. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void theConfigurationReferenceIsTrue() {
    Sources.holds("docs/configuration.md", ConfigurationPage.of(NodeConfig.DEFAULT));
  }

  @Test
  void everyKeyIsExplained() {
    assertThat(ConfigurationPage.of(NodeConfig.DEFAULT))
        .as("a component of a configuration record without its @param line")
        .doesNotContain("| ? |");
  }

  @Test
  void everyLinkLeadsSomewhere() throws Exception {
    List<String> dead = new ArrayList<>();
    for (Path page : Sources.pages()) {
      Matcher matcher = LINK.matcher(Sources.read(page));
      while (matcher.find()) {
        if (!Files.exists(page.resolveSibling(matcher.group(1)))) {
          dead.add(Sources.name(page) + " -> " + matcher.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }
}
