package mailroad.mta.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;

/**
 * What would become of a message, and why: the choice that configuration makes, and the route that DNS allows.
 *
 * @param before what happens to its addresses first
 * @param also what else decides whether it is taken
 * @param refusal the reply that it would not be taken with, if it would not; then nobody takes the route
 * @param ends those to whom the recipient is passed on, if it stands for others; then they have their own routes
 */
public record Explanation(
    Choice choice,
    Route route,
    List<Why> before,
    List<Why> also,
    Optional<Reply> refusal,
    List<End> ends) {
  /** The record's lists do not change. */
  public Explanation {
    before = List.copyOf(before);
    also = List.copyOf(also);
    ends = List.copyOf(ends);
  }

  /** One of those whom an alias leads to, and what would become of the message there. */
  public record End(EmailAddress to, Explanation explanation) {
    Why why() {
      Why why = explanation.why();
      return new Why("to %s: %s".formatted(to, why.finding()), why.because());
    }
  }

  /** Of a message that is taken. */
  public Explanation(Choice choice, Route route) {
    this(choice, route, List.of(), List.of(), Optional.empty(), List.of());
  }

  /** The same, after its addresses were written anew. */
  public Explanation after(List<Why> changes) {
    return new Explanation(choice, route, changes, also, refusal, ends);
  }

  /** The same with something else that was looked at. */
  public Explanation with(Why why) {
    List<Why> all = new ArrayList<>(also);
    all.add(why);
    return new Explanation(choice, route, before, all, refusal, ends);
  }

  /** The same, not taken. */
  public Explanation refused(Reply reply, Why why) {
    return new Explanation(choice, route, before, with(why).also(), Optional.of(reply), ends);
  }

  /** The same way of another recipient, whose next hop is the same. */
  public Explanation chosenBy(Choice other) {
    return new Explanation(other, route, before, also, refusal, ends);
  }

  /** The same, passed on. */
  public Explanation onTo(List<End> others) {
    return new Explanation(choice, route, before, also, refusal, others);
  }

  /** The answer in a few words, such as {@code by mx.b.example [192.0.2.1]:25}. */
  public String verdict() {
    return refusal
        .map(reply -> "refused: " + reply)
        .orElseGet(() -> ends.isEmpty() ? way() : passedOn());
  }

  private String passedOn() {
    return ends.size() == 1
        ? "passed on " + ends.getFirst().why().finding()
        : "passed on to %d addresses".formatted(ends.size());
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
    if (refusal.isEmpty() && ends.isEmpty()) {
      all.add(route.why());
    }
    ends.forEach(end -> all.add(end.why()));
    return new Why(verdict(), all);
  }
}
