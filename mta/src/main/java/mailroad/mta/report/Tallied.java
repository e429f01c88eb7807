package mailroad.mta.report;

/**
 * What is counted for one report. Its size is bounded, so that it fits into one value of the store. Used by one task at a
 * time.
 */
public interface Tallied<T extends Tallied<T>> {
  /** Adds all of another. */
  void add(T other);

  /** As it stands in the store. */
  byte[] octets();
}
