package mailroad.app.admin;

/** Commands that people are told to run, each as they would have to type it. */
public final class Hint {
  /** By which name Mailroad was started here; the launcher says so. */
  public static final String NAME = System.getProperty("mailroad.command", "mailroad");

  private Hint() {}

  /**
   * Such as {@code ./mailroad trace 1M82MWD7Q9VJY}.
   *
   * @param command what stands behind the name
   */
  public static String of(String command) {
    return NAME + " " + command;
  }
}
