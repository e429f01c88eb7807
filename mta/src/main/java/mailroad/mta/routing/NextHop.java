package mailroad.mta.routing;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;

/**
 * Where mail goes next, before DNS is asked. Recipients with one next hop share a transaction (RFC 5321
 * section 4.5.4.1).
 *
 * <p>As text: {@code example.org} means its mail exchangers, {@code [mx.example.org]} that host's addresses,
 * {@code [192.0.2.1]} or {@code [2001:db8::1]} that address; {@code :port} may follow each. {@code
 * lmtp:host:port} speaks LMTP. Several with commas between are tried in that order. {@code group:name} is a group
 * of the configuration, {@code mx} the recipient's own exchangers, {@code local} the mailboxes here. {@code
 * reject 550 5.7.1 text}, {@code hold} and {@code discard} end the way.
 */
public sealed interface NextHop {
  /** The mailboxes here. */
  record Here() implements NextHop {
    @Override
    public String toString() {
      return "local";
    }
  }

  /** One that mail can be carried to. */
  sealed interface Carrier extends NextHop {}

  /** The mail exchangers of a domain. */
  record Exchangers(Domain domain, OptionalInt port) implements Carrier {
    @Override
    public String toString() {
      return domain + suffix(port);
    }
  }

  /** One host by name, MX records not asked for. */
  record Host(Domain name, OptionalInt port) implements Carrier {
    @Override
    public String toString() {
      return "[" + name + "]" + suffix(port);
    }
  }

  /** One address. */
  record Address(InetAddress address, OptionalInt port) implements Carrier {
    @Override
    public String toString() {
      return "[" + address.getHostAddress() + "]" + suffix(port);
    }
  }

  /** A host that speaks LMTP (RFC 2033). */
  record Lmtp(Carrier to) implements Carrier {
    @Override
    public String toString() {
      return "lmtp:" + to;
    }
  }

  /** Several, in the order in which they are tried. */
  record Chain(List<Carrier> links) implements NextHop {
    /** The record's list does not change. */
    public Chain {
      links = List.copyOf(links);
    }

    @Override
    public String toString() {
      return links.stream().map(Carrier::toString).collect(Collectors.joining(", "));
    }
  }

  /** The hosts of a group of the configuration. */
  record Group(String name) implements NextHop {
    @Override
    public String toString() {
      return "group:" + name;
    }
  }

  /** The recipient's own mail exchangers, met in the route's manner. Chosen, it is one of the others. */
  record Own() implements NextHop {
    @Override
    public String toString() {
      return "mx";
    }
  }

  /** Nowhere: refused. */
  record Reject(Reply reply) implements NextHop {
    @Override
    public String toString() {
      return "reject " + reply;
    }
  }

  /** Nowhere until an administrator lets it go on. */
  record Hold() implements NextHop {
    @Override
    public String toString() {
      return "hold";
    }
  }

  /** Nowhere: taken and dropped, which the journey shows. */
  record Discard() implements NextHop {
    @Override
    public String toString() {
      return "discard";
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
