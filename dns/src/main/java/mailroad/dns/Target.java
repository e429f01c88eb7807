package mailroad.dns;

import java.net.InetSocketAddress;

/**
 * A server to ask.
 *
 * @param host its name as people read it, or its address where it has no name
 */
record Target(String host, InetSocketAddress address) {
  Target(InetSocketAddress address) {
    this(SocketText.show(address.getAddress()), address);
  }

  @Override
  public String toString() {
    return host;
  }
}
