package mailroad.guard.vouching;

/**
 * How much weighs what vouches for a message, or does not. Scores below zero speak for it.
 *
 * @param spfFail the sender's domain says that the client may not send (SPF fail)
 * @param spfSoftfail the sender's domain says that the client probably may not send (SPF softfail)
 * @param spfBroken the sender's domain has a broken SPF record
 * @param heloFail the name that the client gave says that it is another (SPF fail of HELO)
 * @param dkimFail there are signatures, and none of them holds
 * @param dmarcPass the domain in From is vouched for
 * @param dmarcFail nothing vouches for the domain in From, which asks for nothing to be done about that
 * @param dmarcQuarantine nothing vouches for the domain in From, which asks that such mail be held for suspicious
 * @param dmarcReject what is done where nothing vouches for the domain in From, which asks that such mail be refused
 * @param dmarcRejectScore the same as a score, where it is not refused at once
 * @param unvouched the domain in From has no policy, and neither SPF nor DKIM vouch for it
 * @param noName the client's address has no name that leads back to it (iprev)
 */
public record VouchingConfig(
    double spfFail,
    double spfSoftfail,
    double spfBroken,
    double heloFail,
    double dkimFail,
    double dmarcPass,
    double dmarcFail,
    double dmarcQuarantine,
    Rejection dmarcReject,
    double dmarcRejectScore,
    double unvouched,
    double noName) {
  /** What is done about mail that its purported domain wants refused. */
  public enum Rejection {
    /** It is refused. */
    REFUSE,
    /** It is kept in quarantine. */
    QUARANTINE,
    /** It is weighed. */
    SCORE
  }

  /** What DMARC asks for is done; the rest only adds up. */
  public static final VouchingConfig DEFAULT =
      new VouchingConfig(2.5, 1.0, 0.5, 1.0, 0.5, -0.5, 1.5, 6.0, Rejection.REFUSE, 10.0, 0.5, 1.0);
}
