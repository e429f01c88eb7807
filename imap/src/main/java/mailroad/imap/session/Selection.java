package mailroad.imap.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mailroad.imap.command.List.Returns;
import mailroad.imap.command.List.Select;
import mailroad.imap.syntax.MailboxPattern;
import mailroad.mailbox.Listed;
import mailroad.mailbox.MailboxName;

/**
 * Which names LIST tells, and with which attributes: a pure decision on RFC 5258 section 3 to RFC 5258 section 4. Its work grows
 * with the number of names times their depth, whatever the options are.
 */
final class Selection {
  private final NavigableMap<MailboxName, Listed> existing = new TreeMap<>();
  private final Set<MailboxName> subscribed;
  private final Set<Select> selects;
  private final Returns returns;
  private final boolean isExtended;
  private final List<MailboxPattern> patterns;

  Selection(
      List<Listed> listed,
      List<MailboxName> subscribed,
      mailroad.imap.command.List command,
      List<MailboxPattern> patterns) {
    listed.forEach(one -> existing.put(one.name(), one));
    this.subscribed = new HashSet<>(subscribed);
    this.selects = command.selects();
    this.returns = command.returns();
    this.isExtended = command.isExtended();
    this.patterns = patterns;
  }

  /**
   * A name that is told.
   *
   * @param extended what follows the name, with a space in front; empty in most cases
   * @param isSelectable whether it can be opened
   */
  record Found(MailboxName name, List<String> attributes, String extended, boolean isSelectable) {}

  /** All that is told, in the order of names. */
  List<Found> found() {
    TreeSet<MailboxName> chosen = new TreeSet<>(existing.keySet());
    if (selects.contains(Select.SUBSCRIBED)) {
      chosen = new TreeSet<>(subscribed);
    }
    if (selects.contains(Select.SPECIAL_USE)) {
      chosen.removeIf(name -> use(name).isEmpty());
    }
    TreeSet<MailboxName> told = new TreeSet<>();
    Set<MailboxName> above = new HashSet<>();
    for (MailboxName name : chosen) {
      if (matches(name)) {
        told.add(name);
      } else if (selects.contains(Select.RECURSIVEMATCH)) {
        addAbove(name, above);
      }
    }
    above.removeIf(name -> !matches(name));
    told.addAll(above);
    List<Found> found = new ArrayList<>();
    for (MailboxName name : told) {
      found.add(found(name, above.contains(name)));
    }
    return found;
  }

  private Optional<String> use(MailboxName name) {
    Listed listed = existing.get(name);
    return listed == null
        ? Optional.empty()
        : listed.specialUse().map(mailroad.mailbox.SpecialUse::attribute);
  }

  private boolean matches(MailboxName name) {
    String text = name.toString();
    return patterns.stream().anyMatch(pattern -> pattern.matches(text));
  }

  /** The names above one that is looked for, but not told by itself. */
  private static void addAbove(MailboxName name, Set<MailboxName> above) {
    Optional<MailboxName> parent = name.parent();
    while (parent.isPresent() && above.add(parent.get())) {
      parent = parent.get().parent();
    }
  }

  /** RFC 5258 section 3.5: CHILDINFO says for what a name is told that was not itself looked for. */
  private Found found(MailboxName name, boolean hasMatchBelow) {
    List<String> attributes = new ArrayList<>();
    Listed listed = existing.get(name);
    if (listed == null) {
      attributes.add("\\NonExistent");
    } else if (listed.kind() == Listed.Kind.NOSELECT) {
      attributes.add("\\Noselect");
    }
    if (!isExtended || returns.children()) {
      attributes.add(hasChildren(name) ? "\\HasChildren" : "\\HasNoChildren");
    }
    boolean asked = selects.contains(Select.SUBSCRIBED) || returns.subscribed();
    if (asked && subscribed.contains(name)) {
      attributes.add("\\Subscribed");
    }
    if (!isExtended || returns.specialUse() || selects.contains(Select.SPECIAL_USE)) {
      use(name).ifPresent(attributes::add);
    }
    boolean selectable = listed != null && listed.kind() == Listed.Kind.SELECTABLE;
    return new Found(name, attributes, hasMatchBelow ? childInfo() : "", selectable);
  }

  private boolean hasChildren(MailboxName name) {
    MailboxName next = existing.higherKey(name);
    return next != null && next.isBelow(name);
  }

  private String childInfo() {
    List<String> options =
        selects.stream()
            .filter(Select::isBase)
            .sorted()
            .map(select -> "\"" + select.word() + "\"")
            .toList();
    return " (\"CHILDINFO\" (" + String.join(" ", options) + "))";
  }
}
