package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Outcome.Nothing;
import mailroad.mailbox.Outcome.Refusal;
import mailroad.records.AliasRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The aliases in the store. */
final class AliasTable {
  private final Shelf shelf;

  AliasTable(Shelf shelf) {
    this.shelf = shelf;
  }

  /** Adds an alias, or replaces the targets of the one that is there. */
  Outcome<Nothing> set(Alias alias) throws StoreException {
    Key domainKey = Accounts.domain(alias.domain());
    Optional<Store.Value> domain = shelf.store().get(domainKey);
    if (domain.isEmpty()) {
      return Outcome.refused(Refusal.NO_SUCH_DOMAIN);
    }
    if (record(alias).length > Batch.VALUE_OCTETS_MAX) {
      return Outcome.refused(Refusal.TOO_MANY);
    }
    Shelf.Tries tries = shelf.tries("set an alias");
    while (true) {
      Batch batch = setting(alias).assertVersion(domainKey, domain.get().version());
      switch (shelf.store().commit(batch)) {
        case Store.Commit.Done _ -> {
          return Outcome.done();
        }
        case Store.Commit.Refused(Batch.AssertVersion(Key refused, long _))
            when refused.equals(domainKey) -> {
          return Outcome.refused(Refusal.NO_SUCH_DOMAIN);
        }
        case Store.Commit.Refused(Batch.AssertAbsent(Key refused))
            when !refused.equals(key(alias)) -> {
          return Outcome.refused(Refusal.EXISTS); // an account has the address
        }
        case Store.Commit.Refused _ -> tries.next();
      }
    }
  }

  private Batch setting(Alias alias) throws StoreException {
    Key key = key(alias);
    Optional<Store.Value> there = shelf.store().get(key);
    Batch batch = new Batch();
    if (there.isPresent()) {
      batch.assertVersion(key, there.get().version());
    } else {
      batch.assertAbsent(key).add(Accounts.domainUses(alias.domain()), 1);
    }
    if (alias.local().isPresent()) {
      EmailAddress address = new EmailAddress(alias.local().get(), alias.domain());
      batch.assertAbsent(Accounts.account(address));
    }
    return batch.put(key, record(alias));
  }

  Outcome<Nothing> remove(Key key, Domain domain) throws StoreException {
    Optional<Store.Value> there = shelf.store().get(key);
    if (there.isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND);
    }
    Batch batch =
        new Batch()
            .assertVersion(key, there.get().version())
            .delete(key)
            .add(Accounts.domainUses(domain), -1);
    return shelf.store().commit(batch) instanceof Store.Commit.Done
        ? Outcome.done()
        : Outcome.refused(Refusal.NOT_FOUND);
  }

  Optional<Alias> find(Key key) throws StoreException {
    Optional<Store.Value> value = shelf.store().get(key);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(alias(new Store.Entry(key, value.get())));
  }

  List<Alias> all() throws StoreException {
    List<Alias> aliases = new ArrayList<>();
    for (Store.Entry entry : shelf.all(Accounts.ALIASES)) {
      aliases.add(alias(entry));
    }
    return aliases;
  }

  private static Key key(Alias alias) {
    return alias
        .local()
        .map(local -> Accounts.alias(new EmailAddress(local, alias.domain())))
        .orElseGet(() -> Accounts.catchAll(alias.domain()));
  }

  private static Alias alias(Store.Entry entry) throws StoreException {
    AliasRecord record = Records.parse(entry.key(), entry.value(), AliasRecord::parseFrom);
    return new Alias(
        record.getLocalPart().isEmpty() ? Optional.empty() : Optional.of(record.getLocalPart()),
        new Domain(entry.key().after(Accounts.ALIASES).text()),
        record.getTargetsList().stream().map(EmailAddress::of).toList());
  }

  private static byte[] record(Alias alias) {
    AliasRecord.Builder record = AliasRecord.newBuilder().setLocalPart(alias.local().orElse(""));
    alias.targets().forEach(target -> record.addTargets(target.toString()));
    return record.build().toByteArray();
  }
}
