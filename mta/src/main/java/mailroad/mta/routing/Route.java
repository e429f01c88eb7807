package mailroad.mta.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;

/** How a next hop is reached, decided anew for each attempt. */
public sealed interface Route {
  /** What was considered. */
  Why why();

  /** The mailboxes here. */
  record Local(Why why) implements Route {}

  /** By these, tried in this order. */
  record By(List<Target> targets, Why why) implements Route {
    /** At least one; the list does not change. */
    public By {
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("a route without a target");
      }
    }
  }

  /** An administrator decides when it goes on. */
  record Held(Why why) implements Route {}

  /** Dropped. */
  record Dropped(Why why) implements Route {}

  /** There is no way: a failure for good, in the words of a reply. */
  record Never(Reply reply, Why why) implements Route {}

  /** It cannot be known now: tried again later. */
  record Later(Reply reply, Why why) implements Route {}

  /**
   * One address to try.
   *
   * @param host the name that led to it, or its literal
   * @param preference of its MX record; 0 where there is none
   * @param exchangerOf the domain whose mail exchanger it is; empty where the configuration names the host
   * @param manner how it is met
   */
  record Target(
      String host,
      InetAddress address,
      int port,
      int preference,
      Optional<Domain> exchangerOf,
      Manner manner) {
    /** A target that the configuration names, met in the usual manner. */
    public Target(String host, InetAddress address, int port, int preference) {
      this(host, address, port, preference, Optional.empty(), Manner.USUAL);
    }

    /** Address and port. */
    public InetSocketAddress endpoint() {
      return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
      return "%s [%s]:%d".formatted(host, address.getHostAddress(), port);
    }
  }
}
