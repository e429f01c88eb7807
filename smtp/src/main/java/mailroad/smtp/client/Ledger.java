package mailroad.smtp.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.smtp.Recipient;
import org.jspecify.annotations.Nullable;

/** What becomes of each recipient of one transaction, and whom there is room for. Used by one task. */
final class Ledger {
  private final List<Recipient> recipients;
  private final int recipientsMax;
  private final OptionalInt domainsMax;
  private final @Nullable Outcome[] outcomes;
  private final List<Integer> accepted = new ArrayList<>();
  private final Set<Domain> domains = new HashSet<>();
  private int named;

  /**
   * A ledger.
   *
   * @param recipientsMax most recipients that we name in one transaction
   * @param limits what the other side takes (RFC 9422)
   */
  Ledger(List<Recipient> recipients, int recipientsMax, Limits limits) {
    this.recipients = recipients;
    this.recipientsMax = Math.min(recipientsMax, limits.recipientsMax().orElse(Integer.MAX_VALUE));
    this.domainsMax = limits.domainsMax();
    this.outcomes = new Outcome[recipients.size()];
  }

  int size() {
    return recipients.size();
  }

  Recipient recipient(int number) {
    return recipients.get(number);
  }

  /** Counts one more recipient in, unless a limit is met (RFC 9422 sections 4.2 and 4.3). */
  boolean name(int number) {
    if (named >= recipientsMax || !hasRoomFor(recipient(number).address().domain())) {
      return false;
    }
    named++;
    return true;
  }

  private boolean hasRoomFor(Domain domain) {
    return domainsMax.isEmpty()
        || domains.contains(domain)
        || domains.size() < domainsMax.getAsInt() && domains.add(domain);
  }

  /** The other side takes mail for this one. */
  void accept(int number) {
    accepted.add(number);
  }

  /** Those that were accepted, in the order of their commands. */
  List<Integer> accepted() {
    return accepted;
  }

  void decide(int number, Outcome outcome) {
    outcomes[number] = outcome;
  }

  /** All whose outcome is open fare alike. */
  void decideRest(Outcome outcome) {
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        outcomes[i] = outcome;
      }
    }
  }

  /** Whether anybody got the message. */
  boolean isDelivered() {
    return accepted.stream().anyMatch(i -> outcomes[i] instanceof Outcome.Delivered);
  }

  List<Delivery> deliveries() {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      Outcome outcome = outcomes[i];
      if (outcome == null) {
        throw new IllegalStateException("no outcome for " + recipients.get(i));
      }
      deliveries.add(new Delivery(recipients.get(i), outcome));
    }
    return deliveries;
  }
}
