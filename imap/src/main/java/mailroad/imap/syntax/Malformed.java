package mailroad.imap.syntax;

/** What a client sent does not fit the grammar; becomes {@code BAD} with the message as its text. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1;

  /** The reason, for the client: printable ASCII, no text of the client in it. */
  public Malformed(String reason) {
    super(reason, null, false, false);
  }

  /** The reason. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
