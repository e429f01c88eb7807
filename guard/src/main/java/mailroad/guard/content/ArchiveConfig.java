package mailroad.guard.content;

/**
 * How far archives are looked into (attacks A7 and A23 of the list that docs/content-filters.md has).
 *
 * @param fileOctetsMax largest file that is looked into, decoded; of larger ones only the first octets and the name are
 *     looked at
 * @param unpackedOctetsMax most octets that the archives of one message are unpacked to
 * @param membersMax most files that are looked at in the archives of one message
 * @param depthMax how many archives may lie one in another
 * @param ratioMax how many times its size an archive may become
 * @param atOnce how many files are looked into at a time, each of which takes memory of up to its size
 */
public record ArchiveConfig(
    int fileOctetsMax,
    int unpackedOctetsMax,
    int membersMax,
    int depthMax,
    int ratioMax,
    int atOnce) {
  /** Deflate reaches 1032 at most, office documents seldom 50. */
  public static final ArchiveConfig DEFAULT =
      new ArchiveConfig(16 * 1024 * 1024, 32 * 1024 * 1024, 2_000, 4, 200, 4);

  /** Limits, each at least 1. */
  public ArchiveConfig {
    atLeast("file-octets-max", fileOctetsMax, 4_096);
    atLeast("unpacked-octets-max", unpackedOctetsMax, 4_096);
    atLeast("members-max", membersMax, 1);
    atLeast("depth-max", depthMax, 1);
    atLeast("ratio-max", ratioMax, 2);
    atLeast("at-once", atOnce, 1);
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("%s must be at least %d".formatted(key, least));
    }
  }
}
