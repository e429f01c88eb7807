package mailroad.smtp.client;

/** How far a session had come. */
public enum Stage {
  /** Waiting for 220. */
  GREETING,
  /** EHLO or HELO. */
  HELLO,
  /** STARTTLS and the handshake. */
  TLS,
  /** AUTH. */
  AUTH,
  /** MAIL. */
  MAIL,
  /** RCPT. */
  RCPT,
  /** DATA or BDAT, and the content up to its final dot. */
  DATA,
  /** The final dot was sent: the other side may have the message (RFC 1047). */
  FINAL_DOT
}
