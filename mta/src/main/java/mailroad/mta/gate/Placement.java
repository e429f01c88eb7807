package mailroad.mta.gate;

/** Where a recipient's copy goes. */
public enum Placement {
  /** Its usual way. */
  USUAL,
  /** Into the account's mailbox for junk, where it is an account here; otherwise its usual way. */
  JUNK,
  /** Nowhere for now: what the judgement books keeps it. */
  QUARANTINE,
  /** Nowhere. The journey still shows it. */
  DISCARD
}
