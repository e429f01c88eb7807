package mailroad.imap.session;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.mime.BaseSubject;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages into threads: RFC 5256 section 3. Threads may be of any depth: nothing here calls itself.
 */
final class Threads {
  /** Looking for circles takes as many steps as a thread is deep; deeper ones are parted. */
  private static final int DEPTH_MAX = 2_000;

  private static final Comparator<Node> BY_DATE =
      Comparator.comparing(Node::date).thenComparingInt(Node::number);

  private Threads() {}

  /**
   * A message as threading sees it.
   *
   * @param index its place in the mailbox, by which equal dates are put in order
   * @param shown number or UID
   * @param id its Message-ID, normalised; empty if it has none
   * @param references the ids of what came before it, oldest first
   */
  record Letter(
      int index,
      long shown,
      Instant sent,
      BaseSubject subject,
      Optional<String> id,
      List<String> references) {}

  /** A message, or one that is only known by its id. */
  private static final class Node {
    private @Nullable Letter letter;
    private @Nullable Node parent;
    private final Set<Node> linked = new LinkedHashSet<>(2); // as messages say, before all is known
    private List<Node> children = List.of();

    /** Its own date, or of a message that is not there, that of its first child. */
    Instant date() {
      Node at = this;
      while (at.letter == null && !at.children.isEmpty()) {
        at = at.children.getFirst();
      }
      return at.letter == null ? Instant.MAX : at.letter.sent();
    }

    int number() {
      Node at = this;
      while (at.letter == null && !at.children.isEmpty()) {
        at = at.children.getFirst();
      }
      return at.letter == null ? Integer.MAX_VALUE : at.letter.index();
    }

    void link(Node child) {
      if (child.parent != null) {
        child.parent.linked.remove(child);
      }
      child.parent = this;
      linked.add(child);
    }

    void adopt(Node child) {
      child.parent = this;
      if (children.isEmpty()) {
        children = new ArrayList<>();
      }
      children.add(child);
    }
  }

  /** ORDEREDSUBJECT: threads by base subject, in each the first message and all others below it. */
  static String byOrderedSubject(List<Letter> letters) {
    List<Letter> sorted = new ArrayList<>(letters);
    sorted.sort(Comparator.comparing(Letter::sent).thenComparingInt(Letter::index));
    Map<Collation, Node> threads = new LinkedHashMap<>(); // by the date of the first message
    for (Letter letter : sorted) {
      Node node = new Node();
      node.letter = letter;
      Node first = threads.putIfAbsent(Collation.of(letter.subject().text()), node);
      if (first != null) {
        first.adopt(node);
      }
    }
    return show(new ArrayList<>(threads.values()));
  }

  /** REFERENCES: by who answers whom, and by base subject where nobody says. */
  static String byReferences(List<Letter> letters) {
    Map<String, Node> nodes = linked(letters);
    List<Node> roots = new ArrayList<>();
    for (Node node : nodes.values()) {
      node.children = new ArrayList<>(node.linked);
      if (node.parent == null) {
        roots.add(node);
      }
    }
    roots = pruned(roots);
    sort(roots);
    roots = bySubject(roots);
    sort(roots);
    return show(roots);
  }

  /** Step 1. */
  private static Map<String, Node> linked(List<Letter> letters) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (Letter letter : letters) {
      Node node = letter.id().map(id -> nodes.computeIfAbsent(id, _ -> new Node())).orElse(null);
      if (node == null || node.letter != null) {
        node = new Node(); // without an id, or with one that is taken: nobody can refer to it
        nodes.put(" " + letter.index(), node);
      }
      node.letter = letter;
      Node before = null;
      for (String id : letter.references()) {
        Node referred = nodes.computeIfAbsent(id, _ -> new Node());
        if (before != null && referred.parent == null && !isAbove(referred, before)) {
          before.link(referred);
        }
        before = referred;
      }
      if (before != null && node.parent != before && !isAbove(node, before)) {
        before.link(node); // what others said of it counts less than what it says itself
      }
    }
    return nodes;
  }

  /** Whether one is the other, or stands above it; also if it would take too long to know. */
  private static boolean isAbove(Node one, Node other) {
    int steps = 0;
    for (Node at = other; at != null; at = at.parent) {
      if (at == one || ++steps > DEPTH_MAX) {
        return true;
      }
    }
    return false;
  }

  /** Step 3: messages that are not there go; their children take their place, unless many would become roots. */
  private static List<Node> pruned(List<Node> roots) {
    for (Node node : childrenFirst(roots)) {
      List<Node> kept = new ArrayList<>(node.children.size());
      for (Node child : node.children) {
        if (child.letter != null) {
          kept.add(child);
        } else {
          kept.addAll(child.children);
        }
      }
      kept.forEach(child -> child.parent = node);
      node.children = kept;
    }
    List<Node> kept = new ArrayList<>(roots.size());
    for (Node root : roots) {
      if (root.letter == null && root.children.size() == 1) {
        Node child = root.children.getFirst();
        child.parent = null;
        kept.add(child);
      } else if (root.letter != null || !root.children.isEmpty()) {
        kept.add(root);
      }
    }
    return kept;
  }

  /** Steps 4 and 6. */
  private static void sort(List<Node> roots) {
    for (Node node : childrenFirst(roots)) {
      node.children.sort(BY_DATE);
    }
    roots.sort(BY_DATE);
  }

  /** All nodes, each behind its children. */
  private static List<Node> childrenFirst(List<Node> roots) {
    List<Node> out = new ArrayList<>();
    Deque<Node> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Node node = open.pop();
      out.add(node);
      node.children.forEach(open::push);
    }
    return out.reversed();
  }

  /** Step 5: threads of the same base subject become one. */
  private static List<Node> bySubject(List<Node> roots) {
    Map<Collation, Node> table = new HashMap<>();
    for (Node root : roots) {
      Collation subject = Collation.of(subject(root).text());
      if (subject.octets().length == 0) {
        continue;
      }
      Node known = table.get(subject);
      boolean better =
          known == null
              || root.letter == null && known.letter != null
              || known.letter != null && isReply(known) && !isReply(root);
      if (better) {
        table.put(subject, root);
      }
    }
    List<Node> out = new ArrayList<>();
    Map<Node, Node> replaced = new HashMap<>();
    for (Node root : roots) {
      Node known = table.get(Collation.of(subject(root).text()));
      if (known == null || known == root) {
        out.add(root);
      } else {
        merge(known, root, table, replaced);
      }
    }
    out.replaceAll(root -> replaced.getOrDefault(root, root));
    return out;
  }

  private static void merge(
      Node known, Node root, Map<Collation, Node> table, Map<Node, Node> replaced) {
    if (known.letter == null && root.letter == null) {
      root.children.forEach(known::adopt);
    } else if (known.letter == null || isReply(root) && !isReply(known)) {
      known.adopt(root);
    } else {
      Node both = new Node();
      both.adopt(known);
      both.adopt(root);
      table.put(Collation.of(subject(known).text()), both);
      replaced.put(known, both);
    }
  }

  private static BaseSubject subject(Node root) {
    Node at = root;
    while (at.letter == null && !at.children.isEmpty()) {
      at = at.children.getFirst();
    }
    return at.letter == null ? new BaseSubject("", false) : at.letter.subject();
  }

  private static boolean isReply(Node node) {
    return node.letter != null && node.letter.subject().reply();
  }

  /** {@code thread-list}: RFC 5256 section 4. */
  private static String show(List<Node> roots) {
    StringBuilder out = new StringBuilder();
    Deque<Object> open = new ArrayDeque<>(); // nodes, and texts between them
    for (Node root : roots.reversed()) {
      open.push(")");
      open.push(root);
      open.push("(");
    }
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case Node node -> {
          if (node.letter != null) {
            out.append(node.letter.shown());
          }
          open(node, open);
        }
        case Object text -> out.append(text);
      }
    }
    return out.toString();
  }

  private static void open(Node node, Deque<Object> open) {
    boolean blank = node.letter != null;
    if (node.children.size() == 1) {
      open.push(node.children.getFirst());
    } else {
      for (Node child : node.children.reversed()) {
        open.push(")");
        open.push(child);
        open.push("(");
      }
    }
    if (blank && !node.children.isEmpty()) {
      open.push(" ");
    }
  }
}
