package mailroad.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A set of UIDs, kept as ranges that neither touch nor overlap, in ascending order. Immutable; 100,000 UIDs in
 * a row cost no more than one.
 */
public final class UidSet {
  /** No UID. */
  public static final UidSet NONE = new UidSet(List.of());

  /** The largest UID (RFC 3501 section 2.3.1.1: 32 bits). */
  public static final long UID_MAX = 0xFFFF_FFFFL;

  private final List<Range> ranges;
  private final long size;

  private UidSet(List<Range> ranges) {
    this.ranges = ranges;
    this.size = ranges.stream().mapToLong(Range::size).sum();
  }

  /**
   * UIDs in a row.
   *
   * @param first at least 1
   * @param last at least {@code first}
   */
  public record Range(long first, long last) {
    /** A range in order. */
    public Range {
      if (first < 1 || last < first) {
        throw new IllegalArgumentException("not a range of UIDs: " + first + ":" + last);
      }
    }

    /** How many UIDs. */
    public long size() {
      return last - first + 1;
    }

    @Override
    public String toString() {
      return first == last ? Long.toString(first) : first + ":" + last;
    }
  }

  /** These UIDs, in any order. */
  public static UidSet of(long... uids) {
    long[] sorted = uids.clone();
    Arrays.sort(sorted);
    Builder builder = new Builder();
    for (long uid : sorted) {
      builder.add(uid);
    }
    return builder.build();
  }

  /** These UIDs, in any order. */
  public static UidSet of(Collection<Long> uids) {
    return of(uids.stream().mapToLong(Long::longValue).toArray());
  }

  /** All from one UID to another, both included; none if {@code last} is before {@code first}. */
  public static UidSet range(long first, long last) {
    return last < first ? NONE : new UidSet(List.of(new Range(Math.max(1, first), last)));
  }

  /** These ranges, in any order, overlapping or not. */
  public static UidSet ofRanges(Collection<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort((a, b) -> Long.compare(a.first(), b.first()));
    Builder builder = new Builder();
    sorted.forEach(range -> builder.add(range.first(), range.last()));
    return builder.build();
  }

  /** Every UID there can be. */
  public static UidSet all() {
    return range(1, UID_MAX);
  }

  /** The ranges, ascending. */
  public List<Range> ranges() {
    return ranges;
  }

  /** How many UIDs. */
  public long size() {
    return size;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** Whether the UID belongs. Takes a binary search. */
  public boolean contains(long uid) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range range = ranges.get(middle);
      if (uid < range.first()) {
        high = middle - 1;
      } else if (uid > range.last()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /** The UIDs, ascending. */
  public LongStream stream() {
    return ranges.stream()
        .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last()));
  }

  /** These and those. */
  public UidSet with(UidSet other) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return ofRanges(all);
  }

  /** What is in both. */
  public UidSet and(UidSet other) {
    Builder both = new Builder();
    int i = 0;
    int j = 0;
    while (i < ranges.size() && j < other.ranges.size()) {
      Range a = ranges.get(i);
      Range b = other.ranges.get(j);
      long first = Math.max(a.first(), b.first());
      long last = Math.min(a.last(), b.last());
      if (first <= last) {
        both.add(first, last);
      }
      if (a.last() < b.last()) {
        i++;
      } else {
        j++;
      }
    }
    return both.build();
  }

  /** What is here and not there. */
  public UidSet without(UidSet other) {
    Builder rest = new Builder();
    int j = 0;
    for (Range range : ranges) {
      long next = range.first();
      while (j < other.ranges.size() && other.ranges.get(j).last() < next) {
        j++;
      }
      for (int k = j; k < other.ranges.size() && next <= range.last(); k++) {
        Range hole = other.ranges.get(k);
        if (hole.first() > range.last()) {
          break;
        }
        if (hole.first() > next) {
          rest.add(next, hole.first() - 1);
        }
        next = Math.max(next, hole.last() + 1);
      }
      if (next <= range.last()) {
        rest.add(next, range.last());
      }
    }
    return rest.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UidSet set && ranges.equals(set.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  /** The set as IMAP writes it, such as {@code 1:3,5}. */
  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }

  /** Collects UIDs that come in ascending order. Used by one task. */
  public static final class Builder {
    private final List<Range> ranges = new ArrayList<>();
    private long first;
    private long last;

    /** Adds a UID that is not below the last one. */
    public Builder add(long uid) {
      return add(uid, uid);
    }

    /** Adds a range that does not begin below the last one's beginning. */
    public Builder add(long from, long to) {
      if (first != 0 && from < first) {
        throw new IllegalArgumentException("out of order: " + from + " after " + first);
      }
      if (first != 0 && from <= last + 1) {
        last = Math.max(last, to);
        return this;
      }
      flush();
      first = from;
      last = to;
      return this;
    }

    /** The set. */
    public UidSet build() {
      flush();
      first = 0;
      return ranges.isEmpty() ? NONE : new UidSet(List.copyOf(ranges));
    }

    private void flush() {
      if (first != 0) {
        ranges.add(new Range(first, last));
      }
    }
  }
}
