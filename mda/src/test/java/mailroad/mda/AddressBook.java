package mailroad.mda;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Account;
import mailroad.mailbox.Alias;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Usage;

/** Addresses written down for a test. Two domains are local: b.example and c.example. */
final class AddressBook implements Addresses {
  private static final Set<Domain> LOCAL = Set.of(new Domain("b.example"), new Domain("c.example"));

  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, Alias> aliases = new HashMap<>();
  private final Set<String> mailboxes = new HashSet<>();
  private final Set<Long> full = new HashSet<>();

  AddressBook account(String address) {
    Account account =
        new Account(accounts.size() + 1L, EmailAddress.of(address), 1_000, 10, true, Instant.EPOCH);
    accounts.put(folded(account.address()), account);
    return this;
  }

  /** An alias, or with nothing before the {@code @} a catch-all. */
  AddressBook alias(String name, String... targets) {
    List<EmailAddress> to = Arrays.stream(targets).map(EmailAddress::of).toList();
    Alias alias =
        name.startsWith("@")
            ? Alias.catchAll(new Domain(name.substring(1)), to)
            : Alias.of(EmailAddress.of(name), to);
    aliases.put(alias.name().toLowerCase(Locale.ROOT), alias);
    return this;
  }

  AddressBook mailbox(String name) {
    mailboxes.add(name);
    return this;
  }

  AddressBook full(String address) {
    full.add(accounts.get(address).id());
    return this;
  }

  @Override
  public boolean isLocal(Domain domain) {
    return LOCAL.contains(domain);
  }

  @Override
  public Optional<Account> account(EmailAddress address) {
    return Optional.ofNullable(accounts.get(folded(address)));
  }

  @Override
  public Optional<Alias> alias(EmailAddress address) {
    return Optional.ofNullable(aliases.get(folded(address)));
  }

  @Override
  public Optional<Alias> catchAll(Domain domain) {
    return Optional.ofNullable(aliases.get("@" + domain));
  }

  @Override
  public Optional<Account> firstAccount(Domain domain) {
    List<Account> all = new ArrayList<>(accounts.values());
    List<Account> ours =
        all.stream().filter(account -> account.address().domain().equals(domain)).toList();
    return (ours.isEmpty() ? all : ours).stream().min(Comparator.comparingLong(Account::id));
  }

  @Override
  public Optional<MailboxName> mailboxNamed(Account account, String tag) {
    return mailboxes.stream()
        .filter(name -> name.equalsIgnoreCase(tag))
        .map(MailboxName::of)
        .findFirst();
  }

  @Override
  public Usage usage(Account account) {
    return new Usage(full.contains(account.id()) ? 1_000 : 500, 1_000, 1, 10);
  }

  private static String folded(EmailAddress address) {
    return address.toString().toLowerCase(Locale.ROOT);
  }
}
