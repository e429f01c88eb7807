package mailroad.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** How the commands are told of. */
class ToolTest {
  /** A list of commands shows the first line of each description alone. */
  @Test
  void eachDescriptionBeginsWithAWholeSentence() {
    List<String> torn = new ArrayList<>();
    CommandLine tool = Tool.line("");
    begin(tool, torn);
    assertThat(torn).isEmpty();
  }

  private static void begin(CommandLine command, List<String> torn) {
    String[] description = command.getCommandSpec().usageMessage().description();
    if (description.length == 0 || !description[0].endsWith(".")) {
      torn.add(command.getCommandSpec().qualifiedName());
    }
    command.getSubcommands().values().forEach(sub -> begin(sub, torn));
  }

  @Test
  void whatPeopleAreToldToRunBeginsWithTheNameThatTheyRan() {
    assertThat(Tool.line("queue").getUsageMessage()).contains("Usage: mailroad ");
    assertThat(mailroad.app.admin.Hint.of("queue list")).isEqualTo("mailroad queue list");
  }
}
