package mailroad.mta.dsn;

import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Notify;

/** Who is told of what. */
public final class DsnRules {
  private DsnRules() {}

  /**
   * To whom a notice goes; empty if nobody is told.
   *
   * @param sender {@code <>} is never answered, so that no notice begets another (RFC 5321 section 4.5.5)
   * @param notify what the sender asked for (RFC 3461 section 4.1)
   * @param nextHopReports whether the next hop offers DSN and so reports itself (RFC 3461 section 5.2.2)
   */
  public static Optional<EmailAddress> told(
      ReversePath sender, Notify notify, Action action, boolean nextHopReports) {
    boolean wanted =
        switch (action) {
          case FAILED -> notify.wants(Notify.Occasion.FAILURE);
          case DELAYED -> notify.wants(Notify.Occasion.DELAY);
          case DELIVERED, EXPANDED -> notify.wants(Notify.Occasion.SUCCESS);
          case RELAYED -> notify.wants(Notify.Occasion.SUCCESS) && !nextHopReports;
        };
    return wanted ? sender.mailbox() : Optional.empty();
  }
}
