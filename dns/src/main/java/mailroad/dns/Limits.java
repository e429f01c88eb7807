package mailroad.dns;

/**
 * Checks values of configurations. Apart from them, so that none needs another to be there before it: their
 * defaults are made of each other.
 */
final class Limits {
  private Limits() {}

  /**
   * Sees that a value makes sense.
   *
   * @throws IllegalArgumentException saying {@code otherwise} if it does not
   */
  static void require(boolean met, String otherwise) {
    if (!met) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
