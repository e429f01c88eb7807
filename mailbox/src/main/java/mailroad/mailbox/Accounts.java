package mailroad.mailbox;

import com.google.protobuf.ByteString;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.records.AccountRecord;
import mailroad.records.ScramRecord;
import mailroad.sasl.ScramKeys;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Where accounts, aliases and domains stand in the store; see {@code mailbox.proto}. */
final class Accounts {
  static final Key ALL = Key.of("account");
  static final Key ALIASES = Key.of("alias");
  static final Key DOMAINS = Key.of("domain");
  static final Key SECRETS = Key.of("secret");
  static final Key LAST = Key.of("account-last");

  private Accounts() {}

  static Key account(EmailAddress address) {
    return ALL.then(address.domain().name(), folded(address.localPart()));
  }

  static Key accounts(Domain domain) {
    return ALL.then(domain.name());
  }

  static Key alias(EmailAddress address) {
    return ALIASES.then(address.domain().name(), folded(address.localPart()));
  }

  static Key catchAll(Domain domain) {
    return ALIASES.then(domain.name(), "");
  }

  static Key domain(Domain domain) {
    return DOMAINS.then(domain.name());
  }

  static Key domainUses(Domain domain) {
    return Key.of("domain-uses", domain.name());
  }

  /**
   * The local part without case: this server's own choice, which RFC 5321 section 2.4 leaves to it, and which people
   * expect.
   */
  static String folded(String localPart) {
    return Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  static Optional<Account> find(Shelf shelf, EmailAddress address) throws StoreException {
    return shelf.accounts().read(account(address));
  }

  /** How much all accounts of a domain hold together. */
  static Key domainOctets(String domain) {
    return Key.of("domain-uses", domain, "octets");
  }

  /** How many messages all accounts of a domain have together. */
  static Key domainMessages(String domain) {
    return Key.of("domain-uses", domain, "messages");
  }

  /** Changes an account, anew until nobody has changed it in between. */
  static Outcome<Account> change(
      Shelf shelf, EmailAddress address, UnaryOperator<AccountRecord.Builder> change)
      throws StoreException {
    Shelf.Tries tries = shelf.tries("change an account");
    while (true) {
      Optional<Found> found = record(shelf.store(), address);
      if (found.isEmpty()) {
        return Outcome.refused(Outcome.Refusal.NOT_FOUND);
      }
      AccountRecord changed = change.apply(found.get().record().toBuilder()).build();
      Batch batch =
          new Batch()
              .assertVersion(found.get().key(), found.get().version())
              .put(found.get().key(), changed.toByteArray());
      if (shelf.store().commit(batch) instanceof Store.Commit.Done) {
        return new Outcome.Done<>(of(changed));
      }
      tries.next();
    }
  }

  /** The record with its version, for changing it. */
  static Optional<Found> record(Store store, EmailAddress address) throws StoreException {
    Key key = account(address);
    Optional<Store.Value> value = store.get(key);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Found(
                key,
                value.get().version(),
                Records.parse(key, value.get(), AccountRecord::parseFrom)));
  }

  /** An account's record as it was read. */
  record Found(Key key, long version, AccountRecord record) {}

  /** What an account keeps for SCRAM. */
  static Optional<ScramKeys> scram(AccountRecord record) {
    ScramRecord scram = record.getScram();
    return record.hasScram()
        ? Optional.of(
            new ScramKeys(
                scram.getIterations(),
                scram.getSalt().toByteArray(),
                scram.getStoredKey().toByteArray(),
                scram.getServerKey().toByteArray()))
        : Optional.empty();
  }

  static ScramRecord record(ScramKeys keys) {
    return ScramRecord.newBuilder()
        .setIterations(keys.iterations())
        .setSalt(ByteString.copyFrom(keys.salt()))
        .setStoredKey(ByteString.copyFrom(keys.storedKey()))
        .setServerKey(ByteString.copyFrom(keys.serverKey()))
        .build();
  }

  static Account of(Key key, Store.Value value) throws StoreException {
    return of(Records.parse(key, value, AccountRecord::parseFrom));
  }

  static Account of(AccountRecord record) {
    return new Account(
        record.getId(),
        new EmailAddress(record.getLocalPart(), new Domain(record.getDomain())),
        record.getQuotaOctets(),
        record.getQuotaMessages(),
        record.getEnabled(),
        Instant.ofEpochMilli(record.getCreatedMillis()),
        record.getShared() ? Account.Kind.SHARED : Account.Kind.PERSONAL);
  }
}
