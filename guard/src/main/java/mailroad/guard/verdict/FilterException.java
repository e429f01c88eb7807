package mailroad.guard.verdict;

/** A filter that cannot say anything now: it is down, too slow, or makes no sense. */
public class FilterException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the reason. */
  public FilterException(String message) {
    super(message);
  }

  /** With the reason and what caused it. */
  public FilterException(String message, Throwable cause) {
    super(message, cause);
  }
}
