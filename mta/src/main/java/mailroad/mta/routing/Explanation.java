package mailroad.mta.routing;

import java.util.List;
import mailroad.kernel.Why;

/** What would become of a message, and why: the choice that configuration makes, and the route that DNS allows. */
public record Explanation(Choice choice, Route route) {
  /** The answer in a few words, such as {@code by mx.b.example [192.0.2.1]:25}. */
  public String verdict() {
    return switch (route) {
      case Route.Local _ -> "to a mailbox here";
      case Route.By(var targets, _) -> "by " + targets.getFirst();
      case Route.Never(var reply, _) -> "never: " + reply;
      case Route.Later(var reply, _) -> "not now: " + reply;
    };
  }

  /** All that was considered. */
  public Why why() {
    return new Why(verdict(), List.of(choice.why(), route.why()));
  }
}
