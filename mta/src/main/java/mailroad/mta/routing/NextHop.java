package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;
import mailroad.kernel.Domain;

/**
 * Where mail goes next, before DNS is asked. Recipients with one next hop share a transaction (RFC 5321
 * section 4.5.4.1).
 *
 * <p>As text: {@code example.org} means its mail exchangers, {@code [mx.example.org]} that host's
 * addresses, {@code [192.0.2.1]} or {@code [2001:db8::1]} that address; {@code :port} may follow each.
 */
public sealed interface NextHop {
  /** The mailboxes here. */
  record Here() implements NextHop {
    @Override
    public String toString() {
      return "local";
    }
  }

  /** The mail exchangers of a domain. */
  record Exchangers(Domain domain, OptionalInt port) implements NextHop {
    @Override
    public String toString() {
      return domain + suffix(port);
    }
  }

  /** One host by name, MX records not asked for. */
  record Host(Domain name, OptionalInt port) implements NextHop {
    @Override
    public String toString() {
      return "[" + name + "]" + suffix(port);
    }
  }

  /** One address. */
  record Address(InetAddress address, OptionalInt port) implements NextHop {
    @Override
    public String toString() {
      return "[" + address.getHostAddress() + "]" + suffix(port);
    }
  }

  /** Reads a next hop as configuration has it; empty if it is not one. */
  static Optional<NextHop> parse(String text) {
    return NextHopSyntax.parse(text);
  }

  private static String suffix(OptionalInt port) {
    return port.isPresent() ? ":" + port.getAsInt() : "";
  }
}
