package mailroad.app.command;

import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mailroad.app.admin.Access;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Hint;
import mailroad.kernel.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Commands of {@code mailroad guard} by which the classifier is taught. */
final class ClassifierCommands {
  private static final int OCTETS_MAX = 16 << 20;

  private ClassifierCommands() {}

  /** {@code mailroad guard classifier}. */
  @Command(
      name = "classifier",
      description = "Shows how much the classifier has learned, for the site and for each account.",
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() throws Exception {
      return common.run("classifier.status", Map.of(), ClassifierCommands::knowledge);
    }
  }

  /** {@code mailroad guard learn}. */
  @Command(
      name = "learn",
      description = {
        "Teaches the classifier messages.",
        "One that was learned before as something else is learned anew; the same one is never learned twice."
      },
      mixinStandardHelpOptions = true)
  static final class Learn implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Parameters(index = "0", paramLabel = "spam|good", description = "what they are")
    private String as = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "messages")
    private List<Path> files = List.of();

    @Option(
        names = "--account",
        paramLabel = "ADDRESS",
        description = "who says so; without it, only the site learns")
    private @Nullable String account;

    @Override
    public Integer call() throws Exception {
      if (!as.equals("spam") && !as.equals("good")) {
        throw new AdminException("say what they are: " + Hint.of("guard learn spam|good FILE..."));
      }
      return each(
          common, "classifier.learn", files, arguments(account, Map.of("as", as)), "learned");
    }
  }

  /** {@code mailroad guard forget}. */
  @Command(
      name = "forget",
      description = "Takes back what messages were learned as, or all that was learned.",
      mixinStandardHelpOptions = true)
  static final class Forget implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "messages")
    private List<Path> files = List.of();

    @Option(
        names = "--account",
        paramLabel = "ADDRESS",
        description = "whose; without it, the site's")
    private @Nullable String account;

    @Option(names = "--all", description = "all that was learned")
    private boolean all;

    @Override
    public Integer call() throws Exception {
      if (all == !files.isEmpty()) {
        throw new AdminException("either messages, or --all");
      }
      if (all) {
        return common.run(
            "classifier.forget", arguments(account, Map.of("all", true)), _ -> "forgotten\n");
      }
      return each(common, "classifier.forget", files, arguments(account, Map.of()), "forgotten");
    }
  }

  private static Map<String, Object> arguments(@Nullable String account, Map<String, ?> others) {
    Map<String, Object> all = new LinkedHashMap<>(others);
    Shown.put(all, "account", account);
    return all;
  }

  /** Sends one message after another, and says of how many it changed anything. */
  private static int each(
      Common common, String operation, List<Path> files, Map<String, Object> arguments, String done)
      throws Exception {
    int changed = 0;
    try (Access access = common.access()) {
      for (Path file : files) {
        Map<String, Object> all = new LinkedHashMap<>(arguments);
        all.put("content", Base64.getEncoder().encodeToString(Input.message(file, OCTETS_MAX)));
        changed += access.call(operation, all).path(done).asBoolean(false) ? 1 : 0;
      }
    }
    common
        .out()
        .println("%s: %d of %s".formatted(done, changed, Text.count(files.size(), "message")));
    common.out().flush();
    return 0;
  }

  private static String knowledge(JsonNode answer) {
    Table table = new Table("OF", "SPAM", "GOOD", "TOKENS", "JUDGES");
    for (JsonNode line : answer.path("knowledge")) {
      table.row(
          Shown.text(line, "of"),
          Shown.number(line, "spam"),
          Shown.number(line, "good"),
          Shown.number(line, "tokens"),
          line.path("judges").asBoolean(false) ? "yes" : "not yet");
    }
    return table.or("Nothing was learned yet.");
  }
}
