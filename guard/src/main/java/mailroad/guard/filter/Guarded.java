package mailroad.guard.filter;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.wire.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A filter that never keeps a message waiting for longer than its time limit, and always says something: what the
 * program outside found, or what the stated rule makes of it that there was no answer. How long it took and how it went
 * stands first in its evidence, with a score of 0. Any number of tasks may ask; blocks.
 */
final class Guarded implements Filter {
  private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);

  /** The field of a message that nobody looked at; its value names who did not. */
  static final String UNCHECKED_FIELD = "Mailroad-Unchecked";

  private final World world;
  private final Terms terms;
  private final Circuit.Rules rules;
  private final Outside outside;
  private final Slots slots;
  private final AtomicReference<Circuit> circuit = new AtomicReference<>(Circuit.closed());

  Guarded(World world, Terms terms, Circuit.Rules rules, Outside outside) {
    this.world = world;
    this.terms = terms;
    this.rules = rules;
    this.outside = outside;
    this.slots = new Slots(world, terms.connectionsMax());
  }

  @Override
  public String name() {
    return terms.name();
  }

  @Override
  public boolean looksAt(Suspect suspect) {
    return terms.covers(suspect.direction());
  }

  @Override
  public boolean asksOthers() {
    return true;
  }

  @Override
  public Opinion look(Suspect suspect) throws InterruptedException {
    long octets = suspect.arriving().content().size();
    if (octets > terms.octetsMax()) {
      String why =
          "%d octets are more than the %d it is shown".formatted(octets, terms.octetsMax());
      log(suspect, Duration.ZERO, "too-large", why);
      return Opinion.of(
          List.of(new Evidence(name() + "-too-large", 0, "%s: %s".formatted(name(), why))));
    }
    Instant begun = world.now();
    Circuit.Permit permit = permit(begun);
    if (permit == Circuit.Permit.NONE) {
      return failed(suspect, Duration.ZERO, "left alone, since it failed again and again");
    }
    boolean settled = false;
    try {
      Opinion opinion = ask(suspect);
      settled = true;
      circuit.updateAndGet(now -> now.answered(permit));
      return answered(suspect, Duration.between(begun, world.now()), opinion);
    } catch (FilterException | IOException e) {
      settled = true;
      String reason = reason(e);
      Instant now = world.now();
      circuit.updateAndGet(before -> before.failed(permit, now, rules));
      return failed(suspect, Duration.between(begun, now), reason);
    } finally {
      if (!settled) {
        Instant now = world.now();
        circuit.updateAndGet(before -> before.abandoned(permit, now));
      }
    }
  }

  private Circuit.Permit permit(Instant now) {
    while (true) {
      Circuit before = circuit.get();
      Circuit.Answer answer = before.ask(now, rules);
      if (circuit.compareAndSet(before, answer.circuit())) {
        return answer.permit();
      }
    }
  }

  private Opinion ask(Suspect suspect) throws IOException, FilterException, InterruptedException {
    Deadline deadline = Deadline.in(world, terms.timeLimit());
    if (!slots.take(deadline)) {
      throw new FilterException(
          "busy with %d messages for %s".formatted(terms.connectionsMax(), terms.timeLimit()));
    }
    try {
      return outside.look(suspect, deadline);
    } catch (SocketTimeoutException e) {
      throw new FilterException("no answer within " + terms.timeLimit(), e);
    } catch (InterruptedIOException e) {
      InterruptedException cancelled = new InterruptedException("cancelled");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      slots.giveBack();
    }
  }

  private static String reason(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }

  private Opinion answered(Suspect suspect, Duration took, Opinion opinion) {
    String outcome =
        switch (opinion.demand().orElse(null)) {
          case Demand.Refuse _ -> "refuse";
          case Demand.Quarantine _ -> "quarantine";
          case Demand.Discard _ -> "discard";
          case Demand.Accept _ -> "accept";
          case null ->
              !opinion.refused().isEmpty()
                  ? "refuse-some"
                  : opinion.equals(Opinion.NONE) ? "nothing" : "evidence";
        };
    log(suspect, took, outcome, "");
    String finding =
        "%s looked at it for %d ms%s"
            .formatted(
                name(), took.toMillis(), opinion.equals(Opinion.NONE) ? " and found nothing" : "");
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(name() + "-looked", 0, new Why(finding, terms.endpoint().toString())));
    evidence.addAll(opinion.evidence());
    return new Opinion(evidence, opinion.demand(), opinion.changes(), opinion.refused());
  }

  private Opinion failed(Suspect suspect, Duration took, String reason) {
    log(suspect, took, "failed", reason);
    String ruled =
        switch (terms.onFailure()) {
          case ACCEPT -> "the message goes on";
          case DEFER -> "the message is to come again later";
          case MARK -> "the message is marked and goes on";
        };
    Evidence evidence =
        new Evidence(
            name() + "-failed",
            0,
            new Why(
                "%s said nothing of it: %s, as its on-failure says".formatted(name(), ruled),
                terms.endpoint().toString(),
                List.of(new Why("%s, after %d ms".formatted(reason, took.toMillis())))));
    Opinion told = Opinion.of(List.of(evidence));
    return switch (terms.onFailure()) {
      case ACCEPT -> told;
      case DEFER ->
          new Opinion(
              told.evidence(),
              Optional.of(
                  new Demand.Refuse(
                      new Reply(451, "4.7.1", "Cannot be checked now; try again later"))),
              List.of());
      case MARK ->
          new Opinion(
              told.evidence(),
              Optional.empty(),
              List.of(new Change.AddField(UNCHECKED_FIELD, name())));
    };
  }

  private void log(Suspect suspect, Duration took, String outcome, String reason) {
    String line = "event=filter filter={} queue-id={} outcome={} ms={} circuit={} reason=\"{}\"";
    Object[] values = {
      name(), suspect.arriving().id(), outcome, took.toMillis(), state(), Text.visible(reason)
    };
    if (outcome.equals("failed")) {
      LOG.warn(line, values);
    } else {
      LOG.info(line, values);
    }
  }

  private String state() {
    return switch (circuit.get()) {
      case Circuit.Closed _ -> "closed";
      case Circuit.Open _ -> "open";
      case Circuit.HalfOpen _ -> "half-open";
    };
  }
}
