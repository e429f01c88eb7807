package mailroad.guard.verdict;

import mailroad.kernel.Why;

/**
 * Something found about a message.
 *
 * @param name of the finding, lower-case with hyphens, such as {@code spf-fail}; the same for the same kind of finding
 * @param score how much it speaks against the message; below zero it speaks for it, and 0 only informs
 * @param why one sentence that its recipient understands, and what it rests on
 */
public record Evidence(String name, double score, Why why) {
  /** The score is a number. */
  public Evidence {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("the score of " + name + " is no number");
    }
  }

  /** Evidence that speaks for itself. */
  public Evidence(String name, double score, String finding) {
    this(name, score, new Why(finding));
  }
}
