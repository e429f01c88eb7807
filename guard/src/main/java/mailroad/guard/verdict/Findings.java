package mailroad.guard.verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.EmailAddress;

/**
 * All that filters said of a message.
 *
 * @param evidence that counts for all recipients
 * @param own what counts for one recipient alone
 * @param demand the strongest of what filters insist on, and which filter it was
 * @param changes in the order of the filters
 * @param refused for which recipients alone it is not to be taken, and which filter says so first
 */
public record Findings(
    List<Evidence> evidence,
    Map<EmailAddress, List<Evidence>> own,
    Optional<Insisting> demand,
    List<Change> changes,
    Map<EmailAddress, Insisting> refused) {
  /** The record's collections do not change. */
  public Findings {
    evidence = List.copyOf(evidence);
    own = Map.copyOf(own);
    changes = List.copyOf(changes);
    refused = Map.copyOf(refused);
  }

  /** Findings where no recipient is refused alone. */
  public Findings(
      List<Evidence> evidence,
      Map<EmailAddress, List<Evidence>> own,
      Optional<Insisting> demand,
      List<Change> changes) {
    this(evidence, own, demand, changes, Map.of());
  }

  /** A demand and whose it is. */
  public record Insisting(String filter, Demand demand) {}
}
