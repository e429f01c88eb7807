package mailroad.imap.session;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import mailroad.store.StoreException;

/** The searches of a view whose results the client wants to be kept up to date (RFC 5267 section 4.3). Used by one task at a time. */
final class SearchContexts {
  private static final int CONTEXTS_MAX = 16;

  private final Map<String, SearchContext> byTag = new LinkedHashMap<>();
  private long modseq;
  private int size;

  /** Keeps a result up to date from now on; false if there are too many (RFC 5267 section 4.3.1). */
  boolean add(SearchContext context, View view) {
    if (byTag.size() >= CONTEXTS_MAX || byTag.containsKey(context.tag())) {
      return false;
    }
    byTag.put(context.tag(), context);
    size = view.size();
    return true;
  }

  /** RFC 5267 section 4.3.5. */
  void cancel(Collection<String> tags) {
    byTag.keySet().removeAll(tags);
  }

  /** Tells what falls out of results with messages that are gone, before their EXPUNGE changes the numbers. */
  void tellGone(View view, Responses out) throws IOException {
    for (SearchContext context : byTag.values()) {
      context.tellGone(view, out);
    }
  }

  /** Tells what came into results and what fell out, by new messages and changed flags. */
  void tellChanged(View view, Responses out) throws IOException, StoreException {
    if (byTag.isEmpty()) {
      return;
    }
    long highest = highest(view);
    if (highest > modseq || view.size() != size) {
      for (SearchContext context : byTag.values()) {
        context.tellChanged(view, out);
      }
    }
    modseq = highest;
    size = view.size();
  }

  static long highest(View view) {
    long highest = 0;
    for (int i = 0; i < view.size(); i++) {
      highest = Math.max(highest, view.modseq(i));
    }
    return highest;
  }
}
