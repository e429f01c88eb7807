package mailroad.mailbox;

import java.util.Locale;
import java.util.Optional;

/** A system flag of a message (RFC 3501 section 2.3.2), {@code \Recent} apart: that belongs to a session. */
public enum Flag {
  /** Has been read. */
  SEEN("\\Seen"),
  /** Has been answered. */
  ANSWERED("\\Answered"),
  /** Is marked for special attention. */
  FLAGGED("\\Flagged"),
  /** Goes with the next expunge. */
  DELETED("\\Deleted"),
  /** Is not finished. */
  DRAFT("\\Draft");

  private final String atom;

  Flag(String atom) {
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

  int bit() {
    return 1 << ordinal();
  }
}
