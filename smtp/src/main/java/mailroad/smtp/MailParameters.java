package mailroad.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import mailroad.kernel.ReversePath;

/**
 * What was said about a message at MAIL, besides its sender.
 *
 * @param size octets that the content is said to have (RFC 1870)
 * @param body whether the content may hold octets above 127 (RFC 6152)
 * @param utf8 whether addresses and header fields may hold UTF-8: SMTPUTF8 (RFC 6531)
 * @param ret how much a failure notice gives back (RFC 3461 section 4.3)
 * @param envid the sender's name for this envelope, decoded (RFC 3461 section 4.4)
 * @param auth who handed the message in first, as a trusted relay says (RFC 4954 section 5); {@code <>}
 *     where that is not known
 * @param handling how it is to be treated on its way
 */
public record MailParameters(
    OptionalLong size,
    Body body,
    boolean utf8,
    Optional<Return> ret,
    Optional<String> envid,
    Optional<ReversePath> auth,
    Handling handling) {
  /** RFC 3461 section 4.4: the encoded value. */
  public static final int ENVID_OCTETS_MAX = 100;

  /** Nothing was said. */
  public static final MailParameters NONE =
      new MailParameters(
          OptionalLong.empty(),
          Body.SEVEN_BIT,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Handling.NONE);

  /** The same with another body. */
  public MailParameters with(Body other) {
    return new MailParameters(size, other, utf8, ret, envid, auth, handling);
  }

  /** The same, SMTPUTF8 said or not. */
  public MailParameters withUtf8(boolean other) {
    return new MailParameters(size, body, other, ret, envid, auth, handling);
  }

  /** The same with a size. */
  public MailParameters withSize(long octets) {
    return new MailParameters(OptionalLong.of(octets), body, utf8, ret, envid, auth, handling);
  }

  /** The same with what DSN asks for. */
  public MailParameters withDsn(Optional<Return> otherRet, Optional<String> otherEnvid) {
    return new MailParameters(size, body, utf8, otherRet, otherEnvid, auth, handling);
  }

  /** The same with the identity of who handed the message in. */
  public MailParameters withAuth(ReversePath other) {
    return new MailParameters(size, body, utf8, ret, envid, Optional.of(other), handling);
  }

  /** The same, to be treated otherwise on its way. */
  public MailParameters with(Handling other) {
    return new MailParameters(size, body, utf8, ret, envid, auth, other);
  }
}
