package mailroad.mailbox;

import java.util.List;
import java.util.Optional;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Puts a message in the place of another, in one commit (RFC 8508). Used by one task, once. */
final class Replacing {
  private final Shelf shelf;
  private final Mailbox from;
  private final Mailbox to;

  Replacing(Shelf shelf, Mailbox from, Mailbox to) {
    this.shelf = shelf;
    this.from = from;
    this.to = to;
  }

  Replaced replace(long uid, Draft draft) throws StoreException {
    Shelf.Tries tries = shelf.tries("replace a message");
    Key key = from.box().message(uid);
    Rights rights = to.rights();
    boolean mayTake = from.rights().has(Right.DELETE_MESSAGES) && from.rights().has(Right.EXPUNGE);
    if (!rights.has(Right.INSERT) || !mayTake) {
      return new Replaced.Gone();
    }
    List<Incoming> fresh =
        to.incoming(List.of(draft.with(rights.limit(Flags.NONE, draft.flags()))));
    while (true) {
      Optional<Store.Value> old = shelf.store().get(key);
      if (old.isEmpty()) {
        return new Replaced.NoSuchMessage();
      }
      Log.trim(shelf, to.box());
      Batch batch = new Batch();
      // The old message goes first, so that the new one may use its room.
      Delta gone =
          Expunging.ops(batch, shelf, from.box(), List.of(new Store.Entry(key, old.get())));
      Appending.discharge(batch, from.keys(), gone);
      Batch.Slot slot = Appending.add(batch, to.box(), fresh).getFirst();
      Appending.charge(batch, to.mailboxes().quota(), Delta.of(Incoming.records(fresh)));
      switch (shelf.store().commit(batch)) {
        case Store.Commit.Done done -> {
          return new Replaced.Done(to.uidValidity(), done.slot(slot));
        }
        case Store.Commit.Refused(Batch.AssertAtMost _) -> {
          return new Replaced.OverQuota();
        }
        case Store.Commit.Refused(Batch.AssertEqual _) -> {
          return new Replaced.Gone();
        }
        case Store.Commit.Refused _ -> tries.next();
      }
    }
  }
}
