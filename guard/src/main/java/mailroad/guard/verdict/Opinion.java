package mailroad.guard.verdict;

import java.util.List;
import java.util.Optional;

/**
 * What a filter says of a message.
 *
 * @param changes what it wants changed, in this order
 */
public record Opinion(List<Evidence> evidence, Optional<Demand> demand, List<Change> changes) {
  /** Nothing found. */
  public static final Opinion NONE = new Opinion(List.of(), Optional.empty(), List.of());

  /** The record's lists do not change. */
  public Opinion {
    evidence = List.copyOf(evidence);
    changes = List.copyOf(changes);
  }

  /** Evidence alone. */
  public static Opinion of(List<Evidence> evidence) {
    return new Opinion(evidence, Optional.empty(), List.of());
  }
}
