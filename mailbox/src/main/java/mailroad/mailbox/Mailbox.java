package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import mailroad.mime.Envelope;
import mailroad.records.MessageRecord;
import mailroad.records.OutlineRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * One mailbox. Any number of tasks may use it at once, through this object or others for the same mailbox; all calls may
 * block.
 *
 * <p>A mailbox that somebody deletes meanwhile is simply empty from then on, and takes nothing any more.
 */
public final class Mailbox {
  /** The most messages that {@link #append} takes at once: as many as fit into a batch, whatever flags they have. */
  public static final int APPENDED_MAX = 500;

  /** What a batch that brings messages spares for their outlines. */
  private static final long OUTLINES_OCTETS_MAX = 3_000_000;

  private final Shelf shelf;
  private final Mailboxes mailboxes;
  private final MailboxName name;
  private final Box box;
  private final Optional<Account> visitor;

  Mailbox(Shelf shelf, Mailboxes mailboxes, MailboxName name, Box box) {
    this(shelf, mailboxes, name, box, Optional.empty());
  }

  /**
   * A mailbox as somebody sees it.
   *
   * @param mailboxes its owner's
   * @param name as it is called by whoever opens it
   * @param visitor who opens it; empty for the owner
   */
  Mailbox(Shelf shelf, Mailboxes mailboxes, MailboxName name, Box box, Optional<Account> visitor) {
    this.shelf = shelf;
    this.mailboxes = mailboxes;
    this.name = name;
    this.box = box;
    this.visitor = visitor;
  }

  /** Its name when it was opened. */
  public MailboxName name() {
    return name;
  }

  /** Whose it is. */
  public Account account() {
    return mailboxes.account();
  }

  /** Whether somebody else opened it than its owner. */
  public boolean isForeign() {
    return visitor.isPresent();
  }

  /**
   * What whoever opened it may do with it now. Reading needs {@link Right#READ}, without which it looks deleted; what
   * changes messages does nothing more than these rights allow, and whoever wants to know why asks here first.
   */
  public Rights rights() throws StoreException {
    return visitor.isEmpty() ? Rights.ALL : new Sharing(shelf).acl(box).of(visitor.get());
  }

  private boolean may(Right right) throws StoreException {
    return visitor.isEmpty() || rights().has(right);
  }

  /** Its annotations that whoever opened it may see (RFC 5464), by name. */
  public NavigableMap<Annotation, byte[]> annotations() throws StoreException {
    return mayAnnotate() ? notes().all() : new TreeMap<>();
  }

  /** Versions of the same annotations: one that was changed since has another. */
  public NavigableMap<Annotation, Long> annotationVersions() throws StoreException {
    return mayAnnotate() ? Annotations.versions(notes().values()) : new TreeMap<>();
  }

  /** Sets annotations, and removes those without a value: all or none. Those for all need {@link Right#WRITE}. */
  public Annotated annotate(Map<Annotation, Optional<byte[]>> changes) throws StoreException {
    boolean forAll = changes.keySet().stream().anyMatch(a -> a.scope() == Annotation.Scope.SHARED);
    return mayAnnotate() && (!forAll || may(Right.WRITE))
        ? notes().set(changes)
        : Annotated.NO_RIGHT;
  }

  /** RFC 5464 section 4.1. */
  private boolean mayAnnotate() throws StoreException {
    Rights rights = rights();
    return rights.has(Right.LOOKUP)
        && rights.hasAny(Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST);
  }

  private Annotations notes() {
    return Annotations.of(shelf, box, keys(), visitor.orElse(account()).id());
  }

  /** What bounds how much may come into it. */
  public List<QuotaRoot> quotaRoots() throws StoreException {
    return mailboxes.quotaRoots();
  }

  /** How much of its quota the owner uses now. */
  public Usage usage() throws StoreException {
    return mailboxes.usage();
  }

  /** Where the names of its owner's mailboxes stand. */
  Key ownersNames() {
    return keys().tree();
  }

  /** Who else may do what with it. */
  public Acl acl() throws StoreException {
    return new Sharing(shelf).acl(box);
  }

  /**
   * Changes what somebody may do with it.
   *
   * @param negative whether the rights are those that are taken away
   * @param change makes the new rights of the old ones; none end the share
   */
  public Outcome<Outcome.Nothing> share(Grantee who, boolean negative, UnaryOperator<Rights> change)
      throws StoreException {
    if (!may(Right.ADMINISTER)) {
      return Outcome.refused(Outcome.Refusal.NO_RIGHT);
    }
    if (who.includes(account()) && who instanceof Grantee.Person) {
      return Outcome.refused(Outcome.Refusal.NOT_ALLOWED); // the owner always may everything
    }
    return new Sharing(shelf).change(account(), box, who, negative, change);
  }

  /** Never the same for two mailboxes, of whatever name (RFC 3501 section 2.3.1.1). */
  public long uidValidity() {
    return box.id();
  }

  /** Whether it is still there. */
  public boolean isThere() throws StoreException {
    return shelf.store().get(box.live()).isPresent();
  }

  /** Its numbers, all as of one moment. Costs one short read, however large the mailbox. */
  public Status status() throws StoreException {
    return Counts.read(shelf.store(), box).status();
  }

  /** All its messages. */
  public Snapshot snapshot() throws StoreException {
    Snapshot snapshot = new Reading(shelf, box).snapshot();
    return may(Right.READ)
        ? snapshot
        : new Snapshot(snapshot.uidNext(), snapshot.modseq(), List.of());
  }

  /** Shows the messages that are there, in the order of their UIDs, and keeps none of them in memory. */
  public void each(Consumer<Message> reader) throws StoreException {
    new Reading(shelf, box).each(reader);
  }

  /** The messages of a set that are there, in the order of their UIDs. */
  public List<Message> messages(UidSet uids) throws StoreException {
    return may(Right.READ) ? new Reading(shelf, box).messages(uids) : List.of();
  }

  /** What has happened since {@link Snapshot#modseq} or {@link Changes#modseq}. */
  public Changes changesSince(long modseq) throws StoreException {
    Changes changes = new Reading(shelf, box).changesSince(modseq);
    return may(Right.READ)
        ? changes
        : new Changes(modseq, changes.uidNext(), List.of(), UidSet.all());
  }

  /**
   * The UIDs that have vanished since a modseq. Costs by the number of changes.
   *
   * @return empty if the log no longer reaches back that far: then any UID without a message may have vanished since
   */
  public Optional<UidSet> vanishedSince(long modseq) throws StoreException {
    return new Reading(shelf, box).vanishedSince(modseq);
  }

  /** Where messages come from, by UID, without those that are no longer there. */
  public Map<Long, Origin> origins(UidSet uids) throws StoreException {
    return may(Right.READ) ? new Reading(shelf, box).origins(uids) : Map.of();
  }

  /** Names the mailbox for ever, whatever it is called (RFC 8474 section 4). */
  public String id() {
    return "F" + box.id();
  }

  /** The content of a message; empty if it is no longer there. */
  public Optional<Content> content(long uid) throws StoreException {
    Key key = box.message(uid);
    Optional<Store.Value> value = shelf.store().get(key);
    return value.isEmpty() || !may(Right.READ)
        ? Optional.empty()
        : Optional.of(
            Records.content(
                shelf.store().blobs(), Records.message(new Store.Entry(key, value.get()))));
  }

  /**
   * The outlines of messages, by UID, without those that are no longer there. Costs little for messages whose outlines are
   * kept, which is nearly all; the others are read.
   *
   * @param uids of messages that were there lately, a few hundred at most
   */
  public Map<Long, Outline> outlines(UidSet uids) throws StoreException {
    return may(Right.READ) ? shelf.outlines().read(box, uids) : Map.of();
  }

  /**
   * The first pages of messages, by UID, without those that are no longer there: as their {@link #outlines} have them, at less
   * cost.
   *
   * @param uids of messages that were there lately, a few hundred at most
   */
  public Map<Long, Envelope> envelopes(UidSet uids) throws StoreException {
    return may(Right.READ) ? shelf.outlines().envelopes(box, uids) : Map.of();
  }

  /** Puts messages into the mailbox, all or none. From 1 to {@value #APPENDED_MAX}. Of too many keywords the last are left out. */
  public Appended append(List<Draft> drafts) throws StoreException {
    return append(new Batch(), drafts).orElseThrow();
  }

  /**
   * Puts messages that come from elsewhere into the mailbox, all or none, and remembers them by marks, so that they do not
   * come a second time, whatever becomes of them here.
   *
   * @param marks one for each message
   * @return empty, and nothing was changed, if one of the marks is known already; see {@link Mailboxes#known}
   */
  public Optional<Appended> appendMarked(List<Draft> drafts, List<String> marks)
      throws StoreException {
    Batch batch = new Batch();
    for (String mark : marks) {
      batch.assertAbsent(keys().came(mark)).put(keys().came(mark), Box.LIVE);
    }
    return append(batch, drafts);
  }

  private Optional<Appended> append(Batch batch, List<Draft> drafts) throws StoreException {
    Rights rights = rights();
    if (!rights.has(Right.INSERT)) {
      return Optional.of(new Appended.Gone());
    }
    Log.trim(shelf, box);
    List<Incoming> messages =
        incoming(
            drafts.stream()
                .map(draft -> draft.with(rights.limit(Flags.NONE, draft.flags())))
                .toList());
    List<Batch.Slot> uids = Appending.add(batch, box, messages);
    Appending.charge(batch, mailboxes.quota(), Delta.of(Incoming.records(messages)));
    return switch (shelf.store().commit(batch)) {
      case Store.Commit.Done done ->
          Optional.of(new Appended.Done(box.id(), uids.stream().map(done::slot).toList()));
      case Store.Commit.Refused(Batch.AssertAtMost _) -> Optional.of(new Appended.OverQuota());
      case Store.Commit.Refused(Batch.AssertAbsent _) -> Optional.empty();
      case Store.Commit.Refused _ -> Optional.of(new Appended.Gone());
    };
  }

  /** Puts a message into the mailbox. */
  public Appended append(Draft draft) throws StoreException {
    return append(List.of(draft));
  }

  /**
   * Adds to a batch all that puts a message into the mailbox, so that it happens together with whatever else the batch
   * does. Whoever commits asks the result how it went.
   */
  public Filing deliver(Batch batch, Draft draft) throws StoreException {
    Log.trim(shelf, box);
    List<Incoming> messages = incoming(List.of(draft));
    Batch.Slot uid = Appending.add(batch, box, messages).getFirst();
    Appending.charge(batch, mailboxes.quota(), Delta.of(Incoming.records(messages)));
    return new Filing(account(), name, box.all(), Filing.counters(keys()), uid);
  }

  /** What is to be written of messages: where many come at once, the outlines of the last ones are left for later. */
  List<Incoming> incoming(List<Draft> drafts) throws StoreException {
    List<Incoming> messages = new ArrayList<>(drafts.size());
    Threads threads = new Threads(shelf.store(), keys());
    long octets = 0;
    for (Draft draft : drafts) {
      Optional<OutlineRecord> outline = shelf.outlines().of(draft);
      Optional<byte[]> kept =
          octets < OUTLINES_OCTETS_MAX ? outline.flatMap(Outlines::kept) : Optional.empty();
      octets += kept.map(one -> one.length).orElse(0);
      Flags flags = draft.flags().withAtMost(shelf.config().keywordsMax());
      Optional<Threads.Place> place =
          outline.isPresent() ? threads.of(outline.get()) : Optional.empty();
      MessageRecord record =
          Records.placed(
              Records.saved(Records.of(draft, flags), shelf.world().now()),
              place.map(Threads.Place::thread));
      messages.add(new Incoming(record, kept, place.flatMap(Threads.Place::link)));
    }
    return messages;
  }

  /** Changes flags. Messages whose flags stay as they are keep their modseq. */
  public Stored store(UidSet uids, FlagChange change) throws StoreException {
    return store(uids, change, OptionalLong.empty());
  }

  /**
   * Changes flags of messages that have not changed since a modseq (RFC 7162 section 3.1.3). Keywords above {@link
   * MailboxConfig#keywordsMax} are not set.
   */
  public Stored store(UidSet uids, FlagChange change, OptionalLong unchangedSince)
      throws StoreException {
    Stored stored = new Flagging(shelf, box, change, unchangedSince, rights()).run(uids);
    shelf.witness().flagged(this, change, stored.messages());
    return stored;
  }

  /** Removes messages for ever, whatever their flags; gives the UIDs of those that this call removed. */
  public UidSet expunge(UidSet uids) throws StoreException {
    return may(Right.EXPUNGE) && may(Right.DELETE_MESSAGES)
        ? new Expunging(shelf, box, keys(), false).run(uids)
        : UidSet.NONE;
  }

  /** Removes those of a set that have {@code \Deleted} at that moment (RFC 3501 section 6.4.3, RFC 4315). */
  public UidSet expungeDeleted(UidSet uids) throws StoreException {
    return may(Right.EXPUNGE) ? new Expunging(shelf, box, keys(), true).run(uids) : UidSet.NONE;
  }

  /** Copies messages, all or none, with flags and dates (RFC 3501 section 6.4.7). */
  public Copied copy(UidSet uids, Mailbox to) throws StoreException {
    return copy(uids, to, _ -> {});
  }

  /**
   * The same, for who wants to know how far it is.
   *
   * @param progress is told after each step how many messages are copied
   */
  public Copied copy(UidSet uids, Mailbox to, LongConsumer progress) throws StoreException {
    return told(to, new Copying(shelf, this, to, progress).copy(uids));
  }

  /** Moves messages; each is at any moment in exactly one of the mailboxes (RFC 6851). */
  public Copied move(UidSet uids, Mailbox to) throws StoreException {
    return move(uids, to, _ -> {});
  }

  /**
   * The same, for who wants to know how far it is.
   *
   * @param progress is told after each step how many messages are moved
   */
  public Copied move(UidSet uids, Mailbox to, LongConsumer progress) throws StoreException {
    return told(to, new Copying(shelf, this, to, progress).move(uids));
  }

  private Copied told(Mailbox to, Copied copied) {
    if (copied instanceof Copied.Done(long _, List<Copied.Pair> pairs)) {
      shelf.witness().copied(this, to, pairs);
    }
    return copied;
  }

  /** Puts a message, here or in another mailbox, in the place of one of these: both or nothing (RFC 8508). */
  public Replaced replace(long uid, Draft draft, Mailbox to) throws StoreException {
    return new Replacing(shelf, this, to).replace(uid, draft);
  }

  /**
   * Claims what came since the last claim: for the session that gets these UIDs the messages are {@code \Recent}, and for
   * no other (RFC 3501 section 2.3.2).
   */
  public UidSet claimRecent() throws StoreException {
    Shelf.Tries tries = shelf.tries("claim recent messages");
    while (true) {
      Counts counts = Counts.read(shelf.store(), box);
      long last = counts.of(Counts.UID);
      long marker = counts.of(Counts.RECENT);
      if (counts.of(Counts.FRESH) == 0 || last <= marker) {
        return UidSet.NONE;
      }
      Batch batch = new Batch().assertEqual(box.live(), Box.LIVE);
      counts.assertUnchanged(batch, Counts.UID);
      counts.assertUnchanged(batch, Counts.FRESH);
      counts.assertUnchanged(batch, Counts.RECENT);
      batch.add(box.counter(Counts.RECENT), last - marker);
      batch.add(box.counter(Counts.FRESH), -counts.of(Counts.FRESH));
      switch (shelf.store().commit(batch)) {
        case Store.Commit.Done _ -> {
          return UidSet.range(marker + 1, last);
        }
        case Store.Commit.Refused(Batch.AssertEqual _) -> {
          return UidSet.NONE;
        }
        case Store.Commit.Refused _ -> tries.next();
      }
    }
  }

  /** Rings when something may have happened here; a hint only, after which {@link #changesSince} tells. */
  public Store.Watch watch() {
    return shelf.store().watch(box.counters());
  }

  /** Begins the content of a message that is to be appended. */
  public Drafting draft() throws StoreException {
    return mailboxes.draft();
  }

  Box box() {
    return box;
  }

  AccountKeys keys() {
    return new AccountKeys(account());
  }

  Mailboxes mailboxes() {
    return mailboxes;
  }

  /** The mailbox in words, for logs. */
  @Override
  public String toString() {
    return account().address() + "/" + name;
  }

  static List<Message> messages(Box box, List<Store.Entry> entries) throws StoreException {
    List<Message> messages = new ArrayList<>(entries.size());
    for (Store.Entry entry : entries) {
      messages.add(Records.message(box.uid(entry.key()), Records.message(entry)));
    }
    return messages;
  }
}
