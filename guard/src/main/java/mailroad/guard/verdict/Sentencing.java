package mailroad.guard.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.verdict.Findings.Insisting;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.gate.Placement;
import mailroad.smtp.Recipient;

/**
 * Decides for each recipient what becomes of a message, by policy and by what filters insist on. A message that some of
 * its recipients would refuse and others take is taken, and kept in quarantine for those that would refuse it: a reply
 * after DATA counts for all. Pure.
 */
public final class Sentencing {
  private final Policy policy;
  private final Mercy mercy;

  /** By this policy. */
  public Sentencing(Policy policy, Mercy mercy) {
    this.policy = policy;
    this.mercy = mercy;
  }

  /** Softens what would make mail vanish that somebody wants; what filters insist on, such as malware, is not softened. */
  @FunctionalInterface
  public interface Mercy {
    /** None. */
    Mercy NONE = (_, _, _) -> Optional.empty();

    /** The milder action, and why; empty where it stays as it is. */
    Optional<Milder> on(Suspect suspect, EmailAddress recipient, Action action)
        throws InterruptedException;
  }

  /** A milder action. */
  public record Milder(Action action, Why why) {}

  /**
   * What becomes of a message.
   *
   * @param whole what counts where no recipient has evidence or a policy of its own
   * @param actions for each recipient
   * @param insisting the demand that decided, if one did
   */
  public record Sentence(
      Verdict whole, Map<EmailAddress, Action> actions, Optional<Insisting> insisting, Why why) {
    /** The record's map does not change. */
    public Sentence {
      actions = Map.copyOf(actions);
    }

    /** Whether no recipient would take it. */
    public boolean isRefused() {
      return !actions.isEmpty() && actions.values().stream().allMatch(Action.REFUSE::equals);
    }

    /** Where the copy of each recipient goes, once the message is taken. */
    public Map<EmailAddress, Placement> placements() {
      Map<EmailAddress, Placement> out = new LinkedHashMap<>();
      actions.forEach((recipient, action) -> out.put(recipient, placement(action)));
      return out;
    }

    private static Placement placement(Action action) {
      return switch (action) {
        case ACCEPT, MARK -> Placement.USUAL;
        case JUNK -> Placement.JUNK;
        case QUARANTINE, REFUSE -> Placement.QUARANTINE;
        case DISCARD -> Placement.DISCARD;
      };
    }

    /** The severest that is done to any copy. */
    public Action severest() {
      return actions.values().stream().max(Action::compareTo).orElse(whole.action());
    }
  }

  /** Decides. */
  public Sentence decide(Suspect suspect, Findings findings) throws InterruptedException {
    Suspect.Direction way = suspect.direction();
    Optional<EmailAddress> sender = suspect.arriving().client().flatMap(client -> client.login());
    Verdict whole =
        policy.decide(
            way,
            way == Suspect.Direction.SUBMITTED ? sender : Optional.empty(),
            findings.evidence());
    List<Why> because = new ArrayList<>(whole.why().because());
    Optional<Insisting> demand = findings.demand().or(() -> putOff(findings));
    demand.ifPresent(one -> because.addFirst(insists(one, "")));
    Map<EmailAddress, Action> actions = new LinkedHashMap<>();
    for (Recipient recipient : suspect.arriving().envelope().recipients()) {
      EmailAddress address = recipient.address();
      Optional<Policy.Weighing> own =
          way == Suspect.Direction.SUBMITTED
              ? Optional.empty()
              : Optional.of(own(findings, address));
      Optional<Insisting> alone = Optional.ofNullable(findings.refused().get(address));
      if (demand.isEmpty()) {
        alone.ifPresent(one -> because.add(insists(one, address + ": ")));
      }
      Optional<Insisting> insisting = demand.or(() -> alone);
      Action action =
          insisting
              .map(one -> demanded(one.demand()))
              .orElseGet(() -> own.map(Policy.Weighing::action).orElse(whole.action()));
      Optional<Milder> milder =
          insisting.isPresent() ? Optional.empty() : mercy.on(suspect, address, action);
      if (milder.isPresent()) {
        because.add(milder.get().why());
        action = milder.get().action();
      } else if (own.isPresent() && !own.get().said().equals(whole.said())) {
        because.add(own.get().verdict().why());
      }
      actions.put(address, action);
    }
    String said =
        demand
            .map(one -> "%s by %s".formatted(demanded(one.demand()), one.filter()))
            .orElse(whole.said());
    Optional<Insisting> decided = demand.or(() -> findings.refused().values().stream().findFirst());
    return new Sentence(whole, actions, decided, new Why(said, because));
  }

  /**
   * What a filter wants to see again for one recipient: a reply after DATA counts for all, and nothing but the sender's next
   * try brings it again, so all wait for that.
   */
  private static Optional<Insisting> putOff(Findings findings) {
    return findings.refused().values().stream()
        .filter(one ->
            one.demand() instanceof Demand.Refuse(var reply) && reply.kind() == Reply.Kind.LATER)
        .findFirst();
  }

  private static Why insists(Insisting one, String whom) {
    return new Why("%s%s insists: %s".formatted(whom, one.filter(), said(one.demand())));
  }

  private Policy.Weighing own(Findings findings, EmailAddress recipient) {
    List<Evidence> all = new ArrayList<>(findings.evidence());
    all.addAll(findings.own().getOrDefault(recipient, List.of()));
    return policy.weigh(Suspect.Direction.INCOMING, Optional.of(recipient), all);
  }

  private static Action demanded(Demand demand) {
    return switch (demand) {
      case Demand.Accept _ -> Action.ACCEPT;
      case Demand.Quarantine _ -> Action.QUARANTINE;
      case Demand.Refuse _ -> Action.REFUSE;
      case Demand.Discard _ -> Action.DISCARD;
    };
  }

  private static String said(Demand demand) {
    return switch (demand) {
      case Demand.Accept(var reason) -> "accept: " + reason;
      case Demand.Quarantine(var reason) -> "quarantine: " + reason;
      case Demand.Refuse(var reply) -> "refuse: " + reply;
      case Demand.Discard(var reason) -> "discard: " + reason;
    };
  }
}
