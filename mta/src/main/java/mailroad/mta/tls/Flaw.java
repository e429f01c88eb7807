package mailroad.mta.tls;

import mailroad.kernel.Text;

/**
 * What was wrong with TLS, or with a policy about it, as the domain is told (RFC 8460 section 4.3).
 *
 * @param reason one line, for {@code failure-reason-code}; may be empty
 */
public record Flaw(ResultType type, String reason) {
  private static final int REASON_CHARACTERS_MAX = 120;

  /** The reason is short, and of characters that can be seen. */
  public Flaw {
    reason = Text.visible(reason);
    reason = reason.substring(0, Math.min(reason.length(), REASON_CHARACTERS_MAX));
  }
}
