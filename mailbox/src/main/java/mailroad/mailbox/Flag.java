package mailroad.mailbox;

import java.util.Locale;
import java.util.Optional;

/** A system flag of a message (RFC 3501 section 2.3.2), {@code \Recent} apart: that belongs to a session. */
public enum Flag {
  /** Has been read. */
  SEEN(1, "\\Seen"),
  /** Has been answered. */
  ANSWERED(2, "\\Answered"),
  /** Is marked for special attention. */
  FLAGGED(4, "\\Flagged"),
  /** Goes with the next expunge. */
  DELETED(8, "\\Deleted"),
  /** Is not finished. */
  DRAFT(16, "\\Draft");

  private final int bit;
  private final String atom;

  Flag(int bit, String atom) {
    this.bit = bit;
    this.atom = atom;
  }

  /** The flag as IMAP writes it, such as {@code \Seen}. */
  public String atom() {
    return atom;
  }

  /** Reads {@code \Seen} and the like, in any case. */
  public static Optional<Flag> parse(String atom) {
    return switch (atom.toLowerCase(Locale.ROOT)) {
      case "\\seen" -> Optional.of(SEEN);
      case "\\answered" -> Optional.of(ANSWERED);
      case "\\flagged" -> Optional.of(FLAGGED);
      case "\\deleted" -> Optional.of(DELETED);
      case "\\draft" -> Optional.of(DRAFT);
      default -> Optional.empty();
    };
  }

  /** How the flag stands in the store. */
  int bit() {
    return bit;
  }
}
