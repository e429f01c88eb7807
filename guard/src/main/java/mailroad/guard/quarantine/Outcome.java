package mailroad.guard.quarantine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.mime.Octets;

/** What came of something that somebody wanted done about a message. */
public sealed interface Outcome {
  /** It is not kept here, or not any more. */
  record NotThere() implements Outcome {}

  /** Nothing was done, for this reason. */
  record Refused(String reason) implements Outcome {}

  /** It is done. */
  record Done() implements Outcome {}

  /**
   * Copies were released, or could not be.
   *
   * @param as by which id they go on; empty where none does
   * @param released whose copies go on
   * @param failed whose copies are still kept, and why
   */
  record Released(
      Optional<QueueId> as, List<EmailAddress> released, Map<EmailAddress, Reply> failed)
      implements Outcome {
    /** The record's collections do not change. */
    public Released {
      released = List.copyOf(released);
      failed = Map.copyOf(failed);
    }
  }

  /** The message itself. */
  record Opened(Entry entry, Octets content) implements Outcome {}
}
