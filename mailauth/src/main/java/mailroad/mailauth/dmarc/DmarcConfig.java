package mailroad.mailauth.dmarc;

/**
 * How DMARC is checked.
 *
 * @param organisation how the organisational domain is found: {@code suffix-list} as RFC 7489 has it, or {@code
 *     tree-walk} as its successor has it
 * @param sample whether a policy is applied to no more than the share of messages that its domain names with {@code pct}
 * @param fromMax most domains in From fields that are looked at, where there are several
 * @param recordsMax records that are remembered as read, so that reading them again costs nothing
 */
public record DmarcConfig(Organisation organisation, boolean sample, int fromMax, int recordsMax) {
  /** How the organisational domain is found. */
  public enum Organisation {
    /** By the list of public suffixes (RFC 7489 section 3.2). */
    SUFFIX_LIST,
    /** By asking each parent domain in turn (RFC 9989 section 4.10). */
    TREE_WALK
  }

  /** As RFC 7489 has it. */
  public static final DmarcConfig DEFAULT =
      new DmarcConfig(Organisation.SUFFIX_LIST, true, 4, 2_000);

  /** Checks the bounds. */
  public DmarcConfig {
    if (fromMax < 1 || fromMax > 20) {
      throw new IllegalArgumentException("from-max must be from 1 to 20");
    }
    if (recordsMax < 0) {
      throw new IllegalArgumentException("records-max must not be negative");
    }
  }

  /** The same, the organisational domain being found otherwise. */
  public DmarcConfig with(Organisation other) {
    return new DmarcConfig(other, sample, fromMax, recordsMax);
  }
}
