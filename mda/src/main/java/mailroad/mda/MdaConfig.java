package mailroad.mda;

import mailroad.kernel.EmailAddress;

/**
 * How local recipients are found.
 *
 * @param separators characters that may stand between user and tag in {@code user+tag}; empty for no subaddresses
 * @param tagMailboxes whether mail for {@code user+tag} goes into the user's mailbox named like the tag, if there is one
 * @param postmaster address that gets mail for {@code postmaster} where neither account nor alias has that name; empty
 *     for the first account of the domain
 * @param aliasDepthMax most aliases that may lead from one to the next
 * @param aliasTargetsMax most addresses that one recipient may become
 */
public record MdaConfig(
    String separators,
    boolean tagMailboxes,
    String postmaster,
    int aliasDepthMax,
    int aliasTargetsMax) {
  /** {@code user+tag}, and bounds that no sane alias reaches. */
  public static final MdaConfig DEFAULT = new MdaConfig("+", true, "", 10, 1_000);

  /** Checks the values. */
  public MdaConfig {
    require(
        separators.length() <= 5 && separators.chars().allMatch(MdaConfig::isSeparator),
        "separators must be at most 5 characters, none of them a letter, a digit, '@' or '.'");
    require(
        postmaster.isEmpty() || EmailAddress.parse(postmaster).isPresent(),
        "postmaster must be an address, or empty");
    require(aliasDepthMax >= 1 && aliasDepthMax <= 50, "alias-depth-max must be from 1 to 50");
    require(
        aliasTargetsMax >= 1 && aliasTargetsMax <= 10_000,
        "alias-targets-max must be from 1 to 10000");
  }

  private static boolean isSeparator(int c) {
    return c > ' ' && c < 127 && !Character.isLetterOrDigit(c) && c != '@' && c != '.';
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
