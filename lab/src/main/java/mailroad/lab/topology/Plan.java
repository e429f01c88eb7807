package mailroad.lab.topology;

import java.net.InetAddress;

/**
 * Where the hosts of a topology live.
 *
 * @param network the first three parts of all addresses, such as {@code 10.42.0}
 * @param dns port of name servers and resolvers
 * @param smtp port on which mail comes from other servers
 * @param submission port on which mail comes from users
 * @param pop3 port of POP3
 * @param imap port of IMAP
 */
public record Plan(String network, int dns, int smtp, int submission, int pop3, int imap) {
  /** In a simulation: the well-known ports on addresses of a private network. */
  public static final Plan SIMULATED = new Plan("10.42.0", 53, 25, 587, 110, 143);

  private static final int NETWORKS = 250;

  /** A plan with addresses that can be. */
  public Plan {
    InetAddress.ofLiteral(network + ".1");
  }

  /**
   * On this machine: loopback addresses, and ports that need no root.
   *
   * @param number several worlds may stand side by side, each with a number of its own
   */
  public static Plan loopback(int number) {
    return new Plan("127.42." + Math.floorMod(number, NETWORKS), 5300, 2525, 2587, 2110, 2143);
  }

  /** An address of the network. */
  InetAddress address(int host) {
    return InetAddress.ofLiteral(network + "." + host);
  }

  /** All of the network, as {@code address/bits}. */
  String range() {
    return network + ".0/24";
  }
}
