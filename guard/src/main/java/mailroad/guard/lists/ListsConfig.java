package mailroad.guard.lists;

import java.time.Duration;

/**
 * How mail from lists is spared.
 *
 * @param enabled whether lists are remembered whose mail an account has taken, so that their mail goes into Junk where it
 *     would vanish otherwise
 * @param listsMax most lists that are remembered of one account; the one that was silent longest makes room
 * @param rememberedFor how long a list is remembered after its last message
 */
public record ListsConfig(boolean enabled, int listsMax, Duration rememberedFor) {
  /** More lists than anybody reads, and for longer than a yearly one is silent. */
  public static final ListsConfig DEFAULT = new ListsConfig(true, 500, Duration.ofDays(400));

  /** Checks the bounds. */
  public ListsConfig {
    if (listsMax < 1 || listsMax > 5000) {
      throw new IllegalArgumentException("lists-max must be between 1 and 5000");
    }
    if (rememberedFor.compareTo(Duration.ofDays(2)) < 0) {
      throw new IllegalArgumentException("remembered-for must be at least 2d");
    }
  }
}
