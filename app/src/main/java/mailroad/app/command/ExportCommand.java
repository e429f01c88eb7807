package mailroad.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mailroad.app.admin.Json;
import mailroad.app.transfer.Export;
import mailroad.app.transfer.Format;
import mailroad.app.transfer.Report;
import mailroad.kernel.Text;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailroad export}: writes an account's mail into files. */
@Command(
    name = "export",
    description = {
      "Writes the mail of an account into a folder that is new: as mbox files, as a Maildir, or each message as an .eml"
          + " file.",
      "${ROOT-COMMAND-NAME} import brings it back, octet for octet, with its flags and dates."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "FOLDER", description = "where the files go")
  private Path folder = Path.of("");

  @Option(
      names = "--account",
      paramLabel = "ADDRESS",
      required = true,
      description = "whose mail it is")
  private String account = "";

  @Option(names = "--format", description = "mbox (as long as nothing is said), maildir or eml")
  private Format format = Format.MBOX;

  @Option(
      names = "--mailbox",
      paramLabel = "NAME",
      description = "only this mailbox; may be given more than once")
  private List<String> mailboxes = List.of();

  @Override
  public Integer call() throws Exception {
    common.converse(
        "export",
        Map.of("account", account, "mailboxes", mailboxes),
        channel -> {
          Report report = Export.run(channel, folder, format, common.progress());
          common.print(
              Json.tree(report),
              _ ->
                  "%s in %s.\n"
                      .formatted(
                          Text.count(report.messages(), "message is", "messages are"), folder));
        });
    return 0;
  }
}
