package mailroad.wire.http;

import java.io.IOException;

/** What came is not HTTP, or more of it than is read. */
final class NotHttpException extends IOException {
  private static final long serialVersionUID = 1;

  NotHttpException(String message) {
    super(message);
  }
}
