package mailroad.sasl;

/** Whether a claim is true cannot be known now, because a machine fails that was asked. */
public final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what has happened. */
  public UnavailableException(String message) {
    super(message);
  }

  /** With what has failed. */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
