package mailroad.mta.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;

/**
 * What would become of a message, and why: the choice that configuration makes, and the route that DNS allows.
 *
 * @param before what happens to its addresses first
 * @param also what else decides whether it is taken
 * @param refusal the reply that it would not be taken with, if it would not; then nobody takes the route
 */
public record Explanation(
    Choice choice, Route route, List<Why> before, List<Why> also, Optional<Reply> refusal) {
  /** The record's lists do not change. */
  public Explanation {
    before = List.copyOf(before);
    also = List.copyOf(also);
  }

  /** Of a message that is taken. */
  public Explanation(Choice choice, Route route) {
    this(choice, route, List.of(), List.of(), Optional.empty());
  }

  /** The same, after its addresses were written anew. */
  public Explanation after(List<Why> changes) {
    return new Explanation(choice, route, changes, also, refusal);
  }

  /** The same with something else that was looked at. */
  public Explanation with(Why why) {
    List<Why> all = new ArrayList<>(also);
    all.add(why);
    return new Explanation(choice, route, before, all, refusal);
  }

  /** The same, not taken. */
  public Explanation refused(Reply reply, Why why) {
    return new Explanation(choice, route, before, with(why).also(), Optional.of(reply));
  }

  /** The answer in a few words, such as {@code by mx.b.example [192.0.2.1]:25}. */
  public String verdict() {
    return refusal.map(reply -> "refused: " + reply).orElseGet(this::way);
  }

  private String way() {
    return switch (route) {
      case Route.Local _ -> "to a mailbox here";
      case Route.Held _ -> "held until an administrator lets it go on";
      case Route.Dropped _ -> "taken and dropped";
      case Route.By(var targets, _) -> "by " + targets.getFirst();
      case Route.Never(var reply, _) -> "never: " + reply;
      case Route.Later(var reply, _) -> "not now: " + reply;
    };
  }

  /** All that was considered; the route is left out where the message would not be taken. */
  public Why why() {
    List<Why> all = new ArrayList<>(before);
    all.add(choice.why());
    all.addAll(also);
    if (refusal.isEmpty()) {
      all.add(route.why());
    }
    return new Why(verdict(), all);
  }
}
