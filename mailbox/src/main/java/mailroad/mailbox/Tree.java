package mailroad.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import mailroad.mailbox.Outcome.Refusal;

/**
 * The names of an account's mailboxes, and what may become of them: pure decisions on RFC 3501 sections 6.3.3 to
 * 6.3.5.
 *
 * @param nodes by name, each directly followed by what lies below it
 */
record Tree(NavigableMap<MailboxName, Node> nodes) {
  /** Stands for the number of a mailbox that is yet to be made. */
  static final long NEW = -1;

  /**
   * A name.
   *
   * @param box the number of its mailbox; 0 if it only holds others, {@link #NEW} if it is to be made
   * @param use what it is for
   */
  record Node(long box, Optional<SpecialUse> use) {
    static final Node FRESH = new Node(NEW, Optional.empty());

    boolean isSelectable() {
      return box != 0;
    }

    Node emptied() {
      return new Node(0, Optional.empty());
    }
  }

  /** What is to be written. */
  sealed interface Edit {
    /** A name comes, or changes. */
    record Put(MailboxName name, Node node) implements Edit {}

    /** A name goes. */
    record Remove(MailboxName name) implements Edit {}

    /** A mailbox ends with its messages. */
    record Bury(long box) implements Edit {}
  }

  /** A decision. */
  sealed interface Plan {
    /** Write these. */
    record Edits(List<Edit> edits) implements Plan {
      int newBoxes() {
        return (int) edits.stream().filter(Edits::isNew).count();
      }

      private static boolean isNew(Edit edit) {
        return edit instanceof Edit.Put(var _, Node(long box, var _)) && box == NEW;
      }
    }

    /** It can't be done. */
    record No(Refusal refusal) implements Plan {}
  }

  Optional<Node> find(MailboxName name) {
    return Optional.ofNullable(nodes.get(name));
  }

  boolean hasChildren(MailboxName name) {
    MailboxName next = nodes.higherKey(name);
    return next != null && next.isBelow(name);
  }

  /** CREATE: levels above that are missing are made too, as real mailboxes. */
  Plan create(MailboxName name, Optional<SpecialUse> use, MailboxConfig config) {
    Optional<Node> there = find(name);
    if (there.isPresent() && there.get().isSelectable()) {
      return new Plan.No(Refusal.EXISTS);
    }
    if (isTooLong(name, config)) {
      return new Plan.No(Refusal.NAME_TOO_LONG);
    }
    if (use.isPresent() && nodes.values().stream().anyMatch(node -> node.use().equals(use))) {
      return new Plan.No(Refusal.EXISTS);
    }
    List<Edit> edits = above(name);
    edits.add(new Edit.Put(name, new Node(NEW, use)));
    return bounded(edits, config);
  }

  /** DELETE: a name with others below it stays, but can no longer be opened (RFC 3501 section 6.3.4). */
  Plan delete(MailboxName name) {
    Optional<Node> there = find(name);
    if (there.isEmpty()) {
      return new Plan.No(Refusal.NOT_FOUND);
    }
    boolean children = hasChildren(name);
    if (name.isInbox() || children && !there.get().isSelectable()) {
      return new Plan.No(Refusal.NOT_ALLOWED);
    }
    List<Edit> edits = new ArrayList<>();
    edits.add(children ? new Edit.Put(name, there.get().emptied()) : new Edit.Remove(name));
    if (there.get().isSelectable()) {
      edits.add(new Edit.Bury(there.get().box()));
    }
    return new Plan.Edits(edits);
  }

  /** RENAME: all below moves along. INBOX stays; its messages go, which is not decided here. */
  Plan rename(MailboxName from, MailboxName to, MailboxConfig config) {
    Optional<Node> there = find(from);
    if (there.isEmpty()) {
      return new Plan.No(Refusal.NOT_FOUND);
    }
    if (nodes.containsKey(to)) {
      return new Plan.No(Refusal.EXISTS);
    }
    if (from.isInbox()) {
      return create(to, Optional.empty(), config);
    }
    if (to.isBelow(from)) {
      return new Plan.No(Refusal.NOT_ALLOWED);
    }
    List<Edit> edits = above(to);
    for (var entry : nodes.tailMap(from, true).entrySet()) {
      MailboxName name = entry.getKey();
      if (!name.equals(from) && !name.isBelow(from)) {
        break;
      }
      if (!fits(name, from, to, config)) {
        return new Plan.No(Refusal.NAME_TOO_LONG);
      }
      edits.add(new Edit.Remove(name));
      edits.add(new Edit.Put(name.moved(from, to), entry.getValue()));
    }
    return bounded(edits, config);
  }

  private List<Edit> above(MailboxName name) {
    List<Edit> edits = new ArrayList<>();
    Optional<MailboxName> parent = name.parent();
    while (parent.isPresent() && !nodes.containsKey(parent.get())) {
      edits.addFirst(new Edit.Put(parent.get(), Node.FRESH));
      parent = parent.get().parent();
    }
    return edits;
  }

  private Plan bounded(List<Edit> edits, MailboxConfig config) {
    int names = nodes.size();
    for (Edit edit : edits) {
      names +=
          switch (edit) {
            case Edit.Put(MailboxName name, Node _) -> nodes.containsKey(name) ? 0 : 1;
            case Edit.Remove _ -> -1;
            case Edit.Bury _ -> 0;
          };
    }
    return names > Math.max(config.mailboxesMax(), nodes.size())
        ? new Plan.No(Refusal.TOO_MANY)
        : new Plan.Edits(edits);
  }

  private static boolean fits(
      MailboxName name, MailboxName from, MailboxName to, MailboxConfig config) {
    int levels = name.levels().size() - from.levels().size() + to.levels().size();
    int octets = name.octets() - from.octets() + to.octets();
    return levels <= config.depthMax() && octets <= config.nameOctetsMax();
  }

  private static boolean isTooLong(MailboxName name, MailboxConfig config) {
    return name.levels().size() > config.depthMax() || name.octets() > config.nameOctetsMax();
  }
}
