package mailroad.imap.command;

import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;
import mailroad.imap.syntax.SequenceSet;

/**
 * FETCH and UID FETCH: RFC 3501 section 6.4.5 and RFC 3501 section 6.4.8.
 *
 * @param uid whether the set names UIDs; the reply then tells them whether asked for or not
 * @param items what to tell of each message, at least one
 */
public record Fetch(boolean uid, SequenceSet messages, java.util.List<FetchItem> items)
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
    if (uid && !items.contains(new FetchItem.Uid())) {
      items = new ArrayList<>(items);
      items.addFirst(new FetchItem.Uid());
    }
    return new Fetch(uid, messages, items);
  }

  private static java.util.List<FetchItem> parenthesised(Input input) throws Malformed {
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

  /** Whether any item marks messages as seen. */
  public boolean marksSeen() {
    return items.stream().anyMatch(FetchItem::marksSeen);
  }
}
