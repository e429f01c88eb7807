package mailroad.app.command;

import java.util.Map;
import java.util.concurrent.Callable;
import mailroad.kernel.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code mailroad search}: the index by which text is searched. */
@Command(
    name = "search",
    description = "The index by which the text of messages is searched.",
    mixinStandardHelpOptions = true,
    subcommands = {SearchCommand.Status.class, SearchCommand.Rebuild.class})
final class SearchCommand extends Group {
  /** {@code mailroad search status}. */
  @Command(
      name = "status",
      description =
          "Shows how many messages the index has, how large it is, and what waits to be added, and for what.",
      mixinStandardHelpOptions = true)
  static final class Status implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() throws Exception {
      return common.run("search.status", Map.of(), SearchCommand::state);
    }
  }

  /** {@code mailroad search rebuild}. */
  @Command(
      name = "rebuild",
      description = {
        "Throws the index away, so that it is made anew.",
        "A server that runs does that at once, in the background; else it does when it starts. Searches are right"
            + " meanwhile, only slower."
      },
      mixinStandardHelpOptions = true)
  static final class Rebuild implements Callable<Integer> {
    @Mixin private Common common = new Common();

    @Override
    public Integer call() throws Exception {
      return common.run("search.rebuild", Map.of(), _ -> "The index is made anew.");
    }
  }

  private static String state(JsonNode state) {
    String size =
        "%s, %s"
            .formatted(
                Text.count(Shown.number(state, "messages"), "message"),
                Text.count(Shown.number(state, "octets"), "octet"));
    if (!state.path("open").asBoolean()) {
      return size + "; the index is not in use now";
    }
    String asked =
        Text.count(Shown.number(state, "mailboxesToLookAt"), "mailbox", "mailboxes")
            + " to be looked at";
    String waits = Shown.text(state, "waitsFor");
    return size + ", " + asked + (waits.isEmpty() ? "" : "\n" + waits);
  }
}
