package mailroad.mta.routing;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.routing.Route.Target;

/** Makes one route of those of several next hops that the configuration names, in their order. Pure. */
final class Several {
  private Several() {}

  /** One of the next hops, as configuration writes it, and its own route. */
  record Part(String name, Route route) {}

  /**
   * The route over all parts: each address once, at least one of each part.
   *
   * @param how how their order came about
   */
  static Route route(String name, List<Part> parts, List<Why> how, int addressesMax) {
    List<Why> because = new ArrayList<>(how);
    List<List<Target>> levels = new ArrayList<>();
    Set<InetSocketAddress> seen = new HashSet<>();
    Optional<Reply> last = Optional.empty();
    for (Part part : parts) {
      switch (part.route()) {
        case Route.By(var targets, var why) -> {
          levels.add(targets.stream().filter(target -> seen.add(target.endpoint())).toList());
          because.add(new Why(part.name() + " can be tried", List.of(why)));
        }
        case Route.Never(var reply, var why) -> {
          last = Optional.of(reply);
          because.add(new Why(part.name() + " is passed over", List.of(why)));
        }
        case Route.Later(var reply, var why) -> {
          last = Optional.of(reply);
          because.add(new Why(part.name() + " is passed over for now", List.of(why)));
        }
        case Route.Local _, Route.Held _, Route.Dropped _ ->
            throw new IllegalArgumentException("no next hop to carry mail to: " + part);
      }
    }
    List<Target> targets = Decision.bounded(levels, addressesMax);
    if (!targets.isEmpty()) {
      return new Route.By(targets, new Why(summary(name, targets), because));
    }
    // The fault is in our own configuration: the mail must not suffer for it at once.
    Reply reply =
        new Reply(
            451,
            "4.4.4",
            "None of %s can be used now: %s"
                .formatted(name, last.map(Reply::text).orElse("there is none")));
    return new Route.Later(reply, new Why("none of %s can be used now".formatted(name), because));
  }

  private static String summary(String name, List<Target> targets) {
    return "mail for %s is tried at %s"
        .formatted(name, String.join(", then ", targets.stream().map(Target::toString).toList()));
  }
}
