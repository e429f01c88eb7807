package mailroad.imap.session;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import mailroad.imap.command.FetchItem;
import mailroad.imap.command.Notify;
import mailroad.imap.command.Notify.Event;
import mailroad.imap.command.Status.Item;
import mailroad.kernel.Bell;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Right;
import mailroad.mailbox.Status;
import mailroad.mailbox.Watching;
import mailroad.store.StoreException;

/**
 * Tells a client of what it has asked for by NOTIFY SET (RFC 5465): of the selected mailbox what its {@link View} tells, of
 * others their status, and of names how LIST would show them. What it costs depends on the mailboxes in which something
 * happens; how many are watched is bounded. Used by one task at a time.
 */
final class Notifier implements Meanwhile.News, AutoCloseable {
  private static final List<Item> ITEMS =
      List.of(Item.MESSAGES, Item.UIDNEXT, Item.UIDVALIDITY, Item.UNSEEN, Item.HIGHESTMODSEQ);

  private final Mailboxes mailboxes;
  private final Notify.Setting setting;
  private final int mailboxesMax;
  private final Responses out;
  private SortedMap<MailboxName, Mailbox> names = new TreeMap<>();
  private Set<MailboxName> subscribed = new HashSet<>();
  private final Map<Long, Status> statuses = new HashMap<>(); // as told, by UIDVALIDITY
  private final AnnotationNews annotations;
  private final Watching watching;
  private Optional<View> view;
  private boolean isOverflown;

  /**
   * Begins to watch, and tells what there is if that is asked for.
   *
   * @param mailboxesMax how many mailboxes may be watched; see {@link #isOverflown}
   */
  Notifier(
      Mailboxes mailboxes,
      Notify.Setting setting,
      int mailboxesMax,
      Optional<View> view,
      Responses out)
      throws IOException, StoreException {
    this.mailboxes = mailboxes;
    this.setting = setting;
    this.mailboxesMax = mailboxesMax;
    this.view = view;
    this.out = out;
    this.annotations = new AnnotationNews(mailboxes, out);
    this.watching = mailboxes.watch();
    names = openAll();
    subscribed = new TreeSet<>(mailboxes.subscriptions());
    if (setting.names(Event.SERVER_METADATA_CHANGE)) {
      annotations.tellOfServer();
    }
    watch(setting.status() ? Telling.ALL : Telling.NOTHING);
  }

  /** Own mailboxes, and those of others where a group may mean them. */
  private SortedMap<MailboxName, Mailbox> openAll() throws StoreException {
    SortedMap<MailboxName, Mailbox> all = mailboxes.openAll();
    if (setting.reachesOthers()) {
      all.putAll(mailboxes.openOthers());
    }
    return all;
  }

  /** What is told of mailboxes that are watched for the first time. */
  private enum Telling {
    NOTHING,
    ALL,
    /** Those that have messages. */
    FILLED
  }

  /** Whether there are more mailboxes than can be watched: nothing is told any more. */
  boolean isOverflown() {
    return isOverflown;
  }

  /** What is told of the selected mailbox: all, unless the client has said otherwise (RFC 5465 section 6.1). */
  Set<Event> eventsOfSelected() {
    return setting.selected().map(Notify.Group::events).orElse(Set.of(Event.values()));
  }

  /** Another mailbox is selected, or none. */
  void select(Optional<View> selected) throws IOException, StoreException {
    view = selected;
    watch(Telling.NOTHING);
  }

  @Override
  public Bell bell() {
    return watching.bell();
  }

  /** Between two commands: of the selected mailbox nothing that has to wait for one. */
  @Override
  public void tell() throws IOException, StoreException {
    tellOthers();
    Optional<Notify.Group> group = setting.selected();
    if (view.isPresent() && group.isPresent()) {
      boolean delayed = group.get().filter().equals(new Notify.Filter.Selected(true));
      tellSelected(view.get(), delayed ? View.Expunges.HOLD_BACK : View.Expunges.TELL, true);
    }
  }

  /** The same amid IDLE, where numbers may change. */
  Meanwhile.News whileIdle() {
    return new Meanwhile.News() {
      @Override
      public Bell bell() {
        return Notifier.this.bell();
      }

      @Override
      public void tell() throws IOException, StoreException {
        tellOthers();
        if (view.isPresent()) {
          tellSelected(view.get(), View.Expunges.TELL, false);
        }
      }
    };
  }

  /** Tells of the selected mailbox; new messages with what was asked for (RFC 5465 section 5.2). */
  void tellSelected(View selected, View.Expunges expunges, boolean withUid)
      throws IOException, StoreException {
    int fresh = selected.tell(out, expunges, withUid);
    List<FetchItem> items = setting.selected().map(Notify.Group::items).orElse(List.of());
    if (!items.isEmpty()) {
      new Fetching(selected, out).tellNew(fresh, items);
    }
  }

  /** Tells of names and of mailboxes that are not selected. */
  void tellOthers() throws IOException, StoreException {
    if (isOverflown) {
      return;
    }
    if (watching.takeNames()) {
      tellNames();
    }
    for (Mailbox mailbox : watching.takeMailboxes()) {
      tellStatus(mailbox);
    }
    for (Mailbox mailbox : watching.takeAnnotated()) {
      annotations.tell(mailbox); // RFC 5465 section 5.6
    }
    if (watching.takeServer()) {
      annotations.tellOfServer(); // RFC 5465 section 5.7
    }
  }

  /** Annotations that the client itself has set. */
  AnnotationNews annotations() {
    return annotations;
  }

  /** RFC 5465 section 5: what the client does itself is no news to it. */
  void absorb(List<MailboxName> own) throws StoreException {
    SortedMap<MailboxName, Mailbox> known = new TreeMap<>(names);
    known.keySet().removeIf(name -> isNear(name, own));
    openAll()
        .forEach((name, mailbox) -> {
          if (isNear(name, own)) {
            known.put(name, mailbox);
          }
        });
    names = known;
    subscribed.removeIf(own::contains);
    mailboxes.subscriptions().stream().filter(own::contains).forEach(subscribed::add);
  }

  private static boolean isNear(MailboxName name, List<MailboxName> own) {
    return own.stream().anyMatch(o -> o.equals(name) || name.isBelow(o) || o.isBelow(name));
  }

  private void tellNames() throws IOException, StoreException {
    SortedMap<MailboxName, Mailbox> before = names;
    Set<MailboxName> subscribedBefore = subscribed;
    names = openAll();
    subscribed = new TreeSet<>(mailboxes.subscriptions());
    for (NameChanges.Change change : NameChanges.between(before, names)) {
      if (tells(Event.MAILBOX_NAME, change.name())
          || change instanceof NameChanges.Change.Renamed(_, var old)
              && tells(Event.MAILBOX_NAME, old)) {
        tellName(change);
      }
    }
    Set<MailboxName> changed = new TreeSet<>(subscribed);
    changed.addAll(subscribedBefore);
    for (MailboxName name : changed) {
      if (subscribed.contains(name) != subscribedBefore.contains(name)
          && tells(Event.SUBSCRIPTION_CHANGE, name)) {
        list(names.containsKey(name) ? "" : "\\NonExistent", name, "");
      }
    }
    watch(Telling.FILLED);
  }

  private void tellName(NameChanges.Change change) throws IOException {
    switch (change) {
      case NameChanges.Change.Came(var name) -> list("", name, "");
      case NameChanges.Change.Renamed(var name, var before) ->
          list("", name, " (\"OLDNAME\" (" + out.mailbox(before) + "))");
      case NameChanges.Change.Went(var name) -> list("\\NonExistent", name, "");
    }
  }

  private void list(String attribute, MailboxName name, String more) throws IOException {
    boolean isSubscribed = subscribed.contains(name);
    String space = isSubscribed && !attribute.isEmpty() ? " " : "";
    String attributes = attribute + space + (isSubscribed ? "\\Subscribed" : "");
    out.untagged("LIST (" + attributes + ") \"/\" " + out.mailbox(name) + more);
  }

  /** RFC 5465 section 5.1 to RFC 5465 section 5.3, for mailboxes that are not selected. */
  private void tellStatus(Mailbox mailbox) throws IOException, StoreException {
    Status now = mailbox.status();
    Status before = statuses.put(mailbox.uidValidity(), now);
    if (before == null || isSelected(mailbox)) {
      return;
    }
    long came = now.uidNext() - before.uidNext();
    Set<Event> wanted = events(mailbox.name());
    boolean tells =
        wanted.contains(Event.MESSAGE_NEW) && came > 0
            || wanted.contains(Event.MESSAGE_EXPUNGE) && now.messages() < before.messages() + came
            || wanted.contains(Event.FLAG_CHANGE) && now.modseq() > before.modseq();
    if (tells && mailbox.isThere() && mayRead(mailbox)) {
      status(mailbox);
    }
  }

  private void status(Mailbox mailbox) throws IOException, StoreException {
    out.untagged(
        "STATUS " + out.mailbox(mailbox.name()) + " " + StatusText.items(mailbox, ITEMS, out));
  }

  /** RFC 5465 section 6: nothing is told of what the user may not see; STATUS needs the right to read. */
  private static boolean mayRead(Mailbox mailbox) throws StoreException {
    return mailbox.rights().has(Right.READ);
  }

  private boolean isSelected(Mailbox mailbox) {
    return view.filter(v -> v.mailbox().uidValidity() == mailbox.uidValidity()).isPresent();
  }

  private boolean tells(Event event, MailboxName name) {
    return events(name).contains(event);
  }

  /** What is told of a mailbox that is not selected: what the first group says that it belongs to. */
  private Set<Event> events(MailboxName name) {
    for (Notify.Group group : setting.groups()) {
      boolean belongs =
          switch (group.filter()) {
            case Notify.Filter.Selected _ -> false;
            case Notify.Filter.Personal() -> !name.isForeign();
            case Notify.Filter.Subscribed() -> subscribed.contains(name);
            case Notify.Filter.Subtree(var tops) ->
                tops.stream().anyMatch(top -> top.equals(name) || name.isBelow(top));
            case Notify.Filter.Mailboxes(var those) -> those.contains(name);
          };
      if (belongs) {
        return group.events();
      }
    }
    return Set.of();
  }

  /** Watches those mailboxes that something is to be told of now. */
  private void watch(Telling telling) throws IOException, StoreException {
    Map<Long, Mailbox> watched = new HashMap<>();
    Map<Long, Mailbox> annotated = new HashMap<>();
    names.forEach((name, mailbox) -> {
      Set<Event> events = events(name);
      if (events.stream().anyMatch(Event::isOfMessages)) {
        watched.put(mailbox.uidValidity(), mailbox);
      }
      if (events.contains(Event.MAILBOX_METADATA_CHANGE)) {
        annotated.put(mailbox.uidValidity(), mailbox);
      }
    });
    if (Math.max(watched.size(), annotated.size()) > mailboxesMax) {
      isOverflown = true;
      return;
    }
    view.ifPresent(v -> watched.putIfAbsent(v.mailbox().uidValidity(), v.mailbox()));
    watching.watch(
        new Watching.Subjects(
            watched.values(),
            annotated.values(),
            setting.names(Event.SERVER_METADATA_CHANGE),
            setting.reachesOthers(),
            names.values().stream().filter(Mailbox::isForeign).toList()));
    annotations.retain(annotated.keySet());
    for (Mailbox mailbox : annotated.values()) {
      annotations.begin(mailbox);
    }
    statuses.keySet().retainAll(watched.keySet());
    for (Mailbox mailbox : watched.values()) {
      if (statuses.containsKey(mailbox.uidValidity())) {
        continue; // it was watched all the time: what has happened there is told by its bell
      }
      Status now = mailbox.status();
      statuses.put(mailbox.uidValidity(), now);
      if (!isSelected(mailbox)
          && mayRead(mailbox)
          && (telling == Telling.ALL || telling == Telling.FILLED && now.uidNext() > 1)) {
        status(mailbox);
      }
    }
  }

  @Override
  public void close() {
    watching.close();
  }
}
