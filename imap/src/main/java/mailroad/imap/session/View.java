package mailroad.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import mailroad.imap.command.FetchItem;
import mailroad.imap.command.Notify;
import mailroad.imap.syntax.Dates;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.Changes;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Message;
import mailroad.mailbox.Messages;
import mailroad.mailbox.Right;
import mailroad.mailbox.Rights;
import mailroad.mailbox.Roll;
import mailroad.mailbox.Snapshot;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/**
 * What one client believes of the selected mailbox: which message has which number, and which flags.
 *
 * <p>The mailbox changes at any time, the view only when the client is told ({@link #tell}). A message that
 * is gone keeps its number until EXPUNGE may be said (RFC 3501 section 7.4.1), and is {@link #isGone} until
 * then. Used by one task at a time.
 */
final class View {
  /** Whether EXPUNGE may be told now: not while FETCH, STORE or SEARCH speak of message numbers. */
  enum Expunges {
    TELL,
    HOLD_BACK
  }

  private final Mailbox mailbox;
  private final boolean readOnly;
  private final Enabled enabled;
  private final long uidNextAtFirst;
  private long uidNext;
  private Roll messages; // in the order of UIDs; the index is the number less one
  private long modseq; // all up to this was read
  private long told; // and all up to this was told
  private UidSet recent;
  private UidSet gone = UidSet.NONE;
  private final TreeMap<Long, Message> fresh = new TreeMap<>(); // not told yet, by UID
  private final TreeMap<Long, Message> changed = new TreeMap<>(); // the same
  private Set<Notify.Event> events = Set.of(Notify.Event.values());
  private final Structures structures = new Structures();
  private final SearchContexts contexts = new SearchContexts();
  private UidSet saved = UidSet.NONE;
  private final TreeSet<String> keywords = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private View(
      Mailbox mailbox, boolean readOnly, Enabled enabled, Snapshot snapshot, UidSet recent) {
    this.mailbox = mailbox;
    this.readOnly = readOnly;
    this.enabled = enabled;
    this.uidNextAtFirst = snapshot.uidNext();
    this.uidNext = snapshot.uidNext();
    this.messages = new Roll(snapshot.messages());
    this.modseq = snapshot.modseq();
    this.told = modseq;
    this.recent = recent;
    keepAll();
  }

  /** Keeps the keywords of all messages, most of which have the flags of the one before. */
  private void keepAll() {
    Flags last = Flags.NONE;
    for (int i = 0; i < messages.size(); i++) {
      Flags flags = messages.flags(i);
      if (!flags.equals(last)) {
        keep(flags);
        last = flags;
      }
    }
  }

  /** Keeps keywords; whether one of them is new. */
  private boolean keep(Flags flags) {
    List<String> more = flags.keywords();
    return !more.isEmpty() && keywords.addAll(more);
  }

  /** The view of somebody who selects a mailbox now. Only who may change it takes {@code \Recent} from others. */
  static View of(Mailbox mailbox, boolean readOnly, Enabled enabled) throws StoreException {
    // RFC 9051 section 2.3.2 knows no \Recent: it is left to whoever still asks for it.
    boolean claims = !readOnly && !enabled.isRev2();
    UidSet claimed = claims ? mailbox.claimRecent() : UidSet.NONE;
    long unclaimed = readOnly && !enabled.isRev2() ? mailbox.status().recent() : 0;
    Snapshot snapshot = mailbox.snapshot();
    Messages all = snapshot.messages();
    int first = (int) Math.max(0, all.size() - unclaimed);
    boolean some = unclaimed > 0 && !all.isEmpty();
    UidSet recent = some ? UidSet.range(all.uid(first), all.uid(all.size() - 1)) : claimed;
    return new View(mailbox, readOnly, enabled, snapshot, recent);
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** The structures of messages that were looked at lately. */
  Structures structures() {
    return structures;
  }

  /** The searches whose results the client wants to be kept up to date. */
  SearchContexts contexts() {
    return contexts;
  }

  /** What the last search has saved as {@code $} (RFC 5182 section 2). */
  UidSet saved() {
    return saved;
  }

  void save(UidSet uids) {
    saved = uids;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  /** The UID that the next message was to get when the view was made. */
  long uidNextAtFirst() {
    return uidNextAtFirst;
  }

  /** The UID that the next message was to get when we last looked. */
  long uidNext() {
    return uidNext;
  }

  /** Says what the client is told of from now on (RFC 5465 section 6.1). */
  void listen(Set<Notify.Event> told) {
    this.events = told;
  }

  /** What the client has enabled. */
  Enabled enabled() {
    return enabled;
  }

  /** The client knows of all changes up to this modseq: what HIGHESTMODSEQ may say (RFC 7162 section 3.1.2.1). */
  long highestModSeq() {
    return told;
  }

  int size() {
    return messages.size();
  }

  /** The message of a number less one. */
  Message message(int index) {
    return messages.get(index);
  }

  /** The UID of the message of an index. */
  long uid(int index) {
    return messages.uid(index);
  }

  /** Its modseq. */
  long modseq(int index) {
    return messages.modseq(index);
  }

  /** Its flags, {@code \\Recent} apart. */
  Flags flags(int index) {
    return messages.flags(index);
  }

  /** How many octets it has. */
  long octets(int index) {
    return messages.octets(index);
  }

  /** Whether the message of an index is no longer in the mailbox, though the client was not told yet. */
  boolean isGone(int index) {
    return gone.contains(messages.uid(index));
  }

  boolean isRecent(Message message) {
    return recent.contains(message.uid());
  }

  /** Whether the message of an index is recent. */
  boolean isRecent(int index) {
    return !recent.isEmpty() && recent.contains(messages.uid(index));
  }

  /** How many messages are recent. */
  long recentCount() {
    long count = 0;
    for (int i = 0; i < messages.size() && !recent.isEmpty(); i++) {
      count += isRecent(i) ? 1 : 0;
    }
    return count;
  }

  /** The number of the first message that was not read yet. */
  Optional<Integer> firstUnseen() {
    for (int i = 0; i < messages.size(); i++) {
      if (!messages.flags(i).has(Flag.SEEN)) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }

  /** All keywords that messages have, or had since the view was made. */
  List<String> keywords() {
    return List.copyOf(keywords);
  }

  private long lastUid() {
    return messages.isEmpty() ? 0 : messages.uid(messages.size() - 1);
  }

  /** Every UID up to the last that the client knows of. */
  UidSet known() {
    return UidSet.range(1, lastUid());
  }

  /**
   * The messages of a set, as indexes in ascending order.
   *
   * @param uid whether the set names UIDs; those that do not exist are passed over
   * @return empty if the set names a message number that does not exist
   */
  Optional<List<Integer>> find(SequenceSet set, boolean uid) {
    if (set.isSaved()) {
      return Optional.of(bySaved());
    }
    return uid ? Optional.of(byUid(set)) : byNumber(set);
  }

  private List<Integer> bySaved() {
    List<Run> runs = new ArrayList<>();
    for (UidSet.Range range : saved.ranges()) {
      runs.add(byUids(range.first(), range.last()));
    }
    return Run.joined(runs);
  }

  private Optional<List<Integer>> byNumber(SequenceSet set) {
    List<Run> runs = new ArrayList<>();
    for (SequenceSet.Range range : set.resolve(messages.size())) {
      if (range.to() > messages.size()) {
        return Optional.empty();
      }
      runs.add(Run.between((int) range.from() - 1, (int) range.to()));
    }
    return Optional.of(Run.joined(runs));
  }

  private List<Integer> byUid(SequenceSet set) {
    List<Run> runs = new ArrayList<>();
    for (SequenceSet.Range range : set.resolve(lastUid())) {
      runs.add(byUids(range.from(), range.to()));
    }
    return Run.joined(runs);
  }

  private Run byUids(long first, long last) {
    return Run.between(messages.from(first), messages.from(last + 1));
  }

  /** The index of the message of a UID. */
  Optional<Integer> index(long uid) {
    int index = messages.from(uid);
    boolean found = index < messages.size() && messages.uid(index) == uid;
    return found ? Optional.of(index) : Optional.empty();
  }

  /** The UIDs of all messages. */
  UidSet uids() {
    UidSet.Builder uids = new UidSet.Builder();
    for (int i = 0; i < messages.size(); i++) {
      uids.add(messages.uid(i));
    }
    return uids.build();
  }

  /** The UIDs of these indexes, which ascend. */
  UidSet uids(List<Integer> indexes) {
    UidSet.Builder uids = new UidSet.Builder();
    indexes.forEach(index -> uids.add(messages.uid(index)));
    return uids.build();
  }

  /** A message as the client is being told of it now. */
  void update(int index, Message message) {
    messages.put(index, message);
  }

  /** {@code FLAGS (...)} of a message, as it stands in a FETCH response. */
  String flags(Message message) {
    String atoms = message.flags().text();
    String recently = isRecent(message) ? (atoms.isEmpty() ? "" : " ") + "\\Recent" : "";
    return "FLAGS (" + atoms + recently + ")";
  }

  /** {@code MODSEQ (...)} of a message: RFC 7162 section 3.1.4.2. */
  static String modseq(Message message) {
    return "MODSEQ (" + message.modseq() + ")";
  }

  /** What the view knows by itself of a message; empty for what must be read. */
  Optional<String> plain(FetchItem item, Message message) {
    return switch (item) {
      case FetchItem.Flags() -> Optional.of(flags(message));
      case FetchItem.Uid() -> Optional.of("UID " + message.uid());
      case FetchItem.ModSeq() -> Optional.of(modseq(message));
      case FetchItem.InternalDate() ->
          Optional.of("INTERNALDATE " + Dates.show(message.internalDate()));
      case FetchItem.Size() -> Optional.of("RFC822.SIZE " + message.octets());
      case FetchItem.EmailId _,
          FetchItem.ThreadId _,
          FetchItem.SaveDate _,
          FetchItem.Envelope _,
          FetchItem.Structure _,
          FetchItem.Octets _,
          FetchItem.Binary _,
          FetchItem.BinarySize _,
          FetchItem.Preview _ ->
          Optional.empty();
    };
  }

  /** How a response to do with a message begins. */
  String subject(int index) {
    return enabled.isUidOnly()
        ? messages.uid(index) + " UIDFETCH" // RFC 9586 section 3.3
        : index + 1 + " FETCH";
  }

  /** Tells flags of a message, which are new to the client, and its modseq where the client wants to hear of these. */
  void tellFlags(Responses out, int index, boolean withUid) throws IOException {
    String flags = flags(messages.get(index));
    String modseq = enabled.tellsModSeqs() ? " " + modseq(messages.get(index)) : "";
    tellOf(out, index, withUid, flags + modseq);
  }

  /** Tells the modseq of a message whose flags the client knows. */
  void tellModSeq(Responses out, int index, boolean withUid) throws IOException {
    tellOf(out, index, withUid, modseq(messages.get(index)));
  }

  /** RFC 7162 section 3.2.4: who has enabled QRESYNC hears of UIDs always. */
  private void tellOf(Responses out, int index, boolean withUid, String what) throws IOException {
    // RFC 9051 section 7.5.2: in IMAP4rev2 each of them has its UID.
    boolean uid = !enabled.isUidOnly() && (withUid || enabled.tellsVanished() || enabled.isRev2());
    String first = uid ? "UID " + messages.uid(index) + " " : "";
    out.untagged(subject(index) + " (" + first + what + ")");
  }

  /** Tells of keywords that the client has not heard of (RFC 3501 section 7.2.6), before they are used. */
  void tellKeywords(Responses out, Collection<Message> news) throws IOException, StoreException {
    boolean isNew = false;
    for (Message message : news) {
      isNew |= keep(message.flags());
    }
    if (isNew) {
      tellAllFlags(out);
    }
  }

  /** FLAGS, and which of them can be kept: RFC 3501 section 7.2.6 and RFC 3501 section 7.1. */
  void tellAllFlags(Responses out) throws IOException, StoreException {
    StringBuilder flags = new StringBuilder("\\Answered \\Flagged \\Deleted \\Seen \\Draft");
    keywords.forEach(keyword -> flags.append(' ').append(keyword));
    out.untagged("FLAGS (" + flags + ")");
    String permanent = readOnly ? "" : permanentFlags(mailbox.rights());
    out.untagged("OK [PERMANENTFLAGS (" + permanent + ")] Flags that are kept");
  }

  /** RFC 4314 section 4: those that the user may change. */
  private String permanentFlags(Rights rights) {
    StringJoiner flags = new StringJoiner(" ");
    if (rights.has(Right.WRITE)) {
      flags.add("\\Answered").add("\\Flagged");
    }
    if (rights.has(Right.DELETE_MESSAGES)) {
      flags.add("\\Deleted");
    }
    if (rights.has(Right.SEEN)) {
      flags.add("\\Seen");
    }
    if (rights.has(Right.WRITE)) {
      flags.add("\\Draft");
      keywords.forEach(flags::add);
      flags.add("\\*");
    }
    return flags.toString();
  }

  /** Whether the user may do this with the mailbox now. */
  boolean may(Right right) throws StoreException {
    return mailbox.rights().has(right);
  }

  /**
   * Tells the client what others have done since, and brings the view up to date.
   *
   * @param withUid whether flags are told with UIDs, as RFC 3501 section 6.4.8 wants it within UID commands
   * @return how many messages are new: the last ones of the view
   */
  int tell(Responses out, Expunges expunges, boolean withUid) throws IOException, StoreException {
    look();
    if (expunges == Expunges.TELL && events.contains(Notify.Event.MESSAGE_EXPUNGE)) {
      contexts.tellGone(this, out);
      tellGone(out);
    }
    int count = events.contains(Notify.Event.MESSAGE_NEW) ? fresh.size() : 0;
    if (count > 0) {
      tellFresh(out);
    }
    tellKeywords(out, changed.values());
    for (Message message : changed.values()) {
      Optional<Integer> index = index(message.uid());
      if (index.isPresent()) {
        boolean isNews = differs(message, index.get()) && events.contains(Notify.Event.FLAG_CHANGE);
        update(index.get(), message);
        if (isNews) {
          tellFlags(out, index.get(), withUid);
        }
      }
    }
    changed.clear();
    if (gone.isEmpty() && fresh.isEmpty()) {
      told = modseq;
    }
    contexts.tellChanged(this, out);
    return count;
  }

  /** Reads what has happened, and keeps it until it is told. */
  void look() throws StoreException {
    Changes changes = mailbox.changesSince(modseq);
    modseq = changes.modseq();
    uidNext = Math.max(uidNext, changes.uidNext());
    for (Message message : changes.changed()) {
      if (message.uid() > lastUid()) {
        fresh.put(message.uid(), message);
      } else {
        changed.put(message.uid(), message);
      }
    }
    if (!changes.vanished().isEmpty()) {
      gone = gone.with(changes.vanished().and(known()));
      fresh.keySet().removeIf(changes.vanished()::contains);
    }
  }

  /**
   * Changes at these modseqs are known with all that they did: as far as no other change lies between, they need not be read. A
   * modseq that another session took is a gap, at which {@link #look} goes on.
   */
  void skip(List<Long> known) {
    for (long one : known) {
      if (one == modseq + 1) {
        modseq = one;
      }
    }
  }

  private boolean differs(Message message, int index) {
    Message known = messages.get(index);
    return !known.flags().equals(message.flags())
        || enabled.tellsModSeqs() && known.modseq() != message.modseq();
  }

  /** EXISTS and RECENT: RFC 3501 section 7.3.1 and RFC 3501 section 7.3.2. */
  private void tellFresh(Responses out) throws IOException, StoreException {
    if (fresh.isEmpty()) {
      return;
    }
    if (!readOnly && !out.isRev2()) {
      recent = recent.with(mailbox.claimRecent());
    }
    fresh.values().forEach(messages::add);
    out.untagged(messages.size() + " EXISTS");
    if (!out.isRev2()) {
      out.untagged(recentCount() + " RECENT");
    }
    tellKeywords(out, fresh.values());
    fresh.clear();
  }

  /**
   * EXPUNGE for each message that is gone; each one renumbers those after it (RFC 3501 section 7.4.1). Or all at once by
   * their UIDs (RFC 7162 section 3.2.10).
   */
  private void tellGone(Responses out) throws IOException {
    if (gone.isEmpty()) {
      return;
    }
    int left = 0;
    UidSet.Builder vanished = new UidSet.Builder();
    for (int i = 0; i < messages.size(); i++) {
      if (!isGone(i)) {
        left++;
      } else if (enabled.tellsVanished()) {
        vanished.add(messages.uid(i));
      } else {
        out.untagged((left + 1) + " EXPUNGE");
      }
    }
    messages = messages.without(gone::contains);
    Vanished.tell(out, "VANISHED", vanished.build());
    gone = UidSet.NONE;
  }
}
