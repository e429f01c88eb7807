package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.Select;
import mailroad.imap.syntax.SequenceSet;
import mailroad.mailbox.UidSet;
import mailroad.store.StoreException;

/**
 * Which messages have gone while a client was away: RFC 7162 section 3.2.10.1. Found in the change log, at the cost of the
 * changes; where that no longer reaches back, all UIDs that the client names and that no message has.
 */
final class Vanished {
  /** So many ranges stand in one response. */
  private static final int RANGES_MAX = 500;

  private Vanished() {}

  /** UIDs among those that a client knows that are not in the view, and vanished after a modseq if that can be known. */
  static UidSet since(View view, long modseq, SequenceSet known, Optional<Select.Matches> matches)
      throws StoreException {
    Optional<UidSet> logged = view.mailbox().vanishedSince(modseq);
    UidSet there = view.uids();
    if (logged.isPresent()) {
      return among(view, known).and(logged.get()).without(there);
    }
    long sure = matches.map(match -> lastMatch(view, match)).orElse(0L);
    return among(view, known).without(there).without(UidSet.range(1, sure));
  }

  private static UidSet among(View view, SequenceSet known) {
    long last = view.uidNext() - 1;
    List<UidSet.Range> ranges =
        known.resolve(last).stream()
            .filter(range -> range.from() <= last)
            .map(range -> new UidSet.Range(range.from(), Math.min(last, range.to())))
            .toList();
    return UidSet.ofRanges(ranges);
  }

  /**
   * RFC 7162 section 3.2.5.2: as long as a message has the number that the client knows, none before it has gone. Gives the
   * UID of the last such one; both sets ascend.
   */
  private static long lastMatch(View view, Select.Matches matches) {
    long sure = 0;
    var numbers = new Counting(matches.numbers());
    var uids = new Counting(matches.uids());
    while (numbers.more() && uids.more()) {
      long number = numbers.next();
      long uid = uids.next();
      if (number > view.size() || view.uid((int) number - 1) != uid) {
        return sure;
      }
      sure = uid;
    }
    return sure;
  }

  /** Goes through the numbers of a set. */
  private static final class Counting {
    private final List<SequenceSet.Range> ranges;
    private int range;
    private long next;

    Counting(SequenceSet set) {
      this.ranges = set.resolve(SequenceSet.LARGEST);
      this.next = ranges.getFirst().from();
    }

    boolean more() {
      return range < ranges.size();
    }

    long next() {
      long now = next++;
      if (now == ranges.get(range).to()) {
        range++;
        next = more() ? ranges.get(range).from() : 0;
      }
      return now;
    }
  }

  /** Tells UIDs in as many responses as needed; none if there are none. */
  static void tell(Responses out, String what, UidSet uids) throws IOException {
    List<UidSet.Range> ranges = uids.ranges();
    for (int from = 0; from < ranges.size(); from += RANGES_MAX) {
      int to = Math.min(ranges.size(), from + RANGES_MAX);
      out.untagged(what + " " + UidSet.ofRanges(ranges.subList(from, to)));
    }
  }
}
