package mailroad.mta.queue;

/**
 * How many attempts may run at once at one next hop. It opens by one for each success until the other side says
 * that it is enough, and from then on by one for each round of successes; it closes by one for each such word,
 * and to one when nobody answers. So it finds what the other side bears, and follows when that changes. Used
 * under its owner's lock.
 */
final class Window {
  private final double gain;
  private final double loss;
  private final int most;
  private double size;

  /** Where the other side had enough last; from here on the window opens slowly. */
  private double enough;

  Window(FlowConfig config, int most) {
    this.gain = config.gainPercent() / 100.0;
    this.loss = config.lossPercent() / 100.0;
    this.most = most;
    this.size = Math.min(config.concurrencyInitial(), most);
    this.enough = most;
  }

  int size() {
    return (int) size;
  }

  void worked() {
    size = Math.min(most, size + (size < enough ? gain : gain / size));
  }

  /**
   * The other side has no room for one more.
   *
   * @param others how many it had room for at that time
   */
  void crowded(int others) {
    size = Math.max(1, Math.min(size - loss, Math.max(others, 1)));
    enough = size;
  }

  /** Nobody answers: one at a time from now on, and gently when somebody does again. */
  void failed() {
    enough = Math.max(2, size / 2);
    size = 1;
  }
}
