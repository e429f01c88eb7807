package mailroad.mailbox;

/**
 * How many sessions a user may have at a time over one protocol.
 *
 * @param perUserMax from everywhere
 * @param perUserAndAddressMax from one IPv4 address or one IPv6 /64
 */
public record SessionLimits(int perUserMax, int perUserAndAddressMax) {
  /** Enough for several devices, each with a connection for every mailbox that it watches. */
  public static final SessionLimits DEFAULT = new SessionLimits(200, 50);

  /** Limits that let somebody in. */
  public SessionLimits {
    if (perUserMax < 1) {
      throw new IllegalArgumentException("per-user-max must be at least 1");
    }
    if (perUserAndAddressMax < 1) {
      throw new IllegalArgumentException("per-user-and-address-max must be at least 1");
    }
  }
}
