package mailroad.guard.learn;

/**
 * In how many messages something was.
 *
 * @param good learned as good
 * @param spam learned as spam
 */
public record Counted(long good, long spam) {
  /** Never seen. */
  public static final Counted NONE = new Counted(0, 0);

  /**
   * From the counter of a token. What was taken back after it had been dropped counts below zero, and then as nothing; the
   * lower half borrows from the upper one in that case.
   */
  static Counted unpacked(long packed) {
    int good = (int) packed;
    int spam = (int) (packed - good >> 32);
    return new Counted(Math.max(0, good), Math.max(0, spam));
  }

  /** All. */
  public long all() {
    return good + spam;
  }
}
