package mailroad.mailauth.spf;

import java.util.Optional;
import mailroad.kernel.AddressRange;

/** What a directive looks at (RFC 7208 section 5). */
sealed interface Mechanism {
  /** Always matches. */
  record All() implements Mechanism {}

  /** Another domain's record lets the host pass. */
  record Include(MacroString domain) implements Mechanism {}

  /** The host has an address of a name. */
  record A(Optional<MacroString> domain, Cidr cidr) implements Mechanism {}

  /** The host has an address of a mail exchanger. */
  record Mx(Optional<MacroString> domain, Cidr cidr) implements Mechanism {}

  /** The host's name is within a domain. */
  record Ptr(Optional<MacroString> domain) implements Mechanism {}

  /** The host is in a network of IPv4. */
  record Ip4(AddressRange network) implements Mechanism {}

  /** The host is in a network of IPv6; none where the network holds IPv4 addresses in disguise. */
  record Ip6(Optional<AddressRange> network) implements Mechanism {}

  /** A name has an address. */
  record Exists(MacroString domain) implements Mechanism {}

  /** How many leading bits of an address count, for each family (RFC 7208 section 5.6). */
  record Cidr(int ip4, int ip6) {}
}
