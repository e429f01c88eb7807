package mailroad.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Operations;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Alias;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Grantee;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Outcome;
import mailroad.mailbox.Rights;
import mailroad.mailbox.Usage;
import mailroad.store.StoreException;

/** What an administrator does with domains, accounts and aliases. */
final class DirectoryOperations {
  private static final int PASSWORD_LETTERS = 20;
  // No letters that look alike: a generated password is read aloud and typed.
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private final World world;
  private final String hostname;
  private final Directory directory;
  private final MailStore mailboxes;
  private final LocalMail local;

  DirectoryOperations(
      World world, String hostname, Directory directory, MailStore mailboxes, LocalMail local) {
    this.world = world;
    this.hostname = hostname;
    this.directory = directory;
    this.mailboxes = mailboxes;
    this.local = local;
  }

  void addTo(Operations operations) {
    operations
        .add("domain.add", this::addDomain)
        .add("domain.list", _ -> directory.domains().stream().map(Domain::name).toList())
        .add("domain.remove", this::removeDomain)
        .add("account.add", this::addAccount)
        .add("account.list", _ -> accounts())
        .add("account.remove", this::removeAccount)
        .add("domain.quota", this::domainQuota)
        .add("account.quota", this::quota)
        .add("account.share", this::share)
        .add("account.rights", this::rights)
        .add("account.password", this::password)
        .add("alias.add", this::addAlias)
        .add("alias.list", _ -> aliases())
        .add("alias.remove", this::removeAlias);
  }

  private static <T> T done(Outcome<T> outcome, String what) throws AdminException {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var refusal) ->
          throw new AdminException(Text.visible(what) + ": " + refusal.text());
    };
  }

  private Object addDomain(Arguments arguments) throws StoreException, AdminException {
    Domain domain = arguments.domain("domain");
    done(directory.addDomain(domain), domain.name());
    local.refresh();
    return Map.of("domain", domain.name(), "hostname", hostname);
  }

  private Object removeDomain(Arguments arguments) throws StoreException, AdminException {
    Domain domain = arguments.domain("domain");
    done(directory.removeDomain(domain), domain.name());
    local.refresh();
    return Map.of("domain", domain.name());
  }

  private Object addAccount(Arguments arguments)
      throws StoreException, AdminException, InterruptedException {
    EmailAddress address = arguments.address("address");
    if (arguments.flag("shared")) {
      Account shared = done(directory.addSharedAccount(address), address.toString());
      return Map.of("address", shared.address().toString());
    }
    String given = arguments.optional("password").orElse("");
    String password = given.isEmpty() ? generate(world.random()) : given;
    Account account = done(directory.addAccount(address, password), address.toString());
    long quota = arguments.number("quotaOctets", -1);
    if (quota >= 0) {
      done(
          directory.quota(address, quota == 0 ? Long.MAX_VALUE : quota, account.quotaMessages()),
          address.toString());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("address", account.address().toString());
    if (given.isEmpty()) {
      answer.put("password", password);
    }
    return answer;
  }

  private static String generate(RandomGenerator random) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < PASSWORD_LETTERS; i++) {
      out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return out.toString();
  }

  /** An account as the list shows it. */
  record AccountView(
      String address,
      long usedOctets,
      long quotaOctets,
      long messages,
      boolean enabled,
      String created) {}

  private List<AccountView> accounts() throws StoreException {
    List<AccountView> out = new java.util.ArrayList<>();
    for (Account account : directory.accounts()) {
      Usage usage = mailboxes.of(account).usage();
      out.add(
          new AccountView(
              account.address().toString(),
              usage.octets(),
              account.quotaOctets() == Long.MAX_VALUE ? 0 : account.quotaOctets(),
              usage.messages(),
              account.enabled(),
              account.created().toString()));
    }
    return out;
  }

  private Object removeAccount(Arguments arguments) throws StoreException, AdminException {
    EmailAddress address = arguments.address("address");
    done(directory.removeAccount(address), address.toString());
    return Map.of("address", address.toString());
  }

  private Object quota(Arguments arguments) throws StoreException, AdminException {
    EmailAddress address = arguments.address("address");
    Account account = account(address);
    long octets = arguments.number("quotaOctets", -1);
    long messages = arguments.number("quotaMessages", -1);
    Account changed =
        done(
            directory.quota(
                address,
                octets < 0 ? account.quotaOctets() : octets == 0 ? Long.MAX_VALUE : octets,
                messages < 0 ? account.quotaMessages() : messages == 0 ? Long.MAX_VALUE : messages),
            address.toString());
    return Map.of(
        "address", address.toString(),
        "quotaOctets", changed.quotaOctets(),
        "quotaMessages", changed.quotaMessages());
  }

  private Object domainQuota(Arguments arguments) throws StoreException, AdminException {
    Domain domain = arguments.domain("domain");
    long octets = arguments.number("quotaOctets", 0);
    long messages = arguments.number("quotaMessages", 0);
    done(
        directory.quota(
            domain,
            octets == 0 ? Long.MAX_VALUE : octets,
            messages == 0 ? Long.MAX_VALUE : messages),
        domain.name());
    return Map.of("domain", domain.name());
  }

  private Account account(EmailAddress address) throws StoreException, AdminException {
    return directory
        .account(address)
        .orElseThrow(() -> new AdminException("there is no account " + address));
  }

  /** Gives rights to a mailbox, or takes them: RFC 4314. */
  private Object share(Arguments arguments) throws StoreException, AdminException {
    Mailbox mailbox = mailbox(arguments);
    String who = arguments.text("who");
    boolean negative = who.startsWith("-");
    Grantee grantee =
        mailboxes
            .of(mailbox.account())
            .grantee(negative ? who.substring(1) : who)
            .orElseThrow(() -> new AdminException("there is nobody called " + Text.visible(who)));
    Rights rights =
        Rights.parse(arguments.text("rights"))
            .orElseThrow(() -> new AdminException("rights are letters out of lrswipkxtea"));
    done(mailbox.share(grantee, negative, _ -> rights), who);
    return rights(arguments);
  }

  /** Somebody's rights, as the list shows them. */
  record RightsView(String who, String rights) {}

  private Object rights(Arguments arguments) throws StoreException, AdminException {
    return mailbox(arguments).acl().entries().stream()
        .map(entry -> new RightsView(entry.identifier(), entry.rights().toString()))
        .toList();
  }

  private Mailbox mailbox(Arguments arguments) throws StoreException, AdminException {
    Account account = account(arguments.address("address"));
    String name = arguments.text("mailbox");
    Optional<MailboxName> parsed = MailboxName.parse(name).filter(n -> !n.isForeign());
    Optional<Mailbox> mailbox =
        parsed.isEmpty() ? Optional.empty() : mailboxes.of(account).open(parsed.get());
    return mailbox.orElseThrow(
        () -> new AdminException(account.address() + " has no mailbox " + Text.visible(name)));
  }

  private Object password(Arguments arguments)
      throws StoreException, AdminException, InterruptedException {
    EmailAddress address = arguments.address("address");
    done(directory.password(address, arguments.text("password")), address.toString());
    return Map.of("address", address.toString());
  }

  private Object addAlias(Arguments arguments) throws StoreException, AdminException {
    List<EmailAddress> to = arguments.addresses("to");
    if (to.isEmpty()) {
      throw new AdminException("an alias stands for at least one address");
    }
    Alias alias =
        arguments.text("alias").startsWith("@")
            ? Alias.catchAll(catchAll(arguments), to)
            : Alias.of(arguments.address("alias"), to);
    done(directory.setAlias(alias), alias.name());
    return view(alias);
  }

  private static Domain catchAll(Arguments arguments) throws AdminException {
    String text = arguments.text("alias");
    return Domain.parse(text.substring(1))
        .orElseThrow(() -> new AdminException("not a domain: " + Text.visible(text)));
  }

  private List<Object> aliases() throws StoreException {
    return directory.aliases().stream().map(DirectoryOperations::view).toList();
  }

  private static Object view(Alias alias) {
    return Map.of(
        "alias", alias.name(), "to", alias.targets().stream().map(EmailAddress::toString).toList());
  }

  private Object removeAlias(Arguments arguments) throws StoreException, AdminException {
    String alias = arguments.text("alias");
    done(
        alias.startsWith("@")
            ? directory.removeCatchAll(catchAll(arguments))
            : directory.removeAlias(arguments.address("alias")),
        alias);
    return Map.of("alias", alias);
  }
}
