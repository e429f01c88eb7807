package mailroad.mailauth.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import mailroad.kernel.AddressText;
import mailroad.kernel.Domain;

/**
 * What macros stand for in the record of one domain (RFC 7208 section 7.2).
 *
 * @param domain whose record it is
 * @param receiver the name of this server
 */
record Macros(Identity identity, String domain, Lookups lookups, Domain receiver, Instant now)
    implements MacroString.Values {
  @Override
  public String of(char letter) throws InterruptedException {
    return switch (letter) {
      case 's' -> identity.sender();
      case 'l' -> identity.local();
      case 'o' -> identity.domain();
      case 'd' -> domain;
      case 'i' -> dotted(identity.client());
      case 'p' -> validated();
      case 'v' -> identity.client() instanceof Inet4Address ? "in-addr" : "ip6";
      case 'h' -> identity.helo();
      case 'c' -> AddressText.of(identity.client());
      case 'r' -> receiver.name();
      case 't' -> Long.toString(now.getEpochSecond());
      default -> throw new IllegalArgumentException("no macro: " + letter);
    };
  }

  /** RFC 7208 section 7.3: the parts of an address with dots between them, those of IPv6 being its nibbles. */
  private static String dotted(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    StringBuilder out = new StringBuilder();
    for (byte octet : address.getAddress()) {
      String hex = Integer.toHexString(octet & 0xff | 0x100).substring(1).toUpperCase(Locale.ROOT);
      out.append(out.isEmpty() ? "" : ".").append(hex.charAt(0)).append('.').append(hex.charAt(1));
    }
    return out.toString();
  }

  /** RFC 7208 section 7.3: a name of the client that leads back; best the domain itself or one below it. */
  private String validated() throws InterruptedException {
    for (List<String> names :
        List.of(
            lookups.names(name -> name.equalsIgnoreCase(domain), 1),
            lookups.names(name -> HostName.isWithin(name, domain), 1),
            lookups.names(_ -> true, 1))) {
      if (!names.isEmpty()) {
        return names.getFirst();
      }
    }
    return "unknown";
  }
}
