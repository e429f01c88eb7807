package mailroad.store;

/** There is no room left; nothing was changed and nothing is damaged. */
public final class StoreFullException extends StoreException {
  private static final long serialVersionUID = 1;

  /** What is full. */
  public StoreFullException(String message) {
    super(message);
  }
}
