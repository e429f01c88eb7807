package mailroad.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.lists.Subscriptions;
import mailroad.guard.quarantine.Cause;
import mailroad.guard.quarantine.Quarantine;
import mailroad.guard.verdict.Action;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Findings.Insisting;
import mailroad.guard.verdict.Sentencing;
import mailroad.guard.verdict.Sentencing.Milder;
import mailroad.guard.verdict.Sentencing.Sentence;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.EmailAddress;
import mailroad.mta.gate.Booking;
import mailroad.mta.gate.Placement;
import mailroad.smtp.Recipient;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the guard keeps: mail in quarantine, and which lists an account takes mail from. Any number of tasks may use it;
 * blocks on the store.
 *
 * @param quarantine empty where a message that would be kept is not kept, so that none may be
 */
public record Custody(Optional<Quarantine> quarantine, Optional<Subscriptions> lists)
    implements Sentencing.Mercy {
  /** Keeps nothing: for tests of the rest. */
  public static final Custody NONE = new Custody(Optional.empty(), Optional.empty());

  private static final Logger LOG = LoggerFactory.getLogger(Custody.class);

  /** Of a list that its subscriber has let in before nothing vanishes: it goes into Junk at worst. */
  @Override
  public Optional<Milder> on(Suspect suspect, EmailAddress recipient, Action action) {
    if (lists.isEmpty() || action.compareTo(Action.QUARANTINE) < 0) {
      return Optional.empty();
    }
    try {
      return lists.get().softened(suspect, recipient).map(why -> new Milder(Action.JUNK, why));
    } catch (StoreException e) {
      LOG.warn("event=list-not-looked-up queue-id={}", suspect.arriving().id(), e);
      return Optional.empty();
    }
  }

  /** Whether a recipient's copy might be spared, so that all there is to know about it matters. */
  boolean mightSpare(Suspect suspect) {
    return suspect.arriving().envelope().recipients().stream()
        .map(Recipient::address)
        .anyMatch(address -> on(suspect, address, Action.REFUSE).isPresent());
  }

  /** Whether there is room for what would be kept. */
  boolean hasRoom(Suspect suspect, Sentence sentence) {
    if (quarantine.isEmpty() || !sentence.placements().containsValue(Placement.QUARANTINE)) {
      return true;
    }
    try {
      return quarantine.get().hasRoom(suspect.arriving().content().size());
    } catch (StoreException e) {
      LOG.warn("event=quarantine-not-measured queue-id={}", suspect.arriving().id(), e);
      return true; // the store says soon enough whether it takes the message
    }
  }

  /** What is left in the store with the message. */
  Booking booking(Suspect suspect, Sentence sentence) {
    Booking kept =
        quarantine
            .map(one ->
                one.booking(suspect, cause(sentence), sentence.why().finding(), sentence.why()))
            .orElse(Booking.NONE);
    Booking known = lists.map(one -> one.remember(suspect, inbox(sentence))).orElse(Booking.NONE);
    return kept.and(known);
  }

  private static Cause cause(Sentence sentence) {
    return sentence
            .insisting()
            .map(Insisting::demand)
            .filter(Demand.Quarantine.class::isInstance)
            .isPresent()
        ? Cause.DANGEROUS
        : Cause.UNWANTED;
  }

  private static List<EmailAddress> inbox(Sentence sentence) {
    return sentence.actions().entrySet().stream()
        .filter(one -> one.getValue() == Action.ACCEPT)
        .map(Map.Entry::getKey)
        .toList();
  }
}
