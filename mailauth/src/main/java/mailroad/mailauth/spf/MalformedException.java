package mailroad.mailauth.spf;

/** A record or a text of it breaks the grammar. Stays within this package. */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedException(String message) {
    super(message, null, false, false);
  }
}
