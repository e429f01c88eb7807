package mailroad.mailbox;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongPredicate;

/** Messages that change under the eyes of whoever has made the list. Used by one task at a time. */
public final class Roll extends Messages {
  private static final int ROOM_MIN = 8;

  private final BitSet own = new BitSet(); // pages that no other list has

  /** Begins with these messages. Costs next to nothing: the two share what does not change. */
  public Roll(Messages first) {
    this(first.fixed(), first.size());
  }

  private Roll(Messages first, int count) {
    super(Arrays.copyOf(first.pages, pages(count)), count);
  }

  private static int pages(int messages) {
    return (messages + Page.MESSAGES - 1) >>> Page.SHIFT;
  }

  @Override
  public Messages fixed() {
    own.clear();
    return new Messages(Arrays.copyOf(pages, pages(size)), size);
  }

  /** Puts a message in the place of an older state of it. */
  public void put(int index, Message message) {
    Page page = page(index);
    int number = index >>> Page.SHIFT;
    if (!own.get(number)) {
      page = own(number, page.copy(page.room()));
    }
    page.put(index & Page.MESSAGES - 1, message);
  }

  /** Adds a message behind all others, of a higher UID. */
  @Override
  public boolean add(Message message) {
    withRoom().put(size++ & Page.MESSAGES - 1, message);
    return true;
  }

  /** Adds as many messages as a page has; the last one before is whole, and nobody else changes this one. */
  void add(Page page) {
    if ((size & Page.MESSAGES - 1) != 0) {
      throw new IllegalStateException("a page behind one that is not whole");
    }
    own(size >>> Page.SHIFT, page);
    size += page.room();
  }

  /** The same messages but those whose UID is gone. */
  public Roll without(LongPredicate gone) {
    int first = 0;
    while (first < size && !gone.test(uid(first))) {
      first++;
    }
    Roll left = new Roll(this, first & -Page.MESSAGES);
    for (int i = left.size; i < size; i++) {
      if (!gone.test(uid(i))) {
        left.withRoom().put(left.size++ & Page.MESSAGES - 1, page(i), i & Page.MESSAGES - 1);
      }
    }
    own.clear(); // what was ours is the other's, too
    return left;
  }

  /** The page to which the next message belongs. */
  private Page withRoom() {
    int number = size >>> Page.SHIFT;
    int used = size & Page.MESSAGES - 1;
    if (used == 0) {
      return own(number, new Page(number == 0 ? ROOM_MIN : Page.MESSAGES));
    }
    Page last = pages[number];
    boolean full = used == last.room();
    int room = full ? Math.min(Page.MESSAGES, 2 * used) : last.room();
    return full || !own.get(number) ? own(number, last.copy(room)) : last;
  }

  private Page own(int number, Page page) {
    if (number == pages.length) {
      pages = Arrays.copyOf(pages, Math.max(2, 2 * number));
    }
    pages[number] = page;
    own.set(number);
    return page;
  }
}
