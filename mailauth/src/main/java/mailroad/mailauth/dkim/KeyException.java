package mailroad.mailauth.dkim;

/** A private key that cannot be used. Its text tells nothing of the key. */
public final class KeyException extends Exception {
  private static final long serialVersionUID = 1;

  KeyException(String message) {
    super(message);
  }
}
