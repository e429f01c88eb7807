package mailroad.mailbox;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.mailbox.Outcome.Nothing;
import mailroad.mailbox.Outcome.Refusal;
import mailroad.mailbox.Tree.Edit;
import mailroad.records.AccountRecord;
import mailroad.records.DomainRecord;
import mailroad.records.SecretRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * What the administrator manages: local domains, accounts, aliases. All of it stands in the store and counts at once.
 * Any number of tasks may use it at once; all calls may block.
 *
 * <p>The case of local parts does not count here: {@code Joe@b.example} and {@code joe@b.example} are one account.
 */
public final class Directory {
  private static final List<SpecialUse> FIRST_MAILBOXES =
      List.of(
          SpecialUse.DRAFTS,
          SpecialUse.SENT,
          SpecialUse.JUNK,
          SpecialUse.TRASH,
          SpecialUse.ARCHIVE);

  private static final int SECRET_OCTETS = 32;

  private final World world;
  private final Store store;
  private final Shelf shelf;
  private final Passwords passwords;
  private final AliasTable aliases;

  /** The directory that stands in a store. */
  public Directory(World world, Store store, MailboxConfig config, Passwords passwords) {
    this.world = world;
    this.store = store;
    this.shelf = new Shelf(world, store, config);
    this.passwords = passwords;
    this.aliases = new AliasTable(shelf);
  }

  /** Makes a domain local. */
  public Outcome<Nothing> addDomain(Domain domain) throws StoreException {
    DomainRecord record =
        DomainRecord.newBuilder().setCreatedMillis(world.now().toEpochMilli()).build();
    Key key = Accounts.domain(domain);
    Batch batch = new Batch().assertAbsent(key).put(key, record.toByteArray());
    return outcome(store.commit(batch), Refusal.EXISTS);
  }

  /** Whether a domain is local. */
  public boolean isLocal(Domain domain) throws StoreException {
    return shelf.domains().read(Accounts.domain(domain)).isPresent();
  }

  /** All local domains, in order. */
  public List<Domain> domains() throws StoreException {
    List<Domain> domains = new ArrayList<>();
    for (Store.Entry entry : shelf.all(Accounts.DOMAINS)) {
      domains.add(new Domain(entry.key().after(Accounts.DOMAINS).text()));
    }
    return domains;
  }

  /** Makes a domain local no longer; refused while accounts or aliases use it. */
  public Outcome<Nothing> removeDomain(Domain domain) throws StoreException {
    Key key = Accounts.domain(domain);
    Optional<Store.Value> there = store.get(key);
    if (there.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND);
    }
    Batch batch =
        new Batch()
            .assertVersion(key, there.get().version())
            .assertAtMost(Accounts.domainUses(domain), 0)
            .delete(key)
            .delete(Accounts.domainUses(domain));
    return switch (store.commit(batch)) {
      case Store.Commit.Done _ -> Outcome.done();
      case Store.Commit.Refused(Batch.AssertAtMost _) -> Outcome.refused(Refusal.IN_USE);
      case Store.Commit.Refused _ -> Outcome.refused(Refusal.NOT_FOUND);
    };
  }

  /**
   * Adds an account, with INBOX and the mailboxes that clients look for (RFC 6154).
   *
   * @throws InterruptedException if the task is cancelled while it waits for its turn to hash
   */
  public Outcome<Account> addAccount(EmailAddress address, String password)
      throws StoreException, InterruptedException {
    Optional<Store.Value> domain = store.get(Accounts.domain(address.domain()));
    if (domain.isEmpty()) {
      return Outcome.refused(Refusal.NO_SUCH_DOMAIN);
    }
    if (store.get(Accounts.account(address)).isPresent()) {
      return Outcome.refused(Refusal.EXISTS);
    }
    if (!passwords.isAcceptable(password)) {
      return Outcome.refused(Refusal.BAD_PASSWORD);
    }
    AccountRecord.Builder record = AccountRecord.newBuilder();
    passwords.keep(password).into(record);
    return added(address, newRecord(address, record).build(), domain.get().version());
  }

  private Outcome<Account> added(EmailAddress address, AccountRecord record, long domainVersion)
      throws StoreException {
    return switch (store.commit(adding(address, record, domainVersion))) {
      case Store.Commit.Done _ -> new Outcome.Done<>(Accounts.of(record));
      case Store.Commit.Refused(Batch.AssertVersion _) -> Outcome.refused(Refusal.NO_SUCH_DOMAIN);
      case Store.Commit.Refused _ -> Outcome.refused(Refusal.EXISTS);
    };
  }

  /**
   * Adds an account that is nobody's own: mail arrives there, nobody logs in, and people get at it by the rights that {@link
   * Mailbox#share} gives them.
   */
  public Outcome<Account> addSharedAccount(EmailAddress address) throws StoreException {
    Optional<Store.Value> domain = store.get(Accounts.domain(address.domain()));
    if (domain.isEmpty()) {
      return Outcome.refused(Refusal.NO_SUCH_DOMAIN);
    }
    AccountRecord record =
        newRecord(address, AccountRecord.newBuilder()).setEnabled(false).setShared(true).build();
    return added(address, record, domain.get().version());
  }

  /** The account of an address; aliases and subaddresses are not looked at. */
  public Optional<Account> account(EmailAddress address) throws StoreException {
    return Accounts.find(shelf, address);
  }

  /** All accounts, by domain and local part. */
  public List<Account> accounts() throws StoreException {
    return accounts(Accounts.ALL);
  }

  /** All accounts of a domain, by local part. */
  public List<Account> accounts(Domain domain) throws StoreException {
    return accounts(Accounts.accounts(domain));
  }

  /** Gives an account another password; what was verified before no longer counts. */
  public Outcome<Account> password(EmailAddress address, String password)
      throws StoreException, InterruptedException {
    if (!passwords.isAcceptable(password)) {
      return Outcome.refused(Refusal.BAD_PASSWORD);
    }
    Passwords.Kept kept = passwords.keep(password);
    return change(
        address,
        record -> {
          kept.into(record);
          return record;
        });
  }

  /** Allows or forbids login. */
  public Outcome<Account> enabled(EmailAddress address, boolean enabled) throws StoreException {
    return change(address, record -> record.setEnabled(enabled));
  }

  /** Sets how much an account may hold; what it already has stays, even if that is more. */
  public Outcome<Account> quota(EmailAddress address, long octets, long messages)
      throws StoreException {
    return change(address, record -> record.setQuotaOctets(octets).setQuotaMessages(messages));
  }

  /**
   * Sets how much all accounts of a domain may hold together; {@link Long#MAX_VALUE} for no limit. What they have stays, even if
   * that is more.
   */
  public Outcome<Nothing> quota(Domain domain, long octets, long messages) throws StoreException {
    return new Quotas(shelf).set(domain, octets, messages);
  }

  /**
   * Removes an account and all its mail. The address is free at once; the mail goes in steps, and what a crash leaves of
   * it, {@link MailStore#resumeRemovals} removes.
   */
  public Outcome<Nothing> removeAccount(EmailAddress address) throws StoreException {
    Shelf.Tries tries = shelf.tries("remove an account");
    while (true) {
      Optional<Accounts.Found> found = Accounts.record(store, address);
      if (found.isEmpty()) {
        return Outcome.refused(Refusal.NOT_FOUND);
      }
      AccountKeys keys = new AccountKeys(Accounts.of(found.get().record()));
      Batch batch =
          new Batch()
              .assertVersion(found.get().key(), found.get().version())
              .delete(found.get().key())
              .delete(keys.live())
              .put(keys.purge(), Purge.record(keys).toByteArray())
              .add(Accounts.domainUses(address.domain()), -1);
      if (store.commit(batch) instanceof Store.Commit.Done) {
        new Purge(shelf).account(keys);
        return Outcome.done();
      }
      tries.next();
    }
  }

  /**
   * Adds an alias, or replaces the targets of the one that is there; a few thousand targets fit, more are {@link
   * Refusal#TOO_MANY}.
   */
  public Outcome<Nothing> setAlias(Alias alias) throws StoreException {
    return aliases.set(alias);
  }

  /** Removes the alias of an address. */
  public Outcome<Nothing> removeAlias(EmailAddress address) throws StoreException {
    return aliases.remove(Accounts.alias(address), address.domain());
  }

  /** Removes the catch-all of a domain. */
  public Outcome<Nothing> removeCatchAll(Domain domain) throws StoreException {
    return aliases.remove(Accounts.catchAll(domain), domain);
  }

  /** The alias of exactly this address. */
  public Optional<Alias> alias(EmailAddress address) throws StoreException {
    return aliases.find(Accounts.alias(address));
  }

  /** The catch-all of a domain. */
  public Optional<Alias> catchAll(Domain domain) throws StoreException {
    return aliases.find(Accounts.catchAll(domain));
  }

  /** All aliases, by domain and local part. */
  public List<Alias> aliases() throws StoreException {
    return aliases.all();
  }

  /** What an account's login is checked against; empty if there is no such account. */
  Optional<Accounts.Found> credentials(EmailAddress login) throws StoreException {
    return Accounts.record(store, login);
  }

  /** Puts newer hashes of the same password in place of old ones, unless the account has changed. */
  void rehash(Accounts.Found found, Passwords.Kept kept) throws StoreException {
    AccountRecord.Builder changed = found.record().toBuilder();
    kept.into(changed);
    store.commit(
        new Batch()
            .assertVersion(found.key(), found.version())
            .put(found.key(), changed.build().toByteArray()));
  }

  /** Octets that nobody outside can know, made at their first use and the same ever after. */
  byte[] secret(String what) throws StoreException {
    Key key = Accounts.SECRETS.then(what);
    while (true) {
      Optional<Store.Value> there = store.get(key);
      if (there.isPresent()) {
        return Records.parse(key, there.get(), SecretRecord::parseFrom).getOctets().toByteArray();
      }
      byte[] fresh = new byte[SECRET_OCTETS];
      world.random().nextBytes(fresh);
      SecretRecord record = SecretRecord.newBuilder().setOctets(ByteString.copyFrom(fresh)).build();
      store.commit(new Batch().assertAbsent(key).put(key, record.toByteArray()));
    }
  }

  private AccountRecord.Builder newRecord(EmailAddress address, AccountRecord.Builder record)
      throws StoreException {
    Batch batch = new Batch();
    Batch.Slot id = batch.addAndGet(Accounts.LAST, 1);
    if (!(store.commit(batch) instanceof Store.Commit.Done done)) {
      throw new IllegalStateException("refused a batch that asserts nothing");
    }
    return record
        .setId(done.slot(id))
        .setLocalPart(address.localPart())
        .setDomain(address.domain().name())
        .setQuotaOctets(shelf.config().quotaOctets())
        .setQuotaMessages(shelf.config().quotaMessages())
        .setEnabled(true)
        .setCreatedMillis(world.now().toEpochMilli());
  }

  private Batch adding(EmailAddress address, AccountRecord record, long domainVersion)
      throws StoreException {
    AccountKeys keys = new AccountKeys(Accounts.of(record));
    Batch batch =
        new Batch()
            .assertVersion(Accounts.domain(address.domain()), domainVersion)
            .assertAbsent(Accounts.account(address))
            .assertAbsent(Accounts.alias(address))
            .put(Accounts.account(address), record.toByteArray())
            .add(Accounts.domainUses(address.domain()), 1)
            .put(keys.live(), Box.LIVE)
            .add(keys.tree(), 1);
    long firstBox = Mailboxes.reserve(store, FIRST_MAILBOXES.size() + 1);
    TreeWriting writing = new TreeWriting(keys, firstBox);
    writing.write(batch, new Edit.Put(MailboxName.INBOX, Tree.Node.FRESH));
    for (SpecialUse use : FIRST_MAILBOXES) {
      MailboxName name = new MailboxName(List.of(use.attribute().substring(1)));
      writing.write(batch, new Edit.Put(name, new Tree.Node(Tree.NEW, Optional.of(use))));
      batch.put(keys.subscription(name), Box.LIVE);
    }
    batch.put(keys.subscription(MailboxName.INBOX), Box.LIVE);
    return batch.add(keys.subscribed(), FIRST_MAILBOXES.size() + 1L);
  }

  private Outcome<Account> change(EmailAddress address, UnaryOperator<AccountRecord.Builder> change)
      throws StoreException {
    return Accounts.change(shelf, address, change);
  }

  private List<Account> accounts(Key prefix) throws StoreException {
    List<Account> accounts = new ArrayList<>();
    for (Store.Entry entry : shelf.all(prefix)) {
      accounts.add(Accounts.of(entry.key(), entry.value()));
    }
    return accounts;
  }

  private static Outcome<Nothing> outcome(Store.Commit commit, Refusal otherwise) {
    return switch (commit) {
      case Store.Commit.Done _ -> Outcome.done();
      case Store.Commit.Refused _ -> Outcome.refused(otherwise);
    };
  }
}
