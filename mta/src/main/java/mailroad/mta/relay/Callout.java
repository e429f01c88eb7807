package mailroad.mta.relay;

import java.util.concurrent.atomic.AtomicInteger;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.mta.delivery.Dialer;
import mailroad.mta.routing.Choice.Hop;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.routing.Router;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.Recipient;
import mailroad.smtp.client.Inquiry;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.SmtpSession;

/**
 * Asks a next hop whether it would take mail for a recipient, as a notice would come: {@code MAIL FROM:<>}, RCPT, and
 * no message. Blocks its caller; any number of tasks may use it.
 */
final class Callout {
  private final RelayConfig config;
  private final Router router;
  private final Dialer dialer;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * A callout.
   *
   * @param dialer that does not wait long
   */
  Callout(RelayConfig config, Router router, Dialer dialer) {
    this.config = config;
    this.router = router;
    this.dialer = dialer;
  }

  /** What a next hop says. */
  sealed interface Answer {
    /** It would take the mail. */
    record Found(String host) implements Answer {}

    /** It would not, and never will. */
    record Missing(String host, Reply reply) implements Answer {}

    /** It does not say. */
    record Silent(String reason) implements Answer {}
  }

  /** Asks. */
  Answer ask(Hop hop, EmailAddress recipient) throws InterruptedException {
    if (underWay.incrementAndGet() > config.calloutsMax()) {
      underWay.decrementAndGet();
      return new Answer.Silent("%d callouts are under way".formatted(config.calloutsMax()));
    }
    try {
      return switch (router.look(hop)) {
        case Route.By by -> ask(by, recipient);
        case Route.Never(var reply, _) -> new Answer.Missing("", reply);
        case Route.Later(var reply, _) -> new Answer.Silent(reply.text());
        case Route.Local _, Route.Held _, Route.Dropped _ -> new Answer.Found("");
      };
    } finally {
      underWay.decrementAndGet();
    }
  }

  private Answer ask(Route.By route, EmailAddress recipient) throws InterruptedException {
    Answer last = new Answer.Silent("nobody was asked");
    for (Target target : route.targets().stream().limit(config.calloutHostsMax()).toList()) {
      last = ask(target, target.manner().tls(), recipient);
      if (!(last instanceof Answer.Silent)) {
        return last;
      }
    }
    return last;
  }

  private Answer ask(Target target, TlsDemand tls, EmailAddress recipient)
      throws InterruptedException {
    return switch (dialer.call(target, tls)) {
      case Dialer.Call.Refused(var reason) -> silent(target, reason);
      case Dialer.Call.TimedOut(var reason) -> silent(target, reason);
      case Dialer.Call.Connected(var opening, _) ->
          switch (opening) {
            case Opening.Opened(var session) -> ask(target, session, recipient);
            case Opening.Refused(_, var reply, _) -> silent(target, reply.toString());
            case Opening.TlsFailed(var reason, _, _) ->
                tls == TlsDemand.OPPORTUNISTIC && target.manner().login().isEmpty()
                    ? ask(target, TlsDemand.NONE, recipient)
                    : silent(target, "TLS failed: " + reason);
            case Opening.NoTls _ -> silent(target, "it does not offer STARTTLS");
            case Opening.Unfit(var reason, _) -> silent(target, reason);
            case Opening.Broken(_, var reason, _) -> silent(target, reason);
          };
    };
  }

  private static Answer ask(Target target, SmtpSession session, EmailAddress recipient)
      throws InterruptedException {
    Inquiry inquiry = session.ask(Recipient.of(recipient));
    if (session.usable()) {
      session.quit();
    }
    return switch (inquiry) {
      case Inquiry.Unanswered(var reason) -> silent(target, reason);
      case Inquiry.Answered(var reply) ->
          switch (reply.kind()) {
            case DONE -> new Answer.Found(target.host());
            case NEVER -> new Answer.Missing(target.host(), reply);
            case LATER, GO_ON -> silent(target, "it said " + reply);
          };
    };
  }

  private static Answer silent(Target target, String reason) {
    return new Answer.Silent("%s: %s".formatted(target, reason));
  }
}
