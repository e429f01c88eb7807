package mailroad.mailbox;

import java.util.Optional;

/**
 * What somebody may do with a mailbox: a set of {@link Right}s. Immutable.
 *
 * @param bits one for each right
 */
public record Rights(int bits) {
  /** Nothing at all. */
  public static final Rights NONE = new Rights(0);

  /** Everything, as the owner may. */
  public static final Rights ALL = new Rights((1 << Right.values().length) - 1);

  /** These rights. */
  public static Rights of(Right... rights) {
    int bits = 0;
    for (Right right : rights) {
      bits |= right.bit();
    }
    return new Rights(bits);
  }

  /**
   * Reads letters such as {@code lrs}; the two of RFC 2086 mean what RFC 4314 section 2.1.1 makes of them.
   *
   * @return empty if a letter is no right
   */
  public static Optional<Rights> parse(String letters) {
    int bits = 0;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      Optional<Rights> rights =
          switch (letter) {
            case 'c' -> Optional.of(of(Right.CREATE));
            case 'd' -> Optional.of(of(Right.DELETE_MESSAGES, Right.EXPUNGE, Right.DELETE));
            default -> Right.of(letter).map(Rights::of);
          };
      if (rights.isEmpty()) {
        return Optional.empty();
      }
      bits |= rights.get().bits;
    }
    return Optional.of(new Rights(bits));
  }

  /** Whether this is among them. */
  public boolean has(Right right) {
    return (bits & right.bit()) != 0;
  }

  /** Whether one of these is among them. */
  public boolean hasAny(Right... rights) {
    return (bits & of(rights).bits) != 0;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bits == 0;
  }

  /** These and those. */
  public Rights with(Rights more) {
    return new Rights(bits | more.bits);
  }

  /** These without those. */
  public Rights without(Rights less) {
    return new Rights(bits & ~less.bits);
  }

  /**
   * What becomes of flags that somebody with these rights changes: RFC 4314 section 4, STORE. What may not be changed stays as
   * it was.
   */
  public Flags limit(Flags before, Flags after) {
    if (bits == ALL.bits) {
      return after;
    }
    int changeable =
        (has(Right.SEEN) ? Flag.SEEN.bit() : 0)
            | (has(Right.DELETE_MESSAGES) ? Flag.DELETED.bit() : 0)
            | (has(Right.WRITE) ? Flag.ANSWERED.bit() | Flag.FLAGGED.bit() | Flag.DRAFT.bit() : 0);
    int system = before.bits() & ~changeable | after.bits() & changeable;
    return Flags.of(system, has(Right.WRITE) ? after.keywords() : before.keywords());
  }

  /** The letters in the order of RFC 4314, those of RFC 2086 at the end (RFC 4314 section 2.1.1). */
  @Override
  public String toString() {
    StringBuilder letters = new StringBuilder();
    for (Right right : Right.values()) {
      if (has(right)) {
        letters.append(right.letter());
      }
    }
    if (has(Right.CREATE)) {
      letters.append('c');
    }
    if (hasAny(Right.DELETE_MESSAGES, Right.EXPUNGE, Right.DELETE)) {
      letters.append('d');
    }
    return letters.toString();
  }
}
