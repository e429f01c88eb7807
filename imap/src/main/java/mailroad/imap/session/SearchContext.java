package mailroad.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import mailroad.imap.command.SearchKey;
import mailroad.imap.command.SortBy;
import mailroad.store.StoreException;

/**
 * A result that is kept up to date: ADDTO and REMOVEFROM of RFC 5267 section 4.3. Where the client asked for an order, it
 * is told the places; position 0 leaves them to the order of the mailbox.
 */
final class SearchContext {
  private final Query query;
  private final Comparator<SortKeys> comparator;
  private final List<SortKeys> ordered = new ArrayList<>();
  private final Map<Long, SortKeys> byUid = new HashMap<>();
  private long modseq;

  /**
   * What was asked for.
   *
   * @param uid whether the client thinks in UIDs
   * @param order empty for that of the mailbox
   */
  record Query(
      String tag, boolean uid, SearchKey key, List<SortBy> order, Supplier<Matcher.Ground> ground) {
    Query {
      order = List.copyOf(order);
    }
  }

  /** A context that knows nothing; {@link #fill} gives it its first result. */
  SearchContext(Query query) {
    this.query = query;
    this.comparator = SortKeys.by(query.order());
  }

  String tag() {
    return query.tag();
  }

  /** Takes over a result as of now. */
  void fill(View view, Found found) throws StoreException {
    OutlineWindow outlines = new OutlineWindow(view);
    for (long uid : found.uids()) {
      int index = view.index(uid).orElseThrow();
      SortKeys keys = keys(view, outlines, index, found.relevancy().getOrDefault(uid, 100));
      ordered.add(keys);
      byUid.put(uid, keys);
    }
    ordered.sort(comparator);
    modseq = SearchContexts.highest(view);
  }

  private SortKeys keys(View view, OutlineWindow outlines, int index, int relevancy)
      throws StoreException {
    return SortKeys.of(
        query.order(),
        view.message(index),
        SortKeys.needOutline(query.order()) ? outlines.of(index) : Optional.empty(),
        relevancy);
  }

  void tellGone(View view, Responses out) throws IOException {
    List<SortKeys> gone = new ArrayList<>();
    for (int i = 0; i < view.size(); i++) {
      SortKeys keys = view.isGone(i) ? byUid.get(view.uid(i)) : null;
      if (keys != null) {
        gone.add(keys);
      }
    }
    remove(gone, view, out);
  }

  void tellChanged(View view, Responses out) throws IOException, StoreException {
    Matcher matcher = Matcher.of(query.key(), query.ground().get());
    OutlineWindow outlines = new OutlineWindow(view);
    List<SortKeys> fallen = new ArrayList<>();
    List<SortKeys> come = new ArrayList<>();
    long highest = modseq;
    for (int i = 0; i < view.size(); i++) {
      if (view.modseq(i) <= modseq || view.isGone(i)) {
        continue;
      }
      highest = Math.max(highest, view.modseq(i));
      int relevancy = matcher.relevancy(i);
      SortKeys known = byUid.get(view.uid(i));
      if (relevancy == 0 && known != null) {
        fallen.add(known);
      } else if (relevancy > 0 && known == null) {
        come.add(keys(view, outlines, i, relevancy));
      }
    }
    modseq = highest;
    remove(fallen, view, out);
    add(come, view, out);
  }

  private void remove(List<SortKeys> which, View view, Responses out) throws IOException {
    List<String> places = new ArrayList<>();
    for (SortKeys keys : which) {
      int at = Collections.binarySearch(ordered, keys, comparator);
      ordered.remove(at);
      byUid.remove(keys.uid());
      places.add((at + 1) + " " + number(view, keys.uid()));
    }
    tell("REMOVEFROM", which, places, view, out);
  }

  private void add(List<SortKeys> which, View view, Responses out) throws IOException {
    List<String> places = new ArrayList<>();
    for (SortKeys keys : which) {
      int at = -1 - Collections.binarySearch(ordered, keys, comparator);
      ordered.add(at, keys);
      byUid.put(keys.uid(), keys);
      places.add((at + 1) + " " + number(view, keys.uid()));
    }
    tell("ADDTO", which, places, view, out);
  }

  /** RFC 5267 section 4.3.2: pairs of position and messages, to be carried out one after the other. */
  private void tell(
      String what, List<SortKeys> which, List<String> places, View view, Responses out)
      throws IOException {
    if (which.isEmpty()) {
      return;
    }
    List<Long> numbers = which.stream().map(keys -> number(view, keys.uid())).toList();
    String pairs = query.order().isEmpty() ? "0 " + UidRuns.of(numbers) : String.join(" ", places);
    String uid = query.uid() ? " UID " : " ";
    out.untagged(
        "ESEARCH (TAG " + Responses.string(query.tag()) + ")" + uid + what + " (" + pairs + ")");
  }

  private long number(View view, long uid) {
    return query.uid() ? uid : view.index(uid).orElseThrow() + 1L;
  }
}
