package mailroad.lab.topology;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A machine of a topology.
 *
 * @param name by which a scenario calls it, such as {@code mail-a}
 * @param fqdn by which DNS knows it
 * @param address its address
 * @param role what it does
 */
public record Host(String name, String fqdn, InetAddress address, Role role) {
  /** A port of the host. */
  public InetSocketAddress port(int number) {
    return new InetSocketAddress(address, number);
  }

  @Override
  public String toString() {
    return name;
  }
}
