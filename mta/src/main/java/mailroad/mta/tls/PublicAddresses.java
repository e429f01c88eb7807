package mailroad.mta.tls;

import java.net.InetAddress;
import java.util.List;
import mailroad.kernel.AddressRange;

/** Which addresses strangers may have us connect to (A18): none of our own or a neighbour's network. */
final class PublicAddresses {
  private static final List<AddressRange> OTHERS =
      AddressRange.all(
          "networks that are not public",
          List.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "224.0.0.0/3",
              "::/8",
              "64:ff9b:1::/48",
              "2002::/16",
              "fc00::/7",
              "fe80::/9",
              "ff00::/8"));

  private PublicAddresses() {}

  /** Whether an address is one of the public internet. */
  static boolean contain(InetAddress address) {
    return OTHERS.stream().noneMatch(range -> range.contains(address));
  }
}
