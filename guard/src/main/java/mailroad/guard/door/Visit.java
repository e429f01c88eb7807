package mailroad.guard.door;

import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.ReversePath;

/** What the door keeps in mind of a session. Used by the session's task. */
final class Visit {
  private int wrongs;
  private boolean hesitated;
  private Optional<Assessment> assessment = Optional.empty();

  /**
   * What was found about a client and a sender.
   *
   * @param listed what lists say, as a sum
   * @param suspicion all of it, as a sum
   */
  record Assessment(
      String helo, ReversePath sender, double listed, double suspicion, List<Evidence> listings) {}

  /** Counts one more thing that was wrong, and gives how many there were. */
  int wrong() {
    return ++wrongs;
  }

  void hesitate() {
    hesitated = true;
  }

  boolean hesitated() {
    return hesitated;
  }

  Optional<Assessment> assessment(String helo, ReversePath sender) {
    return assessment.filter(one -> one.helo().equals(helo) && one.sender().equals(sender));
  }

  void assessed(Assessment one) {
    assessment = Optional.of(one);
  }
}
