package mailroad.app.transfer;

import java.util.List;

/**
 * How an import or export went, as {@code --json} shows it.
 *
 * @param messages that were carried, or would have been
 * @param octets of these
 * @param known messages that were here from an earlier run
 * @param problems that kept messages from being carried, the first of them in words
 * @param problemsInAll how many there were
 */
public record Report(
    long messages, long octets, long known, List<String> problems, long problemsInAll) {
  /** The list does not change. */
  public Report {
    problems = List.copyOf(problems);
  }
}
