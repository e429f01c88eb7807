package mailroad.mailbox;

import java.util.Optional;

/** One thing that somebody may do with a mailbox (RFC 4314 section 2.1). */
public enum Right {
  /** See that it is there, and subscribe to it. */
  LOOKUP('l'),
  /** Open and read it. */
  READ('r'),
  /** Change {@code \Seen}. */
  SEEN('s'),
  /** Change flags other than {@code \Seen} and {@code \Deleted}. */
  WRITE('w'),
  /** Put messages into it. */
  INSERT('i'),
  /** Send mail to its address. Nothing here asks for it. */
  POST('p'),
  /** Make mailboxes below it. */
  CREATE('k'),
  /** Delete or rename it. */
  DELETE('x'),
  /** Change {@code \Deleted}. */
  DELETE_MESSAGES('t'),
  /** Remove messages that are marked. */
  EXPUNGE('e'),
  /** Read and change who may do what. */
  ADMINISTER('a');

  private static final String ALL = "lrswipkxtea";

  private final char letter;

  Right(char letter) {
    this.letter = letter;
  }

  /** How IMAP writes it. */
  public char letter() {
    return letter;
  }

  int bit() {
    return 1 << ALL.indexOf(letter);
  }

  static Optional<Right> of(int letter) {
    for (Right right : values()) {
      if (right.letter == letter) {
        return Optional.of(right);
      }
    }
    return Optional.empty();
  }
}
