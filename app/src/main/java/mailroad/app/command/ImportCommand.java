package mailroad.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Channel;
import mailroad.app.admin.Json;
import mailroad.app.transfer.FileSource;
import mailroad.app.transfer.Format;
import mailroad.app.transfer.Import;
import mailroad.app.transfer.Report;
import mailroad.kernel.Text;
import mailroad.mailbox.MailboxName;
import mailroad.sasl.Credential;
import mailroad.transfer.Quoting;
import mailroad.transfer.Source;
import mailroad.transfer.imap.ImapSource;
import mailroad.transfer.imap.Server;
import mailroad.wire.ClientTrust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailroad import}: brings mail from elsewhere into an account. */
@Command(
    name = "import",
    description = {
      "Brings mail into an account: from an mbox or .eml file, from a folder of them, from a Maildir, or from another"
          + " IMAP server.",
      "Flags, dates and folders are kept. What came in an earlier run does not come again, so a run that broke is simply"
          + " repeated.",
      "The password of an IMAP login is typed, or comes as the first line of standard input."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private static final int OCTETS_MAX = 150 << 20;

  @Mixin private Common common = new Common();

  @Parameters(
      paramLabel = "FILE|FOLDER|imap://USER@HOST/",
      description = "where the mail is; imaps:// begins with TLS, imap:// uses STARTTLS")
  private String source = "";

  @Option(
      names = "--account",
      paramLabel = "ADDRESS",
      required = true,
      description = "whose mail it becomes")
  private String account = "";

  @Option(
      names = "--mailbox",
      paramLabel = "NAME",
      description = "where a single file goes (else INBOX), or what all folders go below")
  private @Nullable String mailbox;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "only this mailbox, as it is called here; may be given more than once")
  private List<String> only = List.of();

  @Option(
      names = "--except",
      paramLabel = "NAME",
      description = "not this mailbox; may be given more than once")
  private List<String> except = List.of();

  @Option(names = "--format", description = "mbox, maildir or eml; else it is found out")
  private @Nullable Format format;

  @Option(
      names = "--quoting",
      description =
          "how mbox files mark lines with From: mboxo, mboxrd or mboxcl2; else it is found out")
  private @Nullable Quoting quoting;

  @Option(
      names = "--trust",
      paramLabel = "PEM",
      description = "certificates to believe the IMAP server by, instead of the system's")
  private @Nullable Path trust;

  @Option(names = "--dry-run", description = "read all of it, and store nothing")
  private boolean dryRun;

  @Option(names = "--again", description = "take what came in an earlier run once more")
  private boolean again;

  private boolean failed;

  @Override
  public Integer call() throws Exception {
    try (Source opened = open()) {
      common.converse(
          "import", Map.of("account", account, "again", again), channel -> run(opened, channel));
    }
    return failed ? 1 : 0;
  }

  private void run(Source opened, Channel channel)
      throws IOException, InterruptedException, AdminException {
    Report report = Import.run(opened, channel, dryRun, common.progress());
    failed = report.problemsInAll() > 0;
    common.print(Json.tree(report), _ -> show(report));
  }

  private String show(Report report) {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s %s%s.\n"
            .formatted(
                dryRun
                    ? Text.count(report.messages(), "message") + " would come to"
                    : Text.count(report.messages(), "message is", "messages are") + " now with",
                account,
                report.known() == 0
                    ? ""
                    : ", " + Text.count(report.known(), "was", "were") + " there already"));
    report.problems().forEach(problem -> out.append("Not taken: ").append(problem).append('\n'));
    if (report.problemsInAll() > report.problems().size()) {
      out.append("Not taken in all: ").append(report.problemsInAll()).append('\n');
    }
    return out.toString();
  }

  private Source open() throws AdminException, IOException, InterruptedException {
    Optional<Server> server = Server.parse(source);
    if (server.isPresent()) {
      String password = Secrets.known(server.get().toString());
      return new ImapSource(
          Common.world(),
          server.get(),
          trusted(),
          new Credential.Password(server.get().user(), password),
          this::isWanted,
          OCTETS_MAX);
    }
    if (source.toLowerCase(Locale.ROOT).startsWith("imap") && source.contains("://")) {
      throw new AdminException(
          "not an address of a login: " + source + "; write it like imaps://joe@mail.example/");
    }
    Path path = Path.of(source);
    Format found = format == null ? FileSource.formatOf(path) : format;
    return new FileSource(
        path,
        found,
        new FileSource.Options(target(), Optional.ofNullable(quoting), this::isWanted, OCTETS_MAX));
  }

  private Optional<MailboxName> target() throws AdminException {
    return mailbox == null ? Optional.empty() : Optional.of(name(mailbox));
  }

  private static MailboxName name(String text) throws AdminException {
    return MailboxName.parse(text)
        .orElseThrow(() -> new AdminException("no mailbox can have this name: " + text));
  }

  private boolean isWanted(MailboxName name) {
    return (only.isEmpty() || only.contains(name.toString())) && !except.contains(name.toString());
  }

  private ClientTrust trusted() throws IOException, AdminException {
    if (trust == null) {
      return ClientTrust.system();
    }
    try {
      return ClientTrust.givenPem(Files.readString(trust));
    } catch (GeneralSecurityException e) {
      throw new AdminException(trust + " cannot be used: " + e.getMessage(), e);
    }
  }
}
