package mailroad.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** The resolvers that the system is configured with. */
public final class SystemServers {
  /** As many as other resolvers read, too. */
  private static final int SERVERS_MAX = 3;

  private SystemServers() {}

  /**
   * Reads the {@code nameserver} lines of the text of {@code /etc/resolv.conf}; others, and addresses that
   * cannot be read, are skipped. Without any, it is this machine's own resolver, as resolv.conf(5) says.
   */
  public static List<InetSocketAddress> parse(String resolvConf) {
    List<InetSocketAddress> servers =
        resolvConf
            .lines()
            .map(line -> line.strip().split("\\s+"))
            .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
            .flatMap(words -> address(words[1]).stream())
            .limit(SERVERS_MAX)
            .map(address -> new InetSocketAddress(address, RootHint.PORT))
            .toList();
    return servers.isEmpty()
        ? List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), RootHint.PORT))
        : servers;
  }

  private static Optional<InetAddress> address(String literal) {
    try {
      return Optional.of(SocketText.literal(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
