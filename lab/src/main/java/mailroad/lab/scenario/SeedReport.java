package mailroad.lab.scenario;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.Text;

/**
 * How a seed went.
 *
 * @param letters what was written
 * @param plan what went wrong
 * @param took virtual time until all had come to its end
 * @param copies messages in all mailboxes in the end
 * @param problems what should not be; empty if all is well
 * @param log the event log
 */
public record SeedReport(
    long seed,
    List<Letter> letters,
    FaultPlan plan,
    Duration took,
    int copies,
    List<String> problems,
    String log) {
  /** The lists do not change. */
  public SeedReport {
    letters = List.copyOf(letters);
    problems = List.copyOf(problems);
  }

  /** Whether all is well. */
  public boolean isWell() {
    return problems.isEmpty();
  }

  /** In one line. */
  public String summary() {
    return "seed %d: %s, %s, %s in the mailboxes, over after %s: %s"
        .formatted(
            seed,
            Text.count(letters.size(), "letter"),
            Text.count(plan.faults().size(), "fault"),
            Text.count(copies, "message"),
            took,
            isWell() ? "well" : Text.count(problems.size(), "problem"));
  }

  /** All but the log. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(summary()).append('\n');
    letters.forEach(
        letter -> out.append("  at ").append(letter.at()).append(' ').append(letter).append('\n'));
    out.append(plan);
    problems.forEach(problem -> out.append("  PROBLEM: ").append(problem).append('\n'));
    return out.toString();
  }
}
