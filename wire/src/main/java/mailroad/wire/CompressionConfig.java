package mailroad.wire;

/**
 * How a connection is compressed, where both ends agree on it.
 *
 * @param expansionMax how many times larger than what came it may become when it is unpacked, counted from the first
 *     mebibyte on; what goes beyond it ends the connection
 * @param level how hard is tried to make what is sent small, from 1 (fast) to 9
 */
public record CompressionConfig(int expansionMax, int level) {
  /** Mail becomes a tenth at most; DEFLATE could pack 1032 octets into one. */
  public static final CompressionConfig DEFAULT = new CompressionConfig(200, 5);

  /** Bounds that make sense. */
  public CompressionConfig {
    require(expansionMax >= 10, "expansion-max must be at least 10");
    require(level >= 1 && level <= 9, "level must be from 1 to 9");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
