package mailroad.guard.report.received;

/** What was sent is no report, or not one that is read; the message says why, in one line. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableException(String message) {
    super(message);
  }
}
