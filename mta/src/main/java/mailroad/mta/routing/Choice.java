package mailroad.mta.routing;

import mailroad.kernel.Why;
import mailroad.mta.routing.RoutingConfig.TlsDemand;

/**
 * What sender, recipient and configuration decide, before DNS is asked.
 *
 * @param domainClass what the recipient's domain is to us
 * @param hop where to, and how
 * @param why what was considered
 */
public record Choice(DomainClass domainClass, Hop hop, Why why) {
  /** What a domain is to us. */
  public enum DomainClass {
    /** Its mailboxes are here. */
    LOCAL,
    /** We are its hub or backup, and take mail for it from anybody. */
    RELAY,
    /** Any other. */
    REMOTE
  }

  /**
   * A next hop and how we meet it. Recipients of one hop share a transaction.
   *
   * @param login name to log in with; empty for none
   */
  public record Hop(NextHop next, TlsDemand tls, String login, String password) {
    /** A hop without a login. */
    public Hop(NextHop next) {
      this(next, TlsDemand.OPPORTUNISTIC, "", "");
    }

    @Override
    public String toString() {
      return next.toString();
    }
  }
}
