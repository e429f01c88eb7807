package mailroad.imap.command;

import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;

/**
 * FETCH and UID FETCH: RFC 3501 section 6.4.5 and RFC 3501 section 6.4.8.
 *
 * @param uid whether the set names UIDs; the reply then tells them whether asked for or not
 * @param items what to tell of each message, at least one
 * @param since only those that have changed since
 * @param partial only a part of these, by their place among them (RFC 9394 section 3.4)
 */
public record Fetch(
    boolean uid,
    SequenceSet messages,
    java.util.List<FetchItem> items,
    Optional<Since> since,
    Optional<Returns.Window> partial)
    implements Command.WhileSelected {
  private static final int ITEMS_MAX = 500;

  /** The list does not change. */
  public Fetch {
    items = java.util.List.copyOf(items);
  }

  static Fetch parse(Input input, boolean uid) throws Malformed {
    input.space();
    SequenceSet messages = SequenceSet.parse(input);
    input.space();
    java.util.List<FetchItem> items = macro(input);
    if (items.isEmpty()) {
      items = input.take('(') ? parenthesised(input) : java.util.List.of(FetchItem.parse(input));
    }
    Modifiers modifiers = modifiers(input, uid);
    return new Fetch(uid, messages, items, modifiers.since(), modifiers.partial());
  }

  private record Modifiers(Optional<Since> since, Optional<Returns.Window> partial) {}

  /** RFC 4466 section 2.4. */
  private static Modifiers modifiers(Input input, boolean uid) throws Malformed {
    OptionalLong modseq = OptionalLong.empty();
    boolean vanished = false;
    Optional<Returns.Window> partial = Optional.empty();
    if (input.take(" (")) {
      do {
        switch (input.word()) {
          case "CHANGEDSINCE" -> modseq = OptionalLong.of(Since.modseq(input));
          case "VANISHED" -> vanished = true;
          case "PARTIAL" -> {
            input.space();
            partial = Optional.of(Returns.Window.parse(input));
          }
          default -> throw new Malformed("unknown modifier of FETCH");
        }
      } while (input.take(' '));
      input.need(')');
    }
    if (vanished && (modseq.isEmpty() || !uid)) {
      throw new Malformed("VANISHED is for UID FETCH with CHANGEDSINCE");
    }
    if (partial.isPresent() && !uid) {
      throw new Malformed("PARTIAL is for UID FETCH");
    }
    Optional<Since> since =
        modseq.isEmpty() ? Optional.empty() : Optional.of(new Since(modseq.getAsLong(), vanished));
    return new Modifiers(since, partial);
  }

  static java.util.List<FetchItem> parenthesised(Input input) throws Malformed {
    java.util.List<FetchItem> items = new ArrayList<>();
    do {
      items.add(FetchItem.parse(input));
      if (items.size() > ITEMS_MAX) {
        throw new Malformed("more than " + ITEMS_MAX + " items to fetch");
      }
    } while (input.take(' '));
    input.need(')');
    return items.stream().distinct().toList();
  }

  /** RFC 3501 section 6.4.5: a macro stands for itself alone. */
  private static java.util.List<FetchItem> macro(Input input) {
    FetchItem flags = new FetchItem.Flags();
    FetchItem date = new FetchItem.InternalDate();
    FetchItem size = new FetchItem.Size();
    FetchItem envelope = new FetchItem.Envelope();
    if (input.take("ALL")) {
      return java.util.List.of(flags, date, size, envelope);
    }
    if (input.take("FAST")) {
      return java.util.List.of(flags, date, size);
    }
    if (input.take("FULL")) {
      return java.util.List.of(flags, date, size, envelope, new FetchItem.Structure(false));
    }
    return java.util.List.of();
  }

  /** Whether modseqs are asked for, so that they are to be told from now on (RFC 7162 section 3.1). */
  public boolean asksForModSeqs() {
    return since.isPresent() || items.contains(new FetchItem.ModSeq());
  }

  /** Whether any item marks messages as seen. */
  public boolean marksSeen() {
    return items.stream().anyMatch(FetchItem::marksSeen);
  }

  @Override
  public boolean namesNumbers() {
    return !uid;
  }
}
