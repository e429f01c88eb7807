package mailroad.mailbox;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Messages in the order of their UIDs: a list that keeps their numbers side by side instead of an object for each, and shares what is
 * the same with lists that were made from it. It does not change, a {@link Roll} apart.
 */
public sealed class Messages extends AbstractList<Message> implements RandomAccess permits Roll {
  /** No message at all. */
  public static final Messages NONE = new Messages(new Page[0], 0);

  Page[] pages; // all but the last are whole
  int size;

  Messages(Page[] pages, int size) {
    this.pages = pages;
    this.size = size;
  }

  /** These messages, which are in the order of their UIDs; their dates in whole milliseconds. */
  public static Messages of(List<Message> messages) {
    if (messages instanceof Messages same) {
      return same.fixed();
    }
    Roll roll = new Roll(NONE);
    messages.forEach(roll::add);
    return roll.fixed();
  }

  /** The same as a list that does not change. */
  public Messages fixed() {
    return this;
  }

  @Override
  public final int size() {
    return size;
  }

  /** The message as an object of its own. */
  @Override
  public final Message get(int index) {
    return page(index).message(index & Page.MESSAGES - 1);
  }

  /** Its {@link Message#uid}. */
  public final long uid(int index) {
    return page(index).uids[index & Page.MESSAGES - 1];
  }

  /** Its {@link Message#modseq}. */
  public final long modseq(int index) {
    return page(index).modseqs[index & Page.MESSAGES - 1];
  }

  /** Its {@link Message#flags}. */
  public final Flags flags(int index) {
    return page(index).flags[index & Page.MESSAGES - 1];
  }

  /** Its {@link Message#octets}. */
  public final long octets(int index) {
    return page(index).octets[index & Page.MESSAGES - 1];
  }

  /** The index of the first message whose UID is at least this; the size if there is none. */
  public final int from(long uid) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (uid(middle) < uid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  final Page page(int index) {
    return pages[Objects.checkIndex(index, size) >>> Page.SHIFT];
  }
}
