package mailroad.store;

/** The machine failed: a disk, a database, its network. */
public class StoreException extends Exception {
  private static final long serialVersionUID = 1;

  /** What failed, and why. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What failed. */
  public StoreException(String message) {
    super(message);
  }
}
