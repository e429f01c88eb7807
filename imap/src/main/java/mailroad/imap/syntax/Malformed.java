package mailroad.imap.syntax;

/** What a client sent does not fit the grammar; becomes {@code BAD} with the message as its text. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean unfinished;

  /** The reason, for the client: printable ASCII, no text of the client in it. */
  public Malformed(String reason) {
    this(reason, false);
  }

  private Malformed(String reason, boolean unfinished) {
    super(reason, null, false, false);
    this.unfinished = unfinished;
  }

  /** What came ends in the mark of a literal, and its octets were not read yet. */
  static Malformed unfinished() {
    return new Malformed("literal without its octets", true);
  }

  /** Whether nothing is wrong but that the octets of a literal are still to come. */
  public boolean isUnfinished() {
    return unfinished;
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
