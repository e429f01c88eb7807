package mailroad.guard.learn;

/** What a message is learned as. */
public enum Lesson {
  /** Wanted. */
  GOOD(1),
  /** Not wanted. */
  SPAM(1L << 32);

  private final long step;

  Lesson(long step) {
    this.step = step;
  }

  /** What one message adds to the counter of a token. */
  long step() {
    return step;
  }

  /** The key of its counter. */
  String key() {
    return this == GOOD ? "good" : "spam";
  }
}
