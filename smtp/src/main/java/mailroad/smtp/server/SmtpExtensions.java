package mailroad.smtp.server;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.AddressRange;

/**
 * What a port offers beyond the extensions that all ports do.
 *
 * @param verify who gets real answers to VRFY and EXPN: {@code nobody}, or {@code users} who have logged in
 * @param holdTimeMax longest time that users may have a message held back (FUTURERELEASE); zero for not at all
 * @param priorityMax highest priority that a client may ask for (MT-PRIORITY); what is asked beyond is lowered to it
 * @param etrn whether relays may ask for the mail that waits for them (ETRN)
 * @param xclientFrom addresses and networks of proxies that may say by XCLIENT whom they speak for
 */
public record SmtpExtensions(
    Verify verify, Duration holdTimeMax, int priorityMax, boolean etrn, List<String> xclientFrom) {
  /** Who gets real answers to VRFY and EXPN. */
  public enum Verify {
    /** Everybody hears 252 (RFC 5321 section 7.3). */
    NOBODY,
    /** Who has logged in. */
    USERS
  }

  /** For other servers: nobody is preferred. */
  public static final SmtpExtensions DEFAULT =
      new SmtpExtensions(Verify.NOBODY, Duration.ZERO, 0, true, List.of());

  /** For users: a message may wait for a month. */
  public static final SmtpExtensions SUBMISSION =
      new SmtpExtensions(Verify.NOBODY, Duration.ofDays(31), 4, false, List.of());

  /** Values that make sense. */
  public SmtpExtensions {
    xclientFrom = List.copyOf(xclientFrom);
    require(!holdTimeMax.isNegative(), "hold-time-max must not be negative");
    require(priorityMax >= -9 && priorityMax <= 9, "priority-max must be between -9 and 9");
    AddressRange.privileged("xclient-from", xclientFrom);
  }

  /** The networks of {@link #xclientFrom}. */
  List<AddressRange> proxies() {
    return AddressRange.all("xclient-from", xclientFrom);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
