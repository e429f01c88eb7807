package mailroad.guard.verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.EmailAddress;

/**
 * What a filter says of a message.
 *
 * @param changes what it wants changed, in this order
 * @param refused for which recipients alone it is not to be taken; the others' copies are none of these demands' concern
 */
public record Opinion(
    List<Evidence> evidence,
    Optional<Demand> demand,
    List<Change> changes,
    Map<EmailAddress, Demand.Refuse> refused) {
  /** Nothing found. */
  public static final Opinion NONE = new Opinion(List.of(), Optional.empty(), List.of());

  /** The record's collections do not change. */
  public Opinion {
    evidence = List.copyOf(evidence);
    changes = List.copyOf(changes);
    refused = Map.copyOf(refused);
  }

  /** What counts for all recipients. */
  public Opinion(List<Evidence> evidence, Optional<Demand> demand, List<Change> changes) {
    this(evidence, demand, changes, Map.of());
  }

  /** Evidence alone. */
  public static Opinion of(List<Evidence> evidence) {
    return new Opinion(evidence, Optional.empty(), List.of());
  }
}
