package mailroad.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Outcome.Nothing;
import mailroad.mailbox.Outcome.Refusal;
import mailroad.records.AclEntryRecord;
import mailroad.records.AclRecord;
import mailroad.records.GrantRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Who may do what with which mailbox, as it stands in the store: an ACL for each mailbox that is shared, which moves along when
 * it is renamed, and an index of what is shared with whom. Both change in one batch.
 */
final class Sharing {
  static final Key GRANTS = Key.of("grant");

  private final Shelf shelf;

  Sharing(Shelf shelf) {
    this.shelf = shelf;
  }

  Acl acl(Box box) throws StoreException {
    Optional<Store.Value> value = shelf.store().get(box.acl());
    return value.isEmpty() ? Acl.NONE : acl(box.acl(), value.get());
  }

  /** The mailboxes that are shared with an account in any way, by their owners. */
  Map<EmailAddress, Set<Long>> sharedWith(Account account) throws StoreException {
    Map<EmailAddress, Set<Long>> shared = new LinkedHashMap<>();
    for (Grantee who : identities(account)) {
      for (Store.Entry entry : shelf.all(who.grants())) {
        GrantRecord record = Records.parse(entry.key(), entry.value(), GrantRecord::parseFrom);
        EmailAddress owner =
            new EmailAddress(record.getLocalPart(), new Domain(record.getDomain()));
        Key.Reader parts = entry.key().after(who.grants());
        if (parts.number() != account.id()) {
          shared.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).add(parts.number());
        }
      }
    }
    return shared;
  }

  /** As whom an account may be given rights. */
  static List<Grantee> identities(Account account) {
    return List.of(
        person(account),
        new Grantee.Colleagues(account.address().domain()),
        new Grantee.Authenticated(),
        new Grantee.Anyone());
  }

  private static Grantee person(Account account) {
    return new Grantee.Person(account.id(), account.address());
  }

  /** Changes what one entry says, anew until nobody has changed the ACL in between. */
  Outcome<Nothing> change(
      Account owner, Box box, Grantee who, boolean negative, UnaryOperator<Rights> change)
      throws StoreException {
    Shelf.Tries tries = shelf.tries("change rights");
    while (true) {
      Optional<Store.Value> value = shelf.store().get(box.acl());
      Acl before = value.isEmpty() ? Acl.NONE : acl(box.acl(), value.get());
      Rights rights = change.apply(before.entry(who, negative));
      Acl after = before.with(new Acl.Entry(who, negative, rights));
      if (after.equals(before)) {
        return Outcome.done();
      }
      if (after.entries().size() > Math.max(shelf.config().sharesMax(), before.entries().size())) {
        return Outcome.refused(Refusal.TOO_MANY);
      }
      Batch batch = new Batch().assertEqual(box.live(), Box.LIVE);
      if (who instanceof Grantee.Person(long id, var _) && !rights.isEmpty()) {
        batch.assertEqual(new AccountKeys(id, "").live(), Box.LIVE);
      }
      assertUnchanged(batch, box.acl(), value);
      put(batch, owner, box, before, after);
      switch (shelf.store().commit(batch)) {
        case Store.Commit.Done _ -> {
          return Outcome.done();
        }
        case Store.Commit.Refused(Batch.AssertEqual _) -> {
          return Outcome.refused(Refusal.NOT_FOUND); // mailbox or account is gone
        }
        case Store.Commit.Refused _ -> tries.next();
      }
    }
  }

  /**
   * Adds to a batch what gives a new mailbox the rights of the one above it, if these have not changed since (RFC 4314 section 2
   * leaves the first rights to us).
   */
  void inherit(Batch batch, Account owner, Box above, Box made) throws StoreException {
    Optional<Store.Value> value = shelf.store().get(above.acl());
    assertUnchanged(batch, above.acl(), value);
    if (value.isPresent()) {
      put(batch, owner, made, Acl.NONE, acl(above.acl(), value.get()));
    }
  }

  private static void assertUnchanged(Batch batch, Key key, Optional<Store.Value> value) {
    if (value.isPresent()) {
      batch.assertVersion(key, value.get().version());
    } else {
      batch.assertAbsent(key);
    }
  }

  private static void put(Batch batch, Account owner, Box box, Acl before, Acl after) {
    if (after.entries().isEmpty()) {
      batch.delete(box.acl());
    } else {
      batch.put(box.acl(), record(after).toByteArray());
    }
    GrantRecord grant =
        GrantRecord.newBuilder()
            .setLocalPart(owner.address().localPart())
            .setDomain(owner.address().domain().name())
            .build();
    for (Acl.Entry entry : after.entries()) {
      batch.put(grant(entry.who(), owner.id(), box), grant.toByteArray());
    }
    for (Acl.Entry entry : before.entries()) {
      if (!after.isAbout(entry.who())) {
        batch.delete(grant(entry.who(), owner.id(), box));
      }
    }
  }

  private static Key grant(Grantee who, long owner, Box box) {
    return who.grants().then(owner, box.id());
  }

  /** Takes a mailbox that ends out of the index. */
  void forget(Box box, AccountKeys owner) throws StoreException {
    Acl acl = acl(box);
    Batch batch = new Batch();
    acl.entries().forEach(entry -> batch.delete(grant(entry.who(), owner.id(), box)));
    if (!acl.entries().isEmpty()) {
      shelf.store().commit(batch.delete(box.acl()));
    }
  }

  /** Takes an account that ends out of all ACLs. */
  void forget(long account) throws StoreException {
    Key grants = GRANTS.then("account", String.valueOf(account));
    for (Store.Entry entry : shelf.all(grants)) {
      Key.Reader parts = entry.key().after(grants);
      parts.number();
      forget(account, new Box(parts.number()), entry.key());
    }
  }

  private void forget(long account, Box box, Key grant) throws StoreException {
    Shelf.Tries tries = shelf.tries("forget a share");
    while (true) {
      Optional<Store.Value> value = shelf.store().get(box.acl());
      Batch batch = new Batch().delete(grant);
      if (value.isPresent()) {
        List<Acl.Entry> left = new ArrayList<>(acl(box.acl(), value.get()).entries());
        left.removeIf(e -> e.who() instanceof Grantee.Person(long id, var _) && id == account);
        batch.assertVersion(box.acl(), value.get().version());
        batch.put(box.acl(), record(new Acl(left)).toByteArray());
      }
      if (shelf.store().commit(batch) instanceof Store.Commit.Done) {
        return;
      }
      tries.next();
    }
  }

  private static AclRecord record(Acl acl) {
    AclRecord.Builder record = AclRecord.newBuilder();
    for (Acl.Entry entry : acl.entries()) {
      AclEntryRecord.Builder one =
          AclEntryRecord.newBuilder()
              .setWho(entry.who().text())
              .setNegative(entry.negative())
              .setRights(entry.rights().toString());
      if (entry.who() instanceof Grantee.Person(long id, var _)) {
        one.setAccount(id);
      }
      record.addEntries(one);
    }
    return record.build();
  }

  private static Acl acl(Key key, Store.Value value) throws StoreException {
    List<Acl.Entry> entries = new ArrayList<>();
    for (AclEntryRecord entry : Records.parse(key, value, AclRecord::parseFrom).getEntriesList()) {
      Optional<Grantee> who =
          entry.getAccount() == 0
              ? everybody(entry.getWho())
              : EmailAddress.parse(entry.getWho())
                  .map(address -> new Grantee.Person(entry.getAccount(), address));
      Optional<Rights> rights = Rights.parse(letters(entry.getRights()));
      if (who.isEmpty() || rights.isEmpty()) {
        throw new StoreException("the record at " + key + " is damaged");
      }
      entries.add(new Acl.Entry(who.get(), entry.getNegative(), rights.get()));
    }
    return new Acl(entries);
  }

  /** Without the letters that stand for several. */
  private static String letters(String rights) {
    return rights.replace("c", "").replace("d", "");
  }

  /** Reads whatever is not one account; empty if it can be one only. */
  static Optional<Grantee> everybody(String identifier) {
    return switch (identifier) {
      case "anyone" -> Optional.of(new Grantee.Anyone());
      case "authenticated" -> Optional.of(new Grantee.Authenticated());
      default ->
          identifier.startsWith("@")
              ? Domain.parse(identifier.substring(1)).map(Grantee.Colleagues::new)
              : Optional.empty();
    };
  }

  /** Reads an identifier; empty if there is nobody of this name. */
  Optional<Grantee> grantee(String identifier) throws StoreException {
    Optional<Grantee> everybody = everybody(identifier);
    Optional<EmailAddress> address = EmailAddress.parse(identifier);
    if (everybody.isPresent() || address.isEmpty()) {
      return everybody;
    }
    return Accounts.find(shelf, address.get()).map(Sharing::person);
  }
}
