package mailroad.app.transfer;

/** How mail lies in files. */
public enum Format {
  /** One file for a mailbox. */
  MBOX,
  /** A folder for a mailbox, with {@code cur} and {@code new}. */
  MAILDIR,
  /** A file for a message. */
  EML
}
