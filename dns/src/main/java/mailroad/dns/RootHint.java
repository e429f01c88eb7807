package mailroad.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A root server that a recursion begins at.
 *
 * @param name the server's name, lower case, without a trailing dot
 * @param address its address
 * @param port its port; 53 in the world at large
 */
public record RootHint(String name, InetAddress address, int port) {
  /** The port of DNS. */
  public static final int PORT = 53;

  /** The thirteen of the world at large, as IANA publishes them in {@code named.root}. */
  public static final List<RootHint> INTERNET =
      of(
          List.of(
              "a.root-servers.net 198.41.0.4 2001:503:ba3e::2:30",
              "b.root-servers.net 170.247.170.2 2801:1b8:10::b",
              "c.root-servers.net 192.33.4.12 2001:500:2::c",
              "d.root-servers.net 199.7.91.13 2001:500:2d::d",
              "e.root-servers.net 192.203.230.10 2001:500:a8::e",
              "f.root-servers.net 192.5.5.241 2001:500:2f::f",
              "g.root-servers.net 192.112.36.4 2001:500:12::d0d",
              "h.root-servers.net 198.97.190.53 2001:500:1::53",
              "i.root-servers.net 192.36.148.17 2001:7fe::53",
              "j.root-servers.net 192.58.128.30 2001:503:c27::2:30",
              "k.root-servers.net 193.0.14.129 2001:7fd::1",
              "l.root-servers.net 199.7.83.42 2001:500:9f::42",
              "m.root-servers.net 202.12.27.33 2001:dc3::35"));

  /** A hint with a usable name and port. */
  public RootHint {
    name = Records.name(name).map(Records::text).orElseThrow(() -> notAHint("name"));
    if (port < 1 || port > 65535) {
      throw notAHint("port");
    }
  }

  /**
   * Reads hints, one server a line: its name, then its addresses, each with a port behind {@code #} if
   * that is not 53, such as {@code a.root.test 127.0.0.10#5300}.
   *
   * @throws IllegalArgumentException if a line cannot be read
   */
  public static List<RootHint> of(List<String> lines) {
    List<RootHint> hints = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.strip().toLowerCase(Locale.ROOT).split("\\s+");
      if (words.length < 2) {
        throw new IllegalArgumentException("a root hint is a name and addresses, not: " + line);
      }
      for (int i = 1; i < words.length; i++) {
        InetSocketAddress at = SocketText.parse(words[i], PORT);
        hints.add(new RootHint(words[0], at.getAddress(), at.getPort()));
      }
    }
    return List.copyOf(hints);
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  private static IllegalArgumentException notAHint(String what) {
    return new IllegalArgumentException("a root hint's %s cannot be used".formatted(what));
  }
}
