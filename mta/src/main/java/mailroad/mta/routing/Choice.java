package mailroad.mta.routing;

import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.Why;

/**
 * What sender, recipient and configuration decide, before DNS is asked.
 *
 * @param domainClass what the recipient's domain is to us
 * @param hop where to, and how
 * @param lifetime how long its mail may wait, where the route says so
 * @param why what was considered
 */
public record Choice(DomainClass domainClass, Hop hop, Optional<Duration> lifetime, Why why) {
  /** What a domain is to us. */
  public enum DomainClass {
    /** Its mailboxes are here. */
    LOCAL,
    /** We are its hub or backup, and take mail for it from anybody. */
    RELAY,
    /** Any other. */
    REMOTE
  }

  /** Whether the mailbox is here. */
  public boolean isHere() {
    return hop.next() instanceof NextHop.Here;
  }

  /** A next hop and how its hosts are met. Recipients of one hop share a transaction. */
  public record Hop(NextHop next, Manner manner) {
    /** A hop met in the usual manner. */
    public Hop(NextHop next) {
      this(next, Manner.USUAL);
    }

    @Override
    public String toString() {
      return next.toString();
    }
  }
}
