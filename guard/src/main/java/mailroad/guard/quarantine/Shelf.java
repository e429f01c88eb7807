package mailroad.guard.quarantine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * Where what is kept lies in the store. Each change of a message or of its copies writes the message's own record anew,
 * so that its version stands for all of them. Any number of tasks may use it; reading blocks.
 */
public record Shelf(Store store) {
  private static final Key ROOT = Key.of("quarantine");
  private static final Key ENTRIES = ROOT.then("entry");
  private static final Key COPIES = ROOT.then("recipient");
  private static final Key BY_RECIPIENT = ROOT.then("by-recipient");
  private static final Key BY_SENDER = ROOT.then("by-sender");
  private static final Key EXPIRES = ROOT.then("expires");
  private static final Key NEWS = ROOT.then("news");
  private static final Key TO_TELL = ROOT.then("to-tell");
  private static final Key BLOBS = ROOT.then("blob");
  private static final Key MESSAGES = ROOT.then("messages");
  private static final Key OCTETS = ROOT.then("octets");
  private static final Key TOLD = ROOT.then("told");
  private static final Key DIGESTS = ROOT.then("digests");
  private static final byte[] NOTHING = {};
  private static final int PAGE = 200;
  private static final int COPIES_MAX = 10_000;

  /** A message as read, with the version to assert when it is changed. */
  public record Versioned(Entry entry, long version) {}

  static Key entryKey(QueueId id) {
    return ENTRIES.then(id.value());
  }

  /** Adds a message that is kept from now on. */
  void add(Batch batch, Entry entry, List<Copy> copies, boolean tellSender) {
    batch.assertAbsent(entryKey(entry.id()));
    put(batch, entry);
    String id = entry.id().value();
    for (Copy copy : copies) {
      batch.put(COPIES.then(id, copy.address().toString()), EntryRecords.write(copy));
    }
    names(copies).forEach(name -> batch.put(BY_RECIPIENT.then(name, id), NOTHING));
    senders(entry).forEach(name -> batch.put(BY_SENDER.then(name, id), NOTHING));
    batch.put(EXPIRES.then(entry.expires(), id), NOTHING);
    if (entry.origin().direction() == Direction.INCOMING) {
      owners(copies).forEach(owner -> batch.put(NEWS.then(owner, id), NOTHING));
    }
    if (tellSender) {
      batch.put(TO_TELL.then(id), NOTHING);
    }
    batch.reference(entry.content().blob(), BLOBS.then(id));
    batch.add(MESSAGES, 1);
    batch.add(OCTETS, entry.content().octets());
  }

  static void put(Batch batch, Entry entry) {
    batch.put(entryKey(entry.id()), EntryRecords.write(entry));
  }

  /** Adds a line to the history of a message; asserts that it is what it was. */
  public void note(Batch batch, Versioned read, Deed deed, int deedsMax) {
    batch.assertVersion(entryKey(read.entry().id()), read.version());
    put(batch, read.entry().with(deed, deedsMax));
  }

  /** Takes copies out, and with the last of them the message. */
  void remove(Batch batch, Entry entry, List<Copy> gone, List<Copy> left) {
    String id = entry.id().value();
    gone.forEach(copy -> batch.delete(COPIES.then(id, copy.address().toString())));
    Set<String> names = names(gone);
    names.removeAll(names(left));
    names.forEach(name -> batch.delete(BY_RECIPIENT.then(name, id)));
    Set<String> owners = owners(gone);
    owners.removeAll(owners(left));
    owners.forEach(owner -> batch.delete(NEWS.then(owner, id)));
    if (!left.isEmpty()) {
      put(batch, entry);
      return;
    }
    batch.delete(entryKey(entry.id()));
    senders(entry).forEach(name -> batch.delete(BY_SENDER.then(name, id)));
    batch.delete(EXPIRES.then(entry.expires(), id));
    batch.delete(TO_TELL.then(id));
    batch.dereference(entry.content().blob(), BLOBS.then(id));
    batch.add(MESSAGES, -1);
    batch.add(OCTETS, -entry.content().octets());
  }

  /** By which names copies are found: each address, each owner, and the domains of both. */
  private static Set<String> names(List<Copy> copies) {
    Set<String> out = new HashSet<>();
    for (Copy copy : copies) {
      for (EmailAddress address : List.of(copy.address(), copy.owner())) {
        out.add(name(address));
        out.add("@" + address.domain().name().toLowerCase(Locale.ROOT));
      }
    }
    return out;
  }

  private static Set<String> owners(List<Copy> copies) {
    Set<String> out = new HashSet<>();
    copies.forEach(copy -> out.add(copy.owner().toString()));
    return out;
  }

  private static Set<String> senders(Entry entry) {
    Optional<EmailAddress> sender = entry.origin().sender().mailbox();
    return sender
        .map(address ->
            Set.of(name(address), "@" + address.domain().name().toLowerCase(Locale.ROOT)))
        .orElse(Set.of("<>"));
  }

  private static String name(EmailAddress address) {
    return address.toString().toLowerCase(Locale.ROOT);
  }

  /** A message; empty if it is not kept here, or not any more. */
  public Optional<Versioned> read(QueueId id) throws StoreException {
    Optional<Store.Value> value = store.get(entryKey(id));
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Versioned(EntryRecords.entry(id, value.get().bytes()), value.get().version()));
  }

  /** The copies of a message that are still kept. */
  public List<Copy> copies(QueueId id) throws StoreException {
    List<Copy> out = new ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(COPIES.then(id.value()), COPIES_MAX))) {
      out.add(EntryRecords.copy(id, entry.value().bytes()));
    }
    return out;
  }

  /**
   * The messages that are meant, the latest first.
   *
   * @param before the last one of the page before; empty to begin
   */
  public List<Entry> list(Query query, Optional<QueueId> before, int most) throws StoreException {
    Key index =
        query
            .recipient()
            .map(BY_RECIPIENT::then)
            .or(() -> query.sender().map(BY_SENDER::then))
            .orElse(ENTRIES);
    Key from = query.since().map(at -> index.then(QueueId.earliest(at).value())).orElse(index);
    Key to = before.map(id -> index.then(id.value())).orElse(index.after());
    List<Entry> out = new ArrayList<>();
    while (out.size() < most) {
      List<Store.Entry> page = store.range(new Store.Range(from, Optional.of(to), PAGE, true));
      for (Store.Entry entry : page) {
        QueueId id = new QueueId(entry.key().after(index).text());
        to = entry.key();
        Optional<Entry> read = read(id).map(Versioned::entry).filter(one -> fits(one, query));
        if (read.isPresent() && out.size() < most) {
          out.add(read.get());
        }
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    return out;
  }

  private static boolean fits(Entry entry, Query query) {
    return query.sender().isEmpty() || senders(entry).contains(query.sender().get());
  }

  /** Messages whose time is over, those first whose time ended first. */
  List<QueueId> expired(Instant now, int most) throws StoreException {
    return store
        .range(new Store.Range(EXPIRES, Optional.of(EXPIRES.then(now)), most, false))
        .stream()
        .map(entry -> {
          Key.Reader key = entry.key().after(EXPIRES);
          key.moment();
          return new QueueId(key.text());
        })
        .toList();
  }

  /** How many messages are kept. */
  public long messages() throws StoreException {
    return counter(MESSAGES);
  }

  /** How many octets they have. */
  public long octets() throws StoreException {
    return counter(OCTETS);
  }

  private long counter(Key key) throws StoreException {
    return store.get(key).map(Store.Value::asLong).orElse(0L);
  }

  /** Something an owner has not been told of. */
  public record News(QueueId id, Key key, long version) {}

  /** The owners who have not been told of everything, in an order that stays. */
  public List<EmailAddress> ownersWithNews(Optional<EmailAddress> after, int most)
      throws StoreException {
    List<EmailAddress> out = new ArrayList<>();
    Key from = after.map(owner -> NEWS.then(owner.toString()).after()).orElse(NEWS);
    while (out.size() < most) {
      List<Store.Entry> next =
          store.range(new Store.Range(from, Optional.of(NEWS.after()), 1, false));
      if (next.isEmpty()) {
        break;
      }
      String owner = next.getFirst().key().after(NEWS).text();
      out.add(EmailAddress.of(owner));
      from = NEWS.then(owner).after();
    }
    return out;
  }

  /** What an owner has not been told of, the oldest first. */
  public List<News> news(EmailAddress owner, int most) throws StoreException {
    Key prefix = NEWS.then(owner.toString());
    return store.range(Store.Range.under(prefix, most)).stream()
        .map(entry ->
            new News(
                new QueueId(entry.key().after(prefix).text()),
                entry.key(),
                entry.value().version()))
        .toList();
  }

  /** Says that somebody has been told; asserts that nobody else said so. */
  public void told(Batch batch, List<News> news) {
    news.forEach(one -> batch.assertVersion(one.key(), one.version()).delete(one.key()));
  }

  /**
   * Messages whose senders are to be told, the oldest first.
   *
   * @param after the last one of the page before; empty to begin
   */
  public List<News> sendersToTell(Optional<QueueId> after, int most) throws StoreException {
    Key from = after.map(id -> TO_TELL.then(id.value()).after()).orElse(TO_TELL);
    return store.range(new Store.Range(from, Optional.of(TO_TELL.after()), most, false)).stream()
        .map(entry ->
            new News(
                new QueueId(entry.key().after(TO_TELL).text()),
                entry.key(),
                entry.value().version()))
        .toList();
  }

  /** The counter of a sender's letters of a day. */
  public static Key toldKey(long day, EmailAddress sender) {
    return TOLD.then(day, name(sender));
  }

  /** How many letters a sender got on a day. */
  public long toldOn(long day, EmailAddress sender) throws StoreException {
    return counter(toldKey(day, sender));
  }

  /** Forgets how many letters there were on days before this one. */
  int forgetToldBefore(long day) throws StoreException {
    int forgotten = 0;
    List<Store.Entry> page;
    do {
      page = store.range(new Store.Range(TOLD, Optional.of(TOLD.then(day)), PAGE, false));
      Batch batch = new Batch();
      page.forEach(entry -> batch.delete(entry.key()));
      if (!page.isEmpty()) {
        store.commit(batch);
      }
      forgotten += page.size();
    } while (page.size() == PAGE);
    return forgotten;
  }

  /** When digests were sent last; empty for never. */
  public Optional<Instant> digests() throws StoreException {
    return store.get(DIGESTS).map(Store.Value::asLong).map(Instant::ofEpochMilli);
  }

  /** Writes down when digests were sent. */
  public void digestsSent(Instant at) throws StoreException {
    Batch batch = new Batch().delete(DIGESTS);
    batch.add(DIGESTS, at.toEpochMilli());
    store.commit(batch);
  }
}
