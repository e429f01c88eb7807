package mailroad.guard.quarantine;

import java.util.List;
import mailroad.kernel.EmailAddress;
import mailroad.mime.Octets;
import mailroad.store.StoreException;

/** Learns from what people say about mail that was kept. */
@FunctionalInterface
public interface Learner {
  /** Learns nothing: for a server that does not judge content. */
  Learner NONE = (_, _, _) -> false;

  /** What a message is. */
  enum Lesson {
    /** Nobody asked for it. */
    SPAM,
    /** Somebody wants it. */
    GOOD
  }

  /**
   * Learns a message; one that was learnt already is not counted twice.
   *
   * @param owners whose mail it is
   * @return whether anything is learnt here
   */
  boolean learn(Octets message, Lesson lesson, List<EmailAddress> owners)
      throws StoreException, InterruptedException;
}
