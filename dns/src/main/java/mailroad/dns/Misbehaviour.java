package mailroad.dns;

import java.net.InetSocketAddress;
import java.util.List;

/** What a {@link ZoneServer} is to do wrong, for tests and the lab. Any task may call it. */
@FunctionalInterface
public interface Misbehaviour {
  /** Does nothing wrong. */
  Misbehaviour NONE = _ -> List.of();

  /** What to do wrong about this question; applied in order. */
  List<Mischief> on(Asked asked);

  /** Does the same wrong about every question. */
  static Misbehaviour always(Mischief... mischief) {
    List<Mischief> all = List.of(mischief);
    return _ -> all;
  }

  /**
   * A question.
   *
   * @param name in lower case without a trailing dot
   * @param type such as {@code MX}
   * @param from who asks
   */
  record Asked(String name, String type, boolean tcp, InetSocketAddress from) {}
}
