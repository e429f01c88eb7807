package mailroad.guard.filter;

/** Checks of configuration. */
final class Checks {
  private Checks() {}

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
