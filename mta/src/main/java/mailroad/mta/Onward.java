package mailroad.mta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.intake.Course;
import mailroad.mta.intake.Plan;
import mailroad.mta.local.LocalReplies;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Explanation.End;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.NextHop;
import mailroad.mta.routing.Route;
import mailroad.store.StoreException;

/**
 * Says what becomes of a message to an alias: the plan that it would be taken over by, and for each of its ends the way
 * that such mail takes. Recipients of one next hop share their way, as they would a transaction. Used by one task, once.
 */
final class Onward {
  /** Of a long list the tree names the first; all have their own entries below. */
  private static final int NAMED_MAX = 5;

  private final Forecast forecast;
  private final Plan plan;
  private final Mail mail;
  private final Map<Choice.Hop, Explanation> ways = new HashMap<>();
  private final List<End> ends = new ArrayList<>();

  Onward(Forecast forecast, Plan plan, Mail mail) {
    this.forecast = forecast;
    this.plan = plan;
    this.mail = mail;
  }

  Explanation of(Explanation way, Course.Expanded alias)
      throws StoreException, InterruptedException {
    Why followed = follow(alias);
    Optional<Reply> refusal = forecast.acceptance().refusal(plan);
    return (refusal.isPresent()
            ? way.refused(refusal.get(), followed)
            : taken(way, followed, alias))
        .onTo(ends);
  }

  private Explanation taken(Explanation way, Why followed, Course.Expanded alias) {
    Explanation on = way.with(followed).with(new Why("its sender stays " + mail.sender()));
    return alias.isCutShort()
        ? on.with(new Why("of those not followed it hears " + LocalReplies.CIRCLE))
        : on;
  }

  /** Goes the way of an alias, and those of the aliases behind it, up to where they end. */
  private Why follow(Course.Expanded alias) throws StoreException, InterruptedException {
    List<Why> because = new ArrayList<>(List.of(alias.lookup().why()));
    for (Course course : alias.into()) {
      switch (course) {
        case Course.Expanded further -> because.add(follow(further));
        case Course.Again(var to) ->
            because.add(new Why(to + " is passed over: the message goes there already"));
        case Course.Circle(var to) ->
            because.add(new Why(to + " is passed over: it was met before"));
        case Course.TooMany(_, var why) -> because.add(why);
        case Course.Refused(var to, var choice, _) -> end(to, Forecast.refused(look(choice)));
        case Course.Elsewhere _, Course.Filed _, Course.WithoutRoom _, Course.Nobody _
            when plan.refusal().isPresent() -> {}
        case Course.Elsewhere(var to, var choice) -> end(to, elsewhere(choice));
        case Course.Filed filed -> end(filed.address(), Forecast.into(look(filed.choice()), filed));
        case Course.WithoutRoom(var to, var choice, var lookup) ->
            end(to, stopped(new Explanation(choice, later(lookup.why()))));
        case Course.Nobody(var to, var choice, var lookup) ->
            end(to, new Explanation(choice, never(lookup.why())));
      }
    }
    return new Why("%s is passed on to %s".formatted(alias.address(), names(alias)), because);
  }

  private void end(EmailAddress to, Explanation explanation) {
    ends.add(new End(to, explanation));
  }

  private static Route later(Why why) {
    return new Route.Later(LocalReplies.NO_ROOM_NOW, why);
  }

  private static Route never(Why why) {
    return new Route.Never(LocalReplies.NOBODY, why);
  }

  private Explanation look(Choice choice) throws InterruptedException {
    return new Explanation(choice, forecast.router().look(choice.hop()));
  }

  private Explanation elsewhere(Choice choice) throws StoreException, InterruptedException {
    if (choice.hop().next() instanceof NextHop.Discard) {
      return look(choice);
    }
    Explanation known = ways.get(choice.hop());
    if (known == null) {
      known = forecast.withPolicies(look(choice));
      ways.put(choice.hop(), known);
    }
    return stopped(known.chosenBy(choice));
  }

  /** What lies in the queue waits with the rest where a route holds the message for one of its recipients. */
  private Explanation stopped(Explanation way) {
    Optional<Choice> holding = plan.holding();
    return holding.isEmpty() || way.choice().hop().next() instanceof NextHop.Hold
        ? way
        : new Explanation(
            way.choice(),
            new Route.Held(
                new Why(
                    "the message is held for another of its recipients",
                    List.of(holding.get().why()))));
  }

  private static String names(Course.Expanded alias) {
    List<EmailAddress> to = alias.lookup().to();
    String first =
        to.stream().limit(NAMED_MAX).map(EmailAddress::toString).collect(Collectors.joining(", "));
    return to.size() > NAMED_MAX ? "%s and %d more".formatted(first, to.size() - NAMED_MAX) : first;
  }
}
