package mailroad.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mailroad.records.MessageRecord;
import mailroad.records.PurgeRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Removes what has lost its name: messages of deleted mailboxes, mailboxes of removed accounts. A record says that it is
 * to be done and goes last, so that a crash anywhere leaves something that can be gone on with; two tasks that purge the
 * same do no harm.
 */
final class Purge {
  private static final int KEYS_CHUNK = 1_000;

  private final Shelf shelf;

  Purge(Shelf shelf) {
    this.shelf = shelf;
  }

  /** Goes on with all that was begun. */
  void resume() throws StoreException {
    for (Store.Entry entry : shelf.all(AccountKeys.PURGES)) {
      account(removed(entry));
    }
    for (Store.Entry entry : shelf.all(Box.PURGES)) {
      box(new Box(entry.key().after(Box.PURGES).number()), owner(entry));
    }
  }

  /** Removes the mailboxes of an account that is no longer there. */
  void account(AccountKeys account) throws StoreException {
    List<Store.Entry> names;
    do {
      names = shelf.store().range(Store.Range.under(account.names(), KEYS_CHUNK));
      Batch batch = new Batch();
      for (Store.Entry name : names) {
        long id = Records.name(name).getBox();
        batch.delete(name.key());
        if (id != 0) {
          bury(batch, new Box(id), account);
        }
      }
      shelf.store().commit(batch);
    } while (!names.isEmpty());
    for (Store.Entry entry : boxesOf(account)) {
      box(new Box(entry.key().after(Box.PURGES).number()), account);
    }
    new Sharing(shelf).forget(account.id());
    deleteAll(account.all());
    shelf.store().commit(new Batch().delete(account.purge()));
  }

  /** Adds the ops by which a mailbox ends: nothing comes into it any more, and its messages will go. */
  static void bury(Batch batch, Box box, AccountKeys account) {
    batch.delete(box.live());
    batch.delete(box.counter(Counts.MODSEQ)); // by this, those who have it open see that it is gone
    batch.put(box.purge(), record(account).toByteArray());
  }

  /** Removes the messages of a mailbox that was buried. */
  void box(Box box, AccountKeys account) throws StoreException {
    new Sharing(shelf).forget(box, account);
    Annotations.of(shelf, box, account, 0).discharge();
    Shelf.Tries tries = shelf.tries("remove a mailbox");
    while (true) {
      List<Store.Entry> chunk =
          new Walk(shelf.store(), box, UidSet.all()).next(shelf.config().chunkMessages());
      if (chunk.isEmpty()) {
        break;
      }
      if (shelf.store().commit(removal(box, account, chunk)) instanceof Store.Commit.Refused) {
        tries.next(); // a session that still had it open has changed a message
      }
    }
    deleteAll(box.all());
    shelf.store().commit(new Batch().delete(box.purge()));
  }

  private static Batch removal(Box box, AccountKeys account, List<Store.Entry> chunk)
      throws StoreException {
    Batch batch = new Batch();
    Delta delta = new Delta();
    for (Store.Entry entry : chunk) {
      MessageRecord record = Records.message(entry);
      delta.remove(record);
      batch.assertVersion(entry.key(), entry.value().version());
      batch.delete(entry.key());
      batch.dereference(Records.blob(record), entry.key());
    }
    Appending.discharge(batch, account, delta);
    delta.addTo(batch, box);
    return batch;
  }

  private List<Store.Entry> boxesOf(AccountKeys account) throws StoreException {
    List<Store.Entry> found = new ArrayList<>();
    for (Store.Entry entry : shelf.all(Box.PURGES)) {
      if (owner(entry).id() == account.id()) {
        found.add(entry);
      }
    }
    return found;
  }

  private static AccountKeys owner(Store.Entry purge) throws StoreException {
    PurgeRecord record = Records.parse(purge.key(), purge.value(), PurgeRecord::parseFrom);
    return new AccountKeys(record.getAccount(), record.getDomain());
  }

  /** The account of a removal, which long ago said nothing of its domain. */
  private static AccountKeys removed(Store.Entry purge) throws StoreException {
    return Arrays.equals(purge.value().bytes(), Box.LIVE)
        ? new AccountKeys(purge.key().after(AccountKeys.PURGES).number(), "")
        : owner(purge);
  }

  static PurgeRecord record(AccountKeys account) {
    return PurgeRecord.newBuilder().setAccount(account.id()).setDomain(account.domain()).build();
  }

  private void deleteAll(Key prefix) throws StoreException {
    List<Store.Entry> some;
    do {
      some = shelf.store().range(Store.Range.under(prefix, KEYS_CHUNK));
      Batch batch = new Batch();
      some.forEach(entry -> batch.delete(entry.key()));
      shelf.store().commit(batch);
    } while (!some.isEmpty());
  }
}
