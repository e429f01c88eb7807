package mailroad.mta;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mta.intake.Acceptance;
import mailroad.mta.intake.Course;
import mailroad.mta.intake.Plan;
import mailroad.mta.intake.Rewriter;
import mailroad.mta.local.LocalReplies;
import mailroad.mta.relay.RecipientCheck;
import mailroad.mta.relay.RecipientCheck.Finding;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Choice.DomainClass;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.NextHop;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.Router;
import mailroad.mta.tls.TlsPolicies;
import mailroad.smtp.TlsWish;
import mailroad.store.StoreException;

/** Says what would become of a message, step by step as a message goes them, and does nothing. */
record Forecast(
    Router router,
    Rewriter rewriter,
    Acceptance acceptance,
    RecipientCheck check,
    TlsPolicies policies) {
  Explanation of(Mail mail, EmailAddress to) throws StoreException, InterruptedException {
    List<Why> before = new ArrayList<>();
    Optional<Rewriter.Change> sender = rewriter.sender(mail.sender());
    sender.ifPresent(change -> before.add(change.why()));
    Optional<Rewriter.Change> recipient = rewriter.recipient(to);
    recipient.ifPresent(change -> before.add(change.why()));
    Mail now = sender.map(change -> mail.with(ReversePath.of(change.to()))).orElse(mail);
    EmailAddress address = recipient.map(Rewriter.Change::to).orElse(to);
    Explanation way = router.explain(now, address).after(before);
    Choice choice = way.choice();
    if (choice.hop().next() instanceof NextHop.Reject) {
      return refused(way);
    }
    if (choice.isHere()) {
      return atHome(way, address, now);
    }
    Explanation taken = taken(way, choice, address, mail);
    return taken.refusal().isPresent() ? taken : withPolicies(taken);
  }

  /** A way that a route refuses. */
  static Explanation refused(Explanation way) {
    return way.route() instanceof Route.Never(var reply, var why) ? way.refused(reply, why) : way;
  }

  /** What the policies about TLS make of each host. */
  Explanation withPolicies(Explanation way) throws StoreException, InterruptedException {
    Explanation out = way;
    if (way.route() instanceof Route.By(var targets, _)) {
      for (Route.Target target : targets) {
        Why policy = policies.of(target, TlsWish.UNSAID).why();
        out = out.with(new Why("TLS at " + target, List.of(policy)));
      }
    }
    return out;
  }

  private Explanation taken(Explanation way, Choice choice, EmailAddress address, Mail mail)
      throws StoreException, InterruptedException {
    if (choice.domainClass() == DomainClass.REMOTE) {
      return way.with(
          new Why(
              mail.account()
                  .map(account -> account + " has logged in, and may send to anybody")
                  .orElse(
                      "it is taken from who has logged in or connects from one of relay-networks,"
                          + " and from nobody else")));
    }
    return switch (check.foresee(choice, address)) {
      case Finding.Known(var why) -> way.with(why);
      case Finding.Unasked(var why) -> way.with(why);
      case Finding.Unknown(var reply, var why) -> way.refused(reply, why);
      case Finding.Unsure(var reply, var why) -> way.refused(reply, why);
    };
  }

  private Explanation atHome(Explanation way, EmailAddress address, Mail mail)
      throws StoreException, InterruptedException {
    Plan plan = acceptance.foresee(mail, address);
    return switch (plan.courses().getFirst()) {
      case Course.Filed filed -> into(way, filed);
      case Course.WithoutRoom(_, _, var lookup) ->
          way.refused(
              acceptance.refusal(plan).orElseThrow(),
              new Why("the mailbox is full", List.of(lookup.why())));
      case Course.Nobody(_, _, var lookup) ->
          // Heard at RCPT, before there is anything to plan for.
          way.refused(LocalReplies.nobody(address), lookup.why());
      case Course.Expanded alias -> new Onward(this, plan, mail).of(way, alias);
      case Course.TooMany(_, var why) -> way.refused(acceptance.refusal(plan).orElseThrow(), why);
      case Course.Refused _, Course.Elsewhere _, Course.Again _, Course.Circle _ ->
          throw new IllegalStateException("not the first of a plan for here: " + address);
    };
  }

  /** A way that ends in a mailbox here. */
  static Explanation into(Explanation way, Course.Filed filed) {
    return way.with(new Why("into " + filed.to().account(), List.of(filed.to().why())));
  }
}
