package mailroad.smtp.client;

/** What the other side speaks. */
public enum Protocol {
  /** RFC 5321. */
  SMTP,
  /** RFC 2033: the end of the content is answered for each recipient; for servers that keep no queue. */
  LMTP
}
