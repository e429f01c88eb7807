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

  /** Of one kind. */
  long of(Lesson kind) {
    return kind == Lesson.SPAM ? spam : good;
  }

  /** These and more of one kind. */
  Counted plus(boolean isSpam, long more) {
    return isSpam
        ? new Counted(good, Math.max(0, spam + more))
        : new Counted(Math.max(0, good + more), spam);
  }

  /** The more of each kind. */
  Counted max(Counted other) {
    return new Counted(Math.max(good, other.good), Math.max(spam, other.spam));
  }

  /**
   * What this says if the loudest voice is not heard: less, and never the opposite.
   *
   * @param voice so many may have been counted for one account alone
   * @param learned how many messages were learned in all
   */
  Counted without(Counted voice, Counted learned) {
    if (voice.equals(NONE)) {
      return this;
    }
    double asSpam = (double) spam / Math.max(1, learned.spam);
    double asGood = (double) good / Math.max(1, learned.good);
    Counted left =
        asSpam > asGood
            ? new Counted(good, Math.max(0, spam - voice.spam))
            : new Counted(Math.max(0, good - voice.good), spam);
    double leftSpam = (double) left.spam / Math.max(1, learned.spam);
    double leftGood = (double) left.good / Math.max(1, learned.good);
    return (asSpam > asGood) == (leftSpam > leftGood) ? left : NONE;
  }

  /** All. */
  public long all() {
    return good + spam;
  }
}
