package mailroad.mailbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mailroad.kernel.EmailAddress;
import mailroad.store.StoreException;

/**
 * The mailboxes of others, as one account sees them: {@code #users/joe@b.example/Work}, and {@code #shared/sales@b.example/INBOX}
 * for accounts that are nobody's own. Who has no right to a mailbox learns nothing of it, not even that there is such an account.
 */
final class Visiting {
  private static final int PREFIX_LEVELS = 2;

  private final Shelf shelf;
  private final Account visitor;

  Visiting(Shelf shelf, Account visitor) {
    this.shelf = shelf;
    this.visitor = visitor;
  }

  /**
   * Where a name leads.
   *
   * @param owner whose mailboxes
   * @param name as the owner calls it
   */
  record Place(Mailboxes owner, MailboxName name) {}

  /** Where a name leads, whether there is such a mailbox or not; empty if there is no such account. */
  Optional<Place> place(MailboxName name) throws StoreException {
    if (!name.isForeign() || name.levels().size() <= PREFIX_LEVELS) {
      return Optional.empty();
    }
    Optional<EmailAddress> address = EmailAddress.parse(name.levels().get(1));
    Optional<Account> owner =
        address.isEmpty() ? Optional.empty() : Accounts.find(shelf, address.get());
    List<String> rest = name.levels().subList(PREFIX_LEVELS, name.levels().size());
    return owner
        .filter(found -> found.id() != visitor.id())
        .filter(found -> namespace(found).equals(name.levels().getFirst()))
        .map(found -> new Place(new Mailboxes(shelf, found), new MailboxName(rest)));
  }

  private static String namespace(Account owner) {
    return switch (owner.kind()) {
      case PERSONAL -> MailboxName.OTHERS;
      case SHARED -> MailboxName.SHARED;
    };
  }

  /** The mailbox of this name; empty if there is none or the visitor may do nothing with it. */
  Optional<Mailbox> open(MailboxName name) throws StoreException {
    Optional<Place> place = place(name);
    Optional<Mailbox> own =
        place.isEmpty() ? Optional.empty() : place.get().owner().open(place.get().name());
    if (own.isEmpty()) {
      return Optional.empty();
    }
    Mailbox visited = visited(place.get(), own.get());
    return visited.rights().isEmpty() ? Optional.empty() : Optional.of(visited);
  }

  private Mailbox visited(Place place, Mailbox own) {
    MailboxName shown = shown(place.owner().account(), place.name());
    return new Mailbox(shelf, place.owner(), shown, own.box(), Optional.of(visitor));
  }

  /** How an owner's mailbox is called by others. */
  static MailboxName shown(Account owner, MailboxName name) {
    List<String> levels = new ArrayList<>();
    levels.add(namespace(owner));
    levels.add(owner.address().toString());
    levels.addAll(name.levels());
    return new MailboxName(levels);
  }

  /**
   * What the visitor may do where a name is to be made or go: the rights to the nearest mailbox at or above it.
   *
   * @param orAbove whether the mailbox itself counts, if it is there
   */
  Rights rightsAt(Place place, boolean orAbove) throws StoreException {
    Optional<MailboxName> at = orAbove ? Optional.of(place.name()) : place.name().parent();
    while (at.isPresent()) {
      Optional<Mailbox> there = place.owner().open(at.get());
      if (there.isPresent()) {
        return new Sharing(shelf).acl(there.get().box()).of(visitor);
      }
      at = at.get().parent();
    }
    return Rights.NONE;
  }

  /** All names that the visitor may see, and those above them, in order. */
  List<Listed> list(Set<MailboxName> subscribed) throws StoreException {
    TreeMap<MailboxName, Listed.Kind> names = new TreeMap<>();
    Sharing sharing = new Sharing(shelf);
    for (Map.Entry<EmailAddress, Set<Long>> shared : sharing.sharedWith(visitor).entrySet()) {
      Optional<Account> owner = Accounts.find(shelf, shared.getKey());
      if (owner.isPresent() && MailboxName.isLevel(owner.get().address().toString())) {
        collect(owner.get(), shared.getValue(), names);
      }
    }
    return listed(names, subscribed);
  }

  private void collect(Account owner, Set<Long> boxes, NavigableMap<MailboxName, Listed.Kind> names)
      throws StoreException {
    Sharing sharing = new Sharing(shelf);
    for (var node : new Mailboxes(shelf, owner).tree().nodes().entrySet()) {
      long box = node.getValue().box();
      if (boxes.contains(box) && sharing.acl(new Box(box)).of(visitor).has(Right.LOOKUP)) {
        Optional<MailboxName> name = fitting(owner, node.getKey());
        if (name.isPresent()) {
          addWithParents(name.get(), names);
        }
      }
    }
  }

  /** Names that get too long by what stands in front of them are not seen by others. */
  private static Optional<MailboxName> fitting(Account owner, MailboxName name) {
    String shown = namespace(owner) + "/" + owner.address() + "/" + name;
    return MailboxName.parse(shown);
  }

  private static void addWithParents(
      MailboxName name, NavigableMap<MailboxName, Listed.Kind> names) {
    names.put(name, Listed.Kind.SELECTABLE);
    Optional<MailboxName> above = name.parent();
    while (above.isPresent()) {
      names.putIfAbsent(above.get(), Listed.Kind.NOSELECT);
      above = above.get().parent();
    }
  }

  private static List<Listed> listed(
      NavigableMap<MailboxName, Listed.Kind> names, Set<MailboxName> subscribed) {
    List<Listed> list = new ArrayList<>(names.size());
    Set<MailboxName> parents = new HashSet<>();
    names.keySet().forEach(name -> name.parent().ifPresent(parents::add));
    names.forEach((name, kind) ->
        list.add(
            new Listed(
                name,
                kind,
                Optional.empty(), // RFC 6154: uses are the owner's
                subscribed.contains(name),
                parents.contains(name))));
    return list;
  }
}
