package mailroad.mta.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.mta.delivery.HopAttempt.Parts;
import mailroad.mta.delivery.SessionPool.Kept;
import mailroad.mta.delivery.SessionPool.Line;
import mailroad.mta.queue.Courier.Feedback;
import mailroad.mta.queue.QueuedMessage;
import mailroad.mta.routing.Route.Target;
import mailroad.mta.tls.HostPolicy;
import mailroad.mta.tls.TlsPolicies;
import mailroad.smtp.Envelope;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.client.Delivery;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.Outcome;
import mailroad.smtp.client.SmtpSession;
import mailroad.smtp.client.Stage;
import mailroad.store.StoreException;

/** Talks to one host after another for one attempt, by sessions that wait there or new ones. One task's. */
final class Conversation {
  private final Parts parts;
  private final QueuedMessage message;
  private final String hop;
  private final Tally tally;
  private final Witness witness;

  Conversation(Parts parts, QueuedMessage message, String hop, Tally tally) {
    this.parts = parts;
    this.message = message;
    this.hop = hop;
    this.tally = tally;
    this.witness = new Witness(parts.sessions());
  }

  /** What the policies make of an address for this message. */
  HostPolicy policy(Target target) throws StoreException, InterruptedException {
    TlsPolicies.Meeting meeting =
        parts.policies().meet(target, message.parameters().handling().tls());
    witness.meets(target, meeting);
    return meeting.policy();
  }

  /** Tries one address under a policy; what that tells of the host. */
  Feedback tryOne(Target target, HostPolicy.Use use) throws StoreException, InterruptedException {
    Instant began = parts.world().now();
    tally.under(use);
    Line line = new Line(target.endpoint(), use.protection(), target.manner());
    Optional<Kept> kept = parts.pool().take(line);
    if (kept.isPresent() && talk(target, began, kept.get(), true)) {
      return new Feedback.Worked();
    }
    Optional<InetAddress> source = parts.dialer().source(target);
    Optional<Instant> wait = parts.limits().connect(hop, source, began);
    if (wait.isPresent()) {
      return new Feedback.Paced("Only so many connections may be made in a time", wait.get());
    }
    Dialer.Call call = parts.dialer().call(target, source, use.protection());
    return switch (call) {
      case Dialer.Call.Refused(var reason) -> unreached(target, began, reason);
      case Dialer.Call.TimedOut(var reason) -> unreached(target, began, reason);
      case Dialer.Call.Connected(var opening, var from) -> {
        witness.saw(from, opening);
        yield opened(target, began, use, opening);
      }
    };
  }

  private Feedback unreached(Target target, Instant began, String reason) {
    tally.attempted(target, began, reason, List.of());
    tally.sayAll(
        target, new Reply(451, "4.4.1", "Cannot connect to %s: %s".formatted(target, reason)));
    return failed(target, reason);
  }

  /** A host that does not answer is left alone; one that talks to others of us at this moment is only busy. */
  private Feedback failed(Target target, String reason) {
    if (parts.memory().isTalking(target.endpoint()) || parts.pool().waitsAt(target.endpoint())) {
      return new Feedback.Crowded("%s has no room for more: %s".formatted(target.host(), reason));
    }
    Set<Domain> domains =
        tally.open().stream()
            .map(recipient -> recipient.address().domain())
            .collect(Collectors.toSet());
    Instant until = parts.memory().failed(target.endpoint(), reason, parts.world().now(), domains);
    parts.waiting().failed(target.address(), domains);
    return new Feedback.Down(reason, Optional.of(until));
  }

  private void worked(Target target) {
    parts.memory().worked(target.endpoint());
    parts.waiting().back(target.address());
  }

  private Feedback opened(Target target, Instant began, HostPolicy.Use use, Opening opening)
      throws StoreException, InterruptedException {
    return switch (opening) {
      case Opening.Opened(var session) -> {
        worked(target);
        Line line = new Line(target.endpoint(), use.protection(), target.manner());
        talk(target, began, Kept.fresh(line, session, parts.world().now()), false);
        yield new Feedback.Worked();
      }
      case Opening.Refused(var stage, var reply, var dialogue)
          when stage == Stage.TLS && reply.code() != 421 ->
          unsecured(
              target, began, use, new Fault("4.7.5", "STARTTLS was refused: " + reply, dialogue));
      case Opening.Refused(var stage, var reply, var dialogue) -> {
        String what = "refused %s: %s".formatted(Outcomes.at(stage), reply);
        tally.attempted(target, began, what, dialogue);
        tally.sayAll(target, reply);
        if (stage == Stage.GREETING || stage == Stage.HELLO) {
          yield failed(target, "it said " + reply);
        }
        worked(target);
        yield new Feedback.Worked();
      }
      case Opening.Broken(var stage, var reason, var dialogue) -> {
        String what = "lost %s: %s".formatted(Outcomes.at(stage), reason);
        tally.attempted(target, began, what, dialogue);
        tally.sayAll(
            target, new Reply(451, "4.4.2", "The connection to %s was %s".formatted(target, what)));
        yield failed(target, what);
      }
      case Opening.Unfit(var reason, var dialogue) -> {
        worked(target);
        tally.attempted(target, began, reason, dialogue);
        tally.sayAll(
            target, new Reply(451, "4.7.4", "%s is of no use: %s".formatted(target, reason)));
        yield new Feedback.Worked();
      }
      case Opening.NoTls(var dialogue) ->
          unsecured(target, began, use, new Fault("4.7.4", "it does not offer STARTTLS", dialogue));
      case Opening.TlsFailed(var reason, _, var dialogue) ->
          unsecured(target, began, use, new Fault("4.7.5", "TLS failed: " + reason, dialogue));
    };
  }

  /**
   * Why TLS could not be had.
   *
   * @param status of the reply that makes mail wait
   */
  private record Fault(String status, String text, List<String> dialogue) {}

  /**
   * TLS could not be had (R42). Mail that asked for no protection goes without rather than not at all (RFC 7435
   * section 3); what a policy or the sender asks for is never given up, and another host is tried.
   */
  private Feedback unsecured(Target target, Instant began, HostPolicy.Use use, Fault fault)
      throws StoreException, InterruptedException {
    worked(target);
    tally.attempted(target, began, fault.text(), fault.dialogue());
    tally.sayAllOfPolicy(
        target, use.failed(fault.status(), "%s: %s".formatted(target, fault.text())));
    return use.fallbacks().isEmpty() ? new Feedback.Worked() : tryOne(target, use.next());
  }

  /**
   * Hands the recipients over.
   *
   * @param reused whether the session has waited, so that the other side may have ended it meanwhile
   * @return whether the session was alive; otherwise nothing was said or decided
   */
  private boolean talk(Target target, Instant began, Kept kept, boolean reused)
      throws StoreException, InterruptedException {
    SmtpSession session = kept.session();
    parts.memory().begins(target.endpoint());
    boolean usable = false;
    boolean first = reused;
    try {
      List<Recipient> now = tally.open();
      while (!now.isEmpty() && session.usable()) {
        Envelope envelope = new Envelope(message.sender(), parameters(), now);
        List<Delivery> deliveries = session.send(envelope, parts.blobs().of(message));
        if (first && isDead(deliveries)) {
          return false;
        }
        first = false;
        now = tally.digest(target, began, session, deliveries);
      }
      usable = session.usable();
    } catch (IOException e) {
      throw new StoreException("cannot read the content of " + message.id(), e);
    } finally {
      if (!usable) {
        session.close();
      }
      parts.memory().ends(target.endpoint());
    }
    if (usable) {
      parts.pool().giveBack(kept);
    }
    return true;
  }

  /** What was said at MAIL, as it is to be said now: times have gone by (RFC 2852 section 4.2, RFC 4865). */
  private MailParameters parameters() {
    Handling handling = message.parameters().handling();
    if (handling.deliverBy().isEmpty() && handling.release().isEmpty()) {
      return message.parameters();
    }
    Duration elapsed = Duration.between(message.times().arrived(), parts.world().now());
    return message.parameters().with(handling.released().after(elapsed.toSeconds()));
  }

  /** Whether a session had ended before it was used again: what it says then is no answer to this message. */
  private static boolean isDead(List<Delivery> deliveries) {
    return deliveries.stream()
        .map(Delivery::outcome)
        .allMatch(outcome ->
            outcome instanceof Outcome.Lost(var stage, _) && stage == Stage.MAIL
                || outcome instanceof Outcome.Refused(var at, var reply)
                    && at == Stage.MAIL
                    && reply.code() == 421);
  }
}
