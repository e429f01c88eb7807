package mailroad.mta;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mta.intake.IntakeConfig.FullMailbox;
import mailroad.mta.intake.Rewriter;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Lookup;
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
    LocalDelivery local,
    RecipientCheck check,
    TlsPolicies policies,
    FullMailbox full) {
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
    if (choice.hop().next() instanceof NextHop.Reject(var reply)) {
      return way.refused(reply, way.route().why());
    }
    if (choice.isHere()) {
      return atHome(way, router.here(address), mail);
    }
    Explanation taken = taken(way, choice, address, mail);
    return taken.refusal().isPresent() ? taken : withPolicies(taken);
  }

  /** What the policies about TLS make of each host. */
  private Explanation withPolicies(Explanation way) throws StoreException, InterruptedException {
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
      throws StoreException {
    return switch (local.lookup(address, mail.octets().orElse(0))) {
      case Lookup.ToAccount(var account, var why, _) ->
          way.with(new Why("into " + account, List.of(why)));
      case Lookup.Forward(var others, var why) ->
          way.with(new Why("passed on to " + others, List.of(why)));
      case Lookup.Full(_, var why) ->
          way.refused(full.reply(), new Why("the mailbox is full", List.of(why)));
      case Lookup.Unknown(var why) ->
          way.refused(
              new Reply(550, "5.1.1", "<%s>: no such mailbox here".formatted(address)), why);
    };
  }
}
