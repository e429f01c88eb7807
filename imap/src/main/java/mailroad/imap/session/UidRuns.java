package mailroad.imap.session;

import java.util.List;

/** UIDs in the order that they are given, runs of them as ranges (RFC 4315 section 4, {@code uid-set}). */
final class UidRuns {
  private UidRuns() {}

  static String of(List<Long> uids) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < uids.size()) {
      int last = at;
      while (last + 1 < uids.size() && uids.get(last + 1) == uids.get(last) + 1) {
        last++;
      }
      out.append(out.isEmpty() ? "" : ",").append(uids.get(at));
      if (last > at) {
        out.append(':').append(uids.get(last));
      }
      at = last + 1;
    }
    return out.toString();
  }
}
