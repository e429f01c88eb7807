package mailroad.app.admin;

import mailroad.store.StoreException;

/** An operation that was refused or failed: the message says why, and what to do instead. */
public final class AdminException extends Exception {
  private static final long serialVersionUID = 1;

  /** Refused or failed for this reason. */
  public AdminException(String message) {
    super(message);
  }

  /** Failed because the store did. */
  public AdminException(StoreException cause) {
    this("the store failed: " + cause.getMessage(), cause);
  }

  /** Failed because something else did. */
  public AdminException(String message, Throwable cause) {
    super(message, cause);
  }
}
