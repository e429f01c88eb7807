package mailroad.guard.quarantine;

/** What kind of mail it is that is kept. */
public enum Cause {
  /** Nobody asked for it, or so it looks. */
  UNWANTED,
  /** It does harm to who opens it, or so a filter insists. */
  DANGEROUS
}
