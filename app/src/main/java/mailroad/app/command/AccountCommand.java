package mailroad.app.command;

import java.util.HashMap;
import java.util.Map;
import mailroad.app.admin.AdminException;
import mailroad.app.config.Amounts;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad account}: who has a mailbox here. */
@Command(
    name = "account",
    description = "Who has mailboxes on this node.",
    mixinStandardHelpOptions = true)
final class AccountCommand extends Group {
  @Command(
      name = "add",
      description = {
        "Makes an account with its mailboxes.",
        "The password is typed, or comes as the first line of standard input."
      },
      mixinStandardHelpOptions = true)
  int add(
      @Mixin Common common,
      @Parameters(paramLabel = "ADDRESS", description = "address and login") String address,
      @Option(names = "--quota", paramLabel = "SIZE", description = "such as 5GiB; 0 for no limit")
          @Nullable String quota,
      @Option(
              names = "--shared",
              description = "nobody's own: no login, others get at it by account share")
          boolean shared,
      @Option(names = "--generate", description = "make a password and print it") boolean generate)
      throws Exception {
    if (EmailAddress.parse(address).isEmpty()) { // said before a password is asked for
      throw new AdminException("not a mail address: " + Text.visible(address));
    }
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("address", address);
    if (quota != null) {
      arguments.put("quotaOctets", size(quota));
    }
    arguments.put("shared", shared);
    if (!generate && !shared) {
      arguments.put("password", Secrets.password(", or use --generate"));
    }
    return common.run(
        "account.add",
        arguments,
        answer ->
            "%s has an account.%s\n"
                .formatted(
                    Shown.text(answer, "address"),
                    answer.has("password") ? " Password: " + Shown.text(answer, "password") : ""));
  }

  static long size(String text) throws AdminException {
    return Amounts.size(text)
        .orElseThrow(
            () -> new AdminException("not a size: " + text + "; write it like 500MiB or 5GiB"));
  }

  @Command(
      name = "quota",
      description = "Sets how much an account may hold. What it has stays, even if that is more.",
      mixinStandardHelpOptions = true)
  int quota(
      @Mixin Common common,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "SIZE", description = "such as 5GiB; 0 for no limit") String size,
      @Option(names = "--messages", paramLabel = "N", description = "most messages; 0 for no limit")
          @Nullable Long messages)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("address", address);
    arguments.put("quotaOctets", size(size));
    if (messages != null) {
      arguments.put("quotaMessages", messages);
    }
    return common.run(
        "account.quota", arguments, _ -> "The quota of " + address + " is changed.\n");
  }

  @Command(
      name = "share",
      description = {
        "Says what others may do with a mailbox (RFC 4314).",
        "RIGHTS are letters: l see it, r read, s mark as seen, w other flags, i put messages in,",
        "k make mailboxes below, x delete it, t mark as deleted, e expunge, a change rights;",
        "an empty text ends the share."
      },
      mixinStandardHelpOptions = true)
  int share(
      @Mixin Common common,
      @Parameters(paramLabel = "ADDRESS", description = "whose mailbox") String address,
      @Parameters(paramLabel = "MAILBOX", description = "such as INBOX") String mailbox,
      @Parameters(
              paramLabel = "WHO",
              description = "an account, @domain, authenticated or anyone; -WHO takes rights away")
          String who,
      @Parameters(paramLabel = "RIGHTS", description = "such as lrswite") String rights)
      throws Exception {
    return common.run(
        "account.share",
        Map.of("address", address, "mailbox", mailbox, "who", who, "rights", rights),
        AccountCommand::rights);
  }

  @Command(
      name = "rights",
      description = "Shows what others may do with a mailbox.",
      mixinStandardHelpOptions = true)
  int rights(
      @Mixin Common common,
      @Parameters(paramLabel = "ADDRESS", description = "whose mailbox") String address,
      @Parameters(paramLabel = "MAILBOX", description = "such as INBOX") String mailbox)
      throws Exception {
    return common.run(
        "account.rights", Map.of("address", address, "mailbox", mailbox), AccountCommand::rights);
  }

  private static String rights(JsonNode answer) {
    Table table = new Table("WHO", "RIGHTS");
    answer.forEach(entry -> table.row(Shown.text(entry, "who"), Shown.text(entry, "rights")));
    return table.or("Nobody but the owner may do anything.");
  }

  @Command(name = "list", description = "Lists the accounts.", mixinStandardHelpOptions = true)
  int list(@Mixin Common common) throws Exception {
    return common.run(
        "account.list",
        Map.of(),
        answer -> {
          Table table = new Table("ADDRESS", "USED", "QUOTA", "MESSAGES", "SINCE");
          answer.forEach(account ->
              table.row(
                  Shown.text(account, "address"),
                  Shown.size(Shown.number(account, "usedOctets")),
                  Shown.number(account, "quotaOctets") == 0
                      ? "-"
                      : Shown.size(Shown.number(account, "quotaOctets")),
                  Shown.number(account, "messages"),
                  Shown.moment(account, "created")));
          return table.or("There are no accounts.");
        });
  }

  @Command(
      name = "remove",
      description = "Removes an account with all its mail. There is no way back.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin Common common,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(names = "--yes", required = true, description = "say that you mean it") boolean yes)
      throws Exception {
    if (!yes) {
      throw new CommandLine.ParameterException(new CommandLine(this), "--yes must be given");
    }
    return common.run(
        "account.remove",
        Map.of("address", address),
        _ -> address + " and all its mail are gone.\n");
  }

  @Command(
      name = "password",
      description = {
        "Changes a password; it counts at once.",
        "It is typed, or comes as the first line of standard input."
      },
      mixinStandardHelpOptions = true)
  int password(@Mixin Common common, @Parameters(paramLabel = "ADDRESS") String address)
      throws Exception {
    return common.run(
        "account.password",
        Map.of("address", address, "password", Secrets.password("")),
        _ -> "The password of " + address + " is changed.\n");
  }
}
