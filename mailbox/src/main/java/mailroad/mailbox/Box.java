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
    return all().then("live");
  }

  Key counters() {
    return all().then("n");
  }

  Key counter(String what) {
    return counters().then(what);
  }

  Key messages() {
    return all().then("m");
  }

  Key message(long uid) {
    return messages().then(uid);
  }

  Key.Form message(Batch.Slot uid) {
    return messages().form(uid);
  }

  Key outlines() {
    return all().then("o");
  }

  Key outline(long uid) {
    return outlines().then(uid);
  }

  Key.Form outline(Batch.Slot uid) {
    return outlines().form(uid);
  }

  Key log() {
    return all().then("log");
  }

  Key log(long modseq) {
    return log().then(modseq);
  }

  Key.Form log(Batch.Slot modseq) {
    return log().form(modseq);
  }

  Key annotations() {
    return all().then("meta");
  }

  Key acl() {
    return all().then("acl");
  }

  Key purge() {
    return PURGES.then(id);
  }

  long uid(Key message) {
    return message.after(messages()).number();
  }
}
