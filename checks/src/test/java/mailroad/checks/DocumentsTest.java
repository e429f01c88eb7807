package mailroad.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.app.NodeConfig;
import mailroad.app.command.Tool;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents say is what the code does. */
class DocumentsTest {
  private static final Pattern COMMAND =
      Pattern.compile("(?m)^(?: {4})?(?:\\./)?mailroad ([a-z].*)$");
  private static final Pattern WORD = Pattern.compile("'[^']*'|\\S+");
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
  void everyCommandThatIsShownCanBeTyped() {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (Path page : Sources.pages()) {
      Matcher shown = COMMAND.matcher(Sources.read(page));
      while (shown.find()) {
        seen++;
        try {
          Tool.parse(words(shown.group(1)));
        } catch (CommandLine.ParameterException e) {
          wrong.add("%s: %s: %s".formatted(Sources.name(page), shown.group(1), e.getMessage()));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).isGreaterThan(50);
  }

  private static String[] words(String line) {
    String typed = line.replaceFirst("(^| )\\s*#.*", "").replaceFirst(" [<|].*", "");
    return WORD.matcher(typed)
        .results()
        .map(word -> word.group().replace("'", ""))
        .toArray(String[]::new);
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
