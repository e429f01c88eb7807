package mailroad.checks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The mailboxes of one client as they must be, by name.
 *
 * @param boxes not to be changed
 */
record ImapState(TreeMap<String, Box> boxes) {
  /**
   * A mailbox.
   *
   * @param next the UID that the next message gets
   * @param messages their flags, by UID
   */
  record Box(long next, TreeMap<Long, Set<String>> messages) {
    static final Box EMPTY = new Box(1, new TreeMap<>());

    Box with(Set<String> flags) {
      TreeMap<Long, Set<String>> more = new TreeMap<>(messages);
      more.put(next, flags);
      return new Box(next + 1, more);
    }

    Box without(long uid) {
      TreeMap<Long, Set<String>> fewer = new TreeMap<>(messages);
      fewer.remove(uid);
      return new Box(next, fewer);
    }

    Box flagged(long uid, String flag) {
      TreeMap<Long, Set<String>> changed = new TreeMap<>(messages);
      Set<String> flags = new TreeSet<>(changed.getOrDefault(uid, Set.of()));
      flags.add(flag);
      changed.put(uid, flags);
      return new Box(next, changed);
    }
  }

  static ImapState empty() {
    return new ImapState(new TreeMap<>());
  }

  Box box(String name) {
    return boxes.getOrDefault(name, Box.EMPTY);
  }

  ImapState with(String name, Box box) {
    TreeMap<String, Box> more = new TreeMap<>(boxes);
    more.put(name, box);
    return new ImapState(more);
  }

  ImapState without(String name) {
    TreeMap<String, Box> fewer = new TreeMap<>(boxes);
    fewer.remove(name);
    return new ImapState(fewer);
  }

  /** What can be seen of it: names, UIDs and flags. */
  Map<String, Map<Long, Set<String>>> visible() {
    Map<String, Map<Long, Set<String>>> seen = new TreeMap<>();
    boxes.forEach((name, box) -> seen.put(name, box.messages()));
    return seen;
  }
}
