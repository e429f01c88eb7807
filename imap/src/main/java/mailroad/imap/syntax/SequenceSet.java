package mailroad.imap.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of message numbers or UIDs (RFC 3501 section 9, {@code sequence-set}): {@code 2,4:7,9:*}, or {@code $}.
 *
 * @param ranges as written, at least one, but for {@link #SAVED}
 */
public record SequenceSet(List<Range> ranges) {
  /** Stands for {@code *}: the largest number in use. */
  public static final long LARGEST = Long.MAX_VALUE;

  /** The numbers between two, in whatever order they were written; {@code *} is {@link #LARGEST}. */
  public record Range(long from, long to) {}

  /** {@code 1:*}. */
  public static final SequenceSet ALL = new SequenceSet(List.of(new Range(1, LARGEST)));

  /** {@code $}: what the last search has saved (RFC 5182 section 2.1), whichever messages these are. */
  public static final SequenceSet SAVED = new SequenceSet(List.of());

  /** The set does not change. */
  public SequenceSet {
    ranges = List.copyOf(ranges);
  }

  /** Reads a set. */
  public static SequenceSet parse(Input input) throws Malformed {
    if (input.take('$')) {
      return SAVED;
    }
    List<Range> ranges = new ArrayList<>();
    do {
      long from = number(input);
      ranges.add(new Range(from, input.take(':') ? number(input) : from));
    } while (input.take(','));
    return new SequenceSet(ranges);
  }

  /** Whether a set begins here, and not a word. */
  public static boolean startsAt(Input input) {
    int next = input.peek();
    return next == '*' || next == '$' || next >= '0' && next <= '9';
  }

  /** Whether this is {@link #SAVED}. */
  public boolean isSaved() {
    return ranges.isEmpty();
  }

  private static long number(Input input) throws Malformed {
    if (input.take('*')) {
      return LARGEST;
    }
    long number = input.number();
    if (number == 0) {
      throw new Malformed("0 is no message number");
    }
    return number;
  }

  /**
   * The set with {@code *} replaced, sorted and merged; each range in order.
   *
   * @param largest the largest number in use; 0 if none is, so that {@code *} stands for nothing
   */
  public List<Range> resolve(long largest) {
    List<Range> sorted = new ArrayList<>(ranges.size());
    for (Range range : ranges) {
      long a = range.from() == LARGEST ? largest : range.from();
      long b = range.to() == LARGEST ? largest : range.to();
      if (Math.min(a, b) > 0 || Math.max(a, b) > 0 && largest > 0) {
        sorted.add(new Range(Math.max(1, Math.min(a, b)), Math.max(a, b)));
      }
    }
    sorted.sort((a, b) -> Long.compare(a.from(), b.from()));
    return merged(sorted);
  }

  /** Whether a number lies in one of these ranges, which ascend. By binary search. */
  public static boolean contains(List<Range> ranges, long number) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (number < ranges.get(middle).from()) {
        high = middle - 1;
      } else if (number > ranges.get(middle).to()) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  private static List<Range> merged(List<Range> sorted) {
    List<Range> out = new ArrayList<>();
    for (Range range : sorted) {
      if (!out.isEmpty() && range.from() <= out.getLast().to() + 1) {
        Range last = out.removeLast();
        out.add(new Range(last.from(), Math.max(last.to(), range.to())));
      } else {
        out.add(range);
      }
    }
    return out;
  }

  @Override
  public String toString() {
    if (isSaved()) {
      return "$";
    }
    List<String> words = new ArrayList<>();
    for (Range range : ranges) {
      words.add(
          range.from() == range.to()
              ? show(range.from())
              : show(range.from()) + ":" + show(range.to()));
    }
    return String.join(",", words);
  }

  private static String show(long number) {
    return number == LARGEST ? "*" : Long.toString(number);
  }
}
