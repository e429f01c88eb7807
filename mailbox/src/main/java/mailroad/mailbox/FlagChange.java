package mailroad.mailbox;

/**
 * What STORE does to the flags of a message (RFC 3501 section 6.4.6).
 *
 * @param kind how the flags are meant
 * @param flags the flags
 */
public record FlagChange(Kind kind, Flags flags) {
  /** How flags are changed. */
  public enum Kind {
    /** {@code +FLAGS}. */
    ADD,
    /** {@code -FLAGS}. */
    REMOVE,
    /** {@code FLAGS}. */
    REPLACE
  }

  /** {@code +FLAGS}. */
  public static FlagChange add(Flags flags) {
    return new FlagChange(Kind.ADD, flags);
  }

  /** {@code -FLAGS}. */
  public static FlagChange remove(Flags flags) {
    return new FlagChange(Kind.REMOVE, flags);
  }

  /** {@code FLAGS}. */
  public static FlagChange replace(Flags flags) {
    return new FlagChange(Kind.REPLACE, flags);
  }

  /** What becomes of these flags. */
  public Flags applyTo(Flags before) {
    return switch (kind) {
      case ADD -> before.with(flags);
      case REMOVE -> before.without(flags);
      case REPLACE -> flags;
    };
  }
}
