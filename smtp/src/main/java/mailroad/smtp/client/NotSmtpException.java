package mailroad.smtp.client;

import java.io.IOException;

/** The other side said what no SMTP server says at that point. */
final class NotSmtpException extends IOException {
  private static final long serialVersionUID = 1;

  NotSmtpException(String message) {
    super(message);
  }
}
