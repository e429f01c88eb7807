package mailroad.mailbox;

import mailroad.store.Batch;
import mailroad.store.Key;

/**
 * Where a mailbox stands in the store; see {@code mailbox.proto}.
 *
 * @param id its number, which is its UIDVALIDITY: no other mailbox ever gets it
 */
record Box(long id) {
  /** What stands at {@link #live}. */
  static final byte[] LIVE = {1};

  static final Key LAST = Key.of("box-last");
  static final Key PURGES = Key.of("purge-box");

  Key all() {
    return Key.of("box", id);
  }

  /** There as long as the mailbox is: whatever adds to it asserts this. */
  Key live() {
    return Key.of("box", id, "live");
  }

  Key counters() {
    return Key.of("box", id, "n");
  }

  Key counter(String what) {
    return Key.of("box", id, "n", what);
  }

  Key messages() {
    return Key.of("box", id, "m");
  }

  Key message(long uid) {
    return Key.of("box", id, "m", uid);
  }

  Key.Form message(Batch.Slot uid) {
    return messages().form(uid);
  }

  Key outlines() {
    return Key.of("box", id, "o");
  }

  Key outline(long uid) {
    return Key.of("box", id, "o", uid);
  }

  Key.Form outline(Batch.Slot uid) {
    return outlines().form(uid);
  }

  Key log() {
    return Key.of("box", id, "log");
  }

  Key log(long modseq) {
    return Key.of("box", id, "log", modseq);
  }

  Key.Form log(Batch.Slot modseq) {
    return log().form(modseq);
  }

  Key table() {
    return all().then("table");
  }

  Key tablePage(int page) {
    return table().then(page);
  }

  Key annotations() {
    return Key.of("box", id, "meta");
  }

  Key acl() {
    return Key.of("box", id, "acl");
  }

  Key purge() {
    return PURGES.then(id);
  }

  long uid(Key message) {
    return message.after(messages()).number();
  }
}
