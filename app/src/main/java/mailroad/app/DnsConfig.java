package mailroad.app;

import java.util.List;
import mailroad.dns.ResolverConfig;
import mailroad.dns.RootHint;

/**
 * Who answers the node's questions about names.
 *
 * @param mode {@code forwarding} asks other resolvers, {@code iterative} walks down from the root itself
 * @param servers resolvers to ask when forwarding, such as {@code 127.0.0.1:53}; empty for the system's own
 * @param rootHints servers of the root when iterative, such as {@code a.root 127.0.0.10#5300}; empty for the
 *     real ones
 * @param resolver limits and times
 */
public record DnsConfig(
    Mode mode, List<String> servers, List<String> rootHints, ResolverConfig resolver) {
  /** Ways to resolve. */
  public enum Mode {
    FORWARDING,
    ITERATIVE
  }

  /** The system's resolvers. */
  public static final DnsConfig DEFAULT =
      new DnsConfig(Mode.FORWARDING, List.of(), List.of(), ResolverConfig.DEFAULT);

  /** Every entry must be an address. */
  public DnsConfig {
    servers = Addresses.check("servers", servers);
    try {
      RootHint.of(rootHints);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("root-hints: " + e.getMessage(), e);
    }
    rootHints = List.copyOf(rootHints);
  }
}
