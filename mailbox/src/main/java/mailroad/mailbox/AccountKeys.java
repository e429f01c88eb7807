package mailroad.mailbox;

import mailroad.store.Key;

/**
 * Where the mailboxes of an account stand in the store; see {@code mailbox.proto}.
 *
 * @param domain of the account, whose use is counted too; empty where nothing is counted
 */
record AccountKeys(long id, String domain) {
  static final Key PURGES = Key.of("purge-account");

  AccountKeys(Account account) {
    this(account.id(), account.address().domain().name());
  }

  Key all() {
    return Key.of("mail", id);
  }

  Key live() {
    return all().then("live");
  }

  Key tree() {
    return all().then("tree");
  }

  Key counters() {
    return all().then("n");
  }

  Key annotationsOfServer() {
    return all().then("meta");
  }

  Key annotations() {
    return counters().then("annotations");
  }

  Key messages() {
    return Key.of("mail", id, "n", "messages");
  }

  Key octets() {
    return Key.of("mail", id, "n", "octets");
  }

  /** There if a message with this mark came from elsewhere. */
  Key came(String mark) {
    return all().then("came").then(mark);
  }

  /** The thread of a message, by a digest of its Message-ID. */
  Key thread(long id) {
    return all().then("thread").then(id);
  }

  Key names() {
    return all().then("name");
  }

  Key name(MailboxName name) {
    return names().then(name.levels().toArray());
  }

  Key subscriptions() {
    return all().then("sub");
  }

  Key subscription(MailboxName name) {
    return subscriptions().then(name.levels().toArray());
  }

  Key subscribed() {
    return counters().then("subscribed");
  }

  Key purge() {
    return PURGES.then(id);
  }
}
