package mailroad.mta.dsn;

import java.util.Locale;

/** What became of a recipient, as a report says it (RFC 3464 section 2.3.3). */
public enum Action {
  /** Given up. */
  FAILED,
  /** Not yet; still tried. */
  DELAYED,
  /** In its mailbox. */
  DELIVERED,
  /** Passed on to a server that makes no promise to report. */
  RELAYED,
  /** Became several others. */
  EXPANDED;

  /** The value of the Action field. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }
}
