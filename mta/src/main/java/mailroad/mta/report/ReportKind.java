package mailroad.mta.report;

import mailroad.store.Key;
import mailroad.store.StoreException;

/** Reports about one thing: what they are called, when they are made, and what is counted for them. */
public interface ReportKind<T extends Tallied<T>> {
  /** What tells their keys, queues, tasks and lines of the log from those of others, such as {@code tls}. */
  String word();

  /** When and by whom they are sent. */
  ReportTerms terms();

  /** What one node counts of one domain on one day: nothing yet. */
  T tally();

  /** The sum of what all nodes counted: nothing yet. */
  default T sum() {
    return tally();
  }

  /**
   * What one node counted.
   *
   * @throws StoreException if it is none
   */
  T read(byte[] octets) throws StoreException;

  /** The queue of reports that are to be made, sent, or tried again. */
  default String queue() {
    return word() + "-reports";
  }

  /** What stands in that queue. */
  default Key out() {
    return Key.of(word(), "report", "out");
  }
}
