package mailroad.imap.session;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** Indexes one after another, of however many messages: a list that takes no room. */
final class Run extends AbstractList<Integer> implements RandomAccess {
  private final int first;
  private final int count;

  private Run(int first, int count) {
    this.first = first;
    this.count = count;
  }

  /** The indexes from one to before another. */
  static Run between(int from, int to) {
    return new Run(from, Math.max(0, to - from));
  }

  /** The indexes of all of these. */
  static List<Integer> joined(List<Run> runs) {
    if (runs.size() == 1) {
      return runs.getFirst();
    }
    List<Integer> all = new ArrayList<>();
    runs.forEach(all::addAll);
    return all;
  }

  @Override
  public Integer get(int index) {
    return first + Objects.checkIndex(index, count);
  }

  @Override
  public int size() {
    return count;
  }
}
