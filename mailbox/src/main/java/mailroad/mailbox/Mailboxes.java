package mailroad.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import mailroad.mailbox.Outcome.Nothing;
import mailroad.mailbox.Outcome.Refusal;
import mailroad.mailbox.Tree.Plan;
import mailroad.records.NameRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * The mailboxes of one account: their names, and which of them are subscribed to. Any number of tasks may use it at
 * once; all calls may block.
 */
public final class Mailboxes {
  static final Key SERVER = Key.of("server-meta", 0L);

  private final Shelf shelf;
  private final Account account;
  private final AccountKeys keys;

  Mailboxes(Shelf shelf, Account account) {
    this.shelf = shelf;
    this.account = account;
    this.keys = new AccountKeys(account);
  }

  /** Whose mailboxes these are. */
  public Account account() {
    return account;
  }

  /** All names, in the order of their levels, each directly followed by what lies below it. */
  public List<Listed> list() throws StoreException {
    Tree tree = tree();
    Set<MailboxName> subscribed = new HashSet<>(subscriptions());
    List<Listed> list = new ArrayList<>(tree.nodes().size());
    tree.nodes()
        .forEach((name, node) ->
            list.add(
                new Listed(
                    name,
                    node.isSelectable() ? Listed.Kind.SELECTABLE : Listed.Kind.NOSELECT,
                    node.use(),
                    subscribed.contains(name),
                    tree.hasChildren(name))));
    return list;
  }

  /** All names of others that are shared with the account, and those above them, in the same order. */
  public List<Listed> listOthers() throws StoreException {
    return visiting().list(new HashSet<>(subscriptions()));
  }

  private Visiting visiting() {
    return new Visiting(shelf, account);
  }

  /** Whom an identifier of an ACL means (RFC 4314 section 3); empty if there is nobody of this name. */
  public Optional<Grantee> grantee(String identifier) throws StoreException {
    Optional<Grantee> grantee = new Sharing(shelf).grantee(identifier);
    boolean isEverybody =
        grantee.isPresent()
            && (grantee.get() instanceof Grantee.Anyone
                || grantee.get() instanceof Grantee.Authenticated);
    return isEverybody && !shelf.config().shareWithAnyone() ? Optional.empty() : grantee;
  }

  /**
   * The mailbox of this name, somebody else's too; empty if there is none, or it can't be opened, or it is somebody else's who
   * has not shared it at all: see {@link Mailbox#rights}.
   */
  public Optional<Mailbox> open(MailboxName name) throws StoreException {
    if (name.isForeign()) {
      return visiting().open(name);
    }
    Key key = keys.name(name);
    Optional<Store.Value> value = shelf.store().get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    long box = Records.name(new Store.Entry(key, value.get())).getBox();
    return box == 0 ? Optional.empty() : Optional.of(mailbox(name, box));
  }

  /** The mailbox that is for this (RFC 6154 section 2), the first by name where there are several. */
  public Optional<Mailbox> open(SpecialUse use) throws StoreException {
    return tree().nodes().entrySet().stream()
        .filter(entry -> entry.getValue().isSelectable())
        .filter(entry -> entry.getValue().use().equals(Optional.of(use)))
        .findFirst()
        .map(entry -> mailbox(entry.getKey(), entry.getValue().box()));
  }

  /** INBOX, which is always there, except while the account is being removed. */
  public Mailbox inbox() throws StoreException {
    return open(MailboxName.INBOX)
        .orElseThrow(() -> new StoreException("account " + account.address() + " has no INBOX"));
  }

  /** Makes a mailbox, and those above it that are missing (RFC 3501 section 6.3.3). */
  public Outcome<Mailbox> create(MailboxName name) throws StoreException {
    return create(name, Optional.empty());
  }

  /** Makes a mailbox for a use that no other one has yet (RFC 6154 section 3). */
  public Outcome<Mailbox> create(MailboxName name, Optional<SpecialUse> use) throws StoreException {
    if (name.isForeign()) {
      return createAtOthers(name);
    }
    return switch (edit("create a mailbox", tree -> tree.create(name, use, shelf.config()))) {
      case Outcome.Refused(Refusal refusal) -> Outcome.refused(refusal);
      case Outcome.Done(var _) ->
          open(name)
              .<Outcome<Mailbox>>map(Outcome.Done::new)
              .orElseGet(() -> Outcome.refused(Refusal.NOT_FOUND));
    };
  }

  /**
   * Renames a mailbox with all below it. Renaming INBOX moves its messages into a new mailbox and leaves it empty, and
   * what lies below it where it is (RFC 3501 section 6.3.5).
   */
  public Outcome<Nothing> rename(MailboxName from, MailboxName to) throws StoreException {
    if (from.isForeign() || to.isForeign()) {
      return renameAtOthers(from, to);
    }
    Outcome<List<Long>> renamed =
        edit("rename a mailbox", tree -> tree.rename(from, to, shelf.config()));
    if (renamed instanceof Outcome.Refused(Refusal refusal)) {
      return Outcome.refused(refusal);
    }
    Optional<Mailbox> target = from.isInbox() ? open(to) : Optional.empty();
    if (target.isPresent()) {
      inbox().move(UidSet.all(), target.get());
    }
    return Outcome.done();
  }

  /**
   * Deletes a mailbox with its messages. One that has others below it keeps its name, but can no longer be opened (RFC
   * 3501 section 6.3.4).
   */
  public Outcome<Nothing> delete(MailboxName name) throws StoreException {
    if (name.isForeign()) {
      return deleteAtOthers(name);
    }
    Outcome<List<Long>> deleted = edit("delete a mailbox", tree -> tree.delete(name));
    return switch (deleted) {
      case Outcome.Refused(Refusal refusal) -> Outcome.refused(refusal);
      case Outcome.Done(List<Long> buried) -> {
        for (long box : buried) {
          new Purge(shelf).box(new Box(box), keys);
        }
        yield Outcome.done();
      }
    };
  }

  /** RFC 4314 section 4: {@code k} above the new mailbox. */
  private Outcome<Mailbox> createAtOthers(MailboxName name) throws StoreException {
    Optional<Visiting.Place> place = visiting().place(name);
    if (place.isEmpty() || !visiting().rightsAt(place.get(), false).has(Right.CREATE)) {
      return Outcome.refused(Refusal.NO_RIGHT);
    }
    return place.get().owner().create(place.get().name());
  }

  /** RFC 4314 section 4: {@code x} for the old name, {@code k} above the new one; within one account only. */
  private Outcome<Nothing> renameAtOthers(MailboxName from, MailboxName to) throws StoreException {
    Optional<Visiting.Place> place = visiting().place(from);
    Optional<Visiting.Place> target = visiting().place(to);
    if (from.isForeign() && (place.isEmpty() || visiting().open(from).isEmpty())) {
      return Outcome.refused(Refusal.NOT_FOUND);
    }
    boolean sameOwner =
        place.isPresent()
            && target.isPresent()
            && place.get().owner().account().id() == target.get().owner().account().id();
    if (!sameOwner) {
      return Outcome.refused(Refusal.NOT_ALLOWED);
    }
    boolean may =
        visiting().rightsAt(place.get(), true).has(Right.DELETE)
            && visiting().rightsAt(target.get(), false).has(Right.CREATE);
    return may
        ? place.get().owner().rename(place.get().name(), target.get().name())
        : Outcome.refused(Refusal.NO_RIGHT);
  }

  /** RFC 4314 section 4: {@code x}. */
  private Outcome<Nothing> deleteAtOthers(MailboxName name) throws StoreException {
    Optional<Visiting.Place> place = visiting().place(name);
    if (place.isEmpty() || visiting().open(name).isEmpty()) {
      return Outcome.refused(Refusal.NOT_FOUND);
    }
    return visiting().rightsAt(place.get(), true).has(Right.DELETE)
        ? place.get().owner().delete(place.get().name())
        : Outcome.refused(Refusal.NO_RIGHT);
  }

  /** The names that are subscribed to, in order; they may not exist (RFC 3501 section 6.3.6). */
  public List<MailboxName> subscriptions() throws StoreException {
    List<MailboxName> names = new ArrayList<>();
    Key prefix = keys.subscriptions();
    int limit = MailboxConfig.SUBSCRIPTIONS_MAX_MAX;
    for (Store.Entry entry : shelf.store().range(Store.Range.under(prefix, limit))) {
      names.add(name(entry.key(), prefix));
    }
    return names;
  }

  /** Subscribes to a name, which need not exist. */
  public Outcome<Nothing> subscribe(MailboxName name) throws StoreException {
    Batch batch =
        new Batch()
            .assertEqual(keys.live(), Box.LIVE)
            .assertAbsent(keys.subscription(name))
            .put(keys.subscription(name), Box.LIVE)
            .add(keys.subscribed(), 1)
            .assertAtMost(keys.subscribed(), shelf.config().subscriptionsMax());
    if (shelf.store().commit(batch) instanceof Store.Commit.Refused(Batch.Op assertion)
        && assertion instanceof Batch.AssertAtMost) {
      return Outcome.refused(Refusal.TOO_MANY);
    }
    return Outcome.done();
  }

  /** Ends a subscription; refused with {@link Refusal#NOT_FOUND} if there is none. */
  public Outcome<Nothing> unsubscribe(MailboxName name) throws StoreException {
    Batch batch =
        new Batch()
            .assertEqual(keys.subscription(name), Box.LIVE)
            .delete(keys.subscription(name))
            .add(keys.subscribed(), -1);
    return shelf.store().commit(batch) instanceof Store.Commit.Refused
        ? Outcome.refused(Refusal.NOT_FOUND)
        : Outcome.done();
  }

  /** Which of these marks belong to messages that came already; see {@link Mailbox#appendMarked}. */
  public Set<String> known(Collection<String> marks) throws StoreException {
    Set<String> known = new HashSet<>();
    for (String mark : marks) {
      if (shelf.store().get(keys.came(mark)).isPresent()) {
        known.add(mark);
      }
    }
    return known;
  }

  /** Begins the content of a message that is to be appended. */
  public Drafting draft() throws StoreException {
    return new Drafting(shelf.store().blobs().write());
  }

  /** The longest value that an annotation may have. */
  public int annotationOctetsMax() {
    return shelf.config().annotationOctetsMax();
  }

  /** Annotations of the server itself that the account sees (RFC 5464 section 3.1): its own, and those for all. */
  public NavigableMap<Annotation, byte[]> serverAnnotations() throws StoreException {
    return Annotations.bytes(ofServer());
  }

  /** Versions of the same annotations: one that was changed since has another. */
  public NavigableMap<Annotation, Long> serverAnnotationVersions() throws StoreException {
    return Annotations.versions(ofServer());
  }

  private NavigableMap<Annotation, Store.Value> ofServer() throws StoreException {
    NavigableMap<Annotation, Store.Value> all = Annotations.ofServer(shelf, keys).values();
    Annotations.read(shelf.store(), SERVER, all);
    return all;
  }

  /** Sets annotations of the server that this account alone sees. */
  public Annotated annotateServer(Map<Annotation, Optional<byte[]>> changes) throws StoreException {
    return Annotations.ofServer(shelf, keys).set(changes);
  }

  /** Sets annotations of the server that all see; for administrators. */
  public Annotated annotateServerForAll(Map<Annotation, Optional<byte[]>> changes)
      throws StoreException {
    Batch batch = new Batch();
    for (var change : changes.entrySet()) {
      Key key = SERVER.then(change.getKey().name());
      if (change.getValue().isEmpty()) {
        batch.delete(key);
      } else if (change.getValue().get().length > shelf.config().annotationOctetsMax()) {
        return Annotated.TOO_LONG;
      } else {
        batch.put(key, change.getValue().get());
      }
    }
    int there = shelf.store().range(Store.Range.under(SERVER, 10_000)).size();
    if (there + changes.size() > shelf.config().annotationsMax()) {
      return Annotated.TOO_MANY;
    }
    shelf.store().commit(batch);
    return Annotated.DONE;
  }

  /** What bounds how much the account may hold. */
  public List<QuotaRoot> quotaRoots() throws StoreException {
    return new Quotas(shelf).of(this);
  }

  Quota quota() throws StoreException {
    return Quota.of(shelf, current());
  }

  AccountKeys keys() {
    return keys;
  }

  /** How much of its quota, and of its domain's, the account uses now. */
  public Usage usage() throws StoreException {
    return new Quotas(shelf).usage(this);
  }

  /** The account with the quota that is set now. */
  Account current() throws StoreException {
    return Accounts.find(shelf, account.address())
        .filter(now -> now.id() == account.id())
        .orElse(account);
  }

  /** All mailboxes that can be opened, by name. */
  public SortedMap<MailboxName, Mailbox> openAll() throws StoreException {
    SortedMap<MailboxName, Mailbox> all = new TreeMap<>();
    tree()
        .nodes()
        .forEach((name, node) -> {
          if (node.isSelectable()) {
            all.put(name, mailbox(name, node.box()));
          }
        });
    return all;
  }

  /** All mailboxes of others that the account may see ({@link Right#LOOKUP}), by name. */
  public SortedMap<MailboxName, Mailbox> openOthers() throws StoreException {
    SortedMap<MailboxName, Mailbox> all = new TreeMap<>();
    for (Listed listed : listOthers()) {
      if (listed.kind() == Listed.Kind.SELECTABLE) {
        open(listed.name()).ifPresent(mailbox -> all.put(listed.name(), mailbox));
      }
    }
    return all;
  }

  /** Watches the names and the subscriptions, and whatever else it is told to. */
  public Watching watch() {
    return new Watching(shelf.store(), account);
  }

  private Mailbox mailbox(MailboxName name, long box) {
    return new Mailbox(shelf, this, name, new Box(box));
  }

  Tree tree() throws StoreException {
    TreeMap<MailboxName, Tree.Node> nodes = new TreeMap<>();
    Key prefix = keys.names();
    int limit = MailboxConfig.MAILBOXES_MAX_MAX;
    for (Store.Entry entry : shelf.store().range(Store.Range.under(prefix, limit))) {
      NameRecord record = Records.name(entry);
      nodes.put(
          name(entry.key(), prefix),
          new Tree.Node(record.getBox(), SpecialUse.parse(record.getSpecialUse())));
    }
    return new Tree(nodes);
  }

  /** Decides on the names as they are and writes it, anew until nobody has changed them in between. */
  private Outcome<List<Long>> edit(String what, Decision decision) throws StoreException {
    Shelf.Tries tries = shelf.tries(what);
    while (true) {
      Optional<Store.Value> version = shelf.store().get(keys.tree());
      if (version.isEmpty()) {
        return Outcome.refused(Refusal.NOT_FOUND); // the account was removed
      }
      Tree tree = tree();
      switch (decision.on(tree)) {
        case Plan.No(Refusal refusal) -> {
          return Outcome.refused(refusal);
        }
        case Plan.Edits edits -> {
          long boxes = edits.newBoxes() == 0 ? 0 : reserve(shelf.store(), edits.newBoxes());
          TreeWriting writing = new TreeWriting(keys, boxes);
          Batch batch = writing.batch(edits.edits());
          batch.assertVersion(keys.tree(), version.get().version()).add(keys.tree(), 1);
          inherit(batch, tree, writing);
          if (shelf.store().commit(batch) instanceof Store.Commit.Done) {
            return new Outcome.Done<>(writing.buried());
          }
        }
      }
      tries.next();
    }
  }

  /** New mailboxes are shared as the ones above them are. */
  private void inherit(Batch batch, Tree tree, TreeWriting writing) throws StoreException {
    Sharing sharing = new Sharing(shelf);
    for (var made : writing.made().entrySet()) {
      Optional<MailboxName> above = made.getKey().parent();
      while (above.isPresent()
          && tree.find(above.get()).filter(Tree.Node::isSelectable).isEmpty()) {
        above = above.get().parent();
      }
      long box = above.flatMap(tree::find).map(Tree.Node::box).orElse(0L);
      if (box != 0) {
        sharing.inherit(batch, account, new Box(box), new Box(made.getValue()));
      }
    }
  }

  /** Takes numbers that no mailbox ever had, and gives the first. */
  static long reserve(Store store, int count) throws StoreException {
    Batch batch = new Batch();
    Batch.Slot last = batch.addAndGet(Box.LAST, count);
    batch.assertAtMost(Box.LAST, UidSet.UID_MAX);
    return switch (store.commit(batch)) {
      case Store.Commit.Done done -> done.slot(last) - count + 1;
      case Store.Commit.Refused _ -> throw new StoreException("all UIDVALIDITY numbers are used");
    };
  }

  private static MailboxName name(Key key, Key prefix) {
    List<String> levels = new ArrayList<>();
    Key.Reader reader = key.after(prefix);
    while (reader.more()) {
      levels.add(reader.text());
    }
    return new MailboxName(levels);
  }

  @FunctionalInterface
  private interface Decision {
    Plan on(Tree tree);
  }
}
