package mailroad.imap.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.mailbox.Outline;
import mailroad.store.StoreException;

/**
 * Reads outlines of a view's messages, many at once where they are asked for one after the other. Used by one task, for one
 * command.
 */
final class OutlineWindow {
  private static final int MESSAGES_MAX = 256;

  private final View view;
  private Map<Long, Outline> read = new HashMap<>();
  private int from;
  private int to;
  private int width = 1;

  OutlineWindow(View view) {
    this.view = view;
  }

  /** The outline of the message of an index; empty if it is gone. */
  Optional<Outline> of(int index) throws StoreException {
    if (index < from || index >= to) {
      boolean near = index >= to && index < to + Math.max(4, width);
      width = near ? Math.min(width * 2, MESSAGES_MAX) : 1;
      from = index;
      to = Math.min(view.size(), index + width);
      read = view.mailbox().outlines(view.uids(indexes()));
    }
    return Optional.ofNullable(read.get(view.uid(index)));
  }

  private List<Integer> indexes() {
    List<Integer> indexes = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      indexes.add(i);
    }
    return indexes;
  }
}
