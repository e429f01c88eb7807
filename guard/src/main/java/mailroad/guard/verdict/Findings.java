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
 */
public record Findings(
    List<Evidence> evidence,
    Map<EmailAddress, List<Evidence>> own,
    Optional<Insisting> demand,
    List<Change> changes) {
  /** The record's collections do not change. */
  public Findings {
    evidence = List.copyOf(evidence);
    own = Map.copyOf(own);
    changes = List.copyOf(changes);
  }

  /** A demand and whose it is. */
  public record Insisting(String filter, Demand demand) {}
}
