package mailroad.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.store.memory.MemoryStore;

/** A store with a directory and one account in it, and passwords that cost little. */
final class House {
  static final PasswordConfig CHEAP = PasswordConfig.DEFAULT.withCost(64, 1);
  static final EmailAddress JOE = EmailAddress.of("joe@b.example");
  static final String PASSWORD = "correct horse";
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  final World world;
  final Store store;
  final MailboxConfig config;
  final Directory directory;
  final MailStore mail;
  final Account joe;

  private House(World world, Store store, MailboxConfig config) throws Exception {
    this.world = world;
    this.store = store;
    this.config = config;
    this.directory = new Directory(world, store, config, new Passwords(world, CHEAP));
    this.mail = new MailStore(world, store, config);
    this.joe = directory.account(JOE).isPresent() ? directory.account(JOE).get() : settle();
  }

  static House open() throws Exception {
    return open(MailboxConfig.DEFAULT);
  }

  static House open(MailboxConfig config) throws Exception {
    World world = world();
    return new House(world, new MemoryStore(world), config);
  }

  static House over(World world, Store store, MailboxConfig config) throws Exception {
    return new House(world, store, config);
  }

  static World world() {
    return new RealWorld((name, e) -> {
      throw new AssertionError(name, e);
    });
  }

  Mailboxes mailboxes() {
    return mail.of(joe);
  }

  Mailbox inbox() throws StoreException {
    return mailboxes().inbox();
  }

  Mailbox open(String name) throws StoreException {
    return mailboxes().open(MailboxName.of(name)).orElseThrow();
  }

  /** A store as it is after the power came back. */
  House afterCrash() throws Exception {
    return new House(world, ((MemoryStore) store).reopen(), config);
  }

  static Draft draft(Mailbox mailbox, String text, Flags flags) throws StoreException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    try (Drafting drafting = mailbox.draft()) {
      drafting.write(octets, 0, octets.length);
      return drafting.finish(flags, NOON);
    }
  }

  static long append(Mailbox mailbox, String text, Flag... flags) throws StoreException {
    Appended appended = mailbox.append(draft(mailbox, text, Flags.of(flags)));
    assertThat(appended).isInstanceOf(Appended.Done.class);
    return ((Appended.Done) appended).uids().getFirst();
  }

  static String text(Mailbox mailbox, long uid) throws StoreException {
    return new String(
        mailbox.content(uid).orElseThrow().bytes(Integer.MAX_VALUE), StandardCharsets.UTF_8);
  }

  static List<Long> uids(Mailbox mailbox) throws StoreException {
    return mailbox.snapshot().messages().stream().map(Message::uid).toList();
  }

  /** Removes the content that nothing refers to; how much that was. */
  int sweep() throws StoreException {
    return store.blobs().sweep(world.now().plusSeconds(1));
  }

  private Account settle() throws Exception {
    directory.addDomain(new Domain("b.example"));
    return ((Outcome.Done<Account>) directory.addAccount(JOE, PASSWORD)).value();
  }

  /** The default limits with a small log and small chunks, so that tests come to their ends. */
  static MailboxConfig small() {
    MailboxConfig config = MailboxConfig.DEFAULT;
    return new MailboxConfig(
        config.quotaOctets(),
        config.quotaMessages(),
        20,
        10,
        64,
        4,
        3,
        300,
        10,
        3,
        5,
        false,
        5,
        100,
        1_000,
        7,
        config.triesMax());
  }
}
