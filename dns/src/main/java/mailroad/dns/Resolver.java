package mailroad.dns;

import java.util.List;
import java.util.Optional;

/** Answers questions about names (RFC 1034). Blocks the calling task; any number may ask at once. */
public interface Resolver {
  /**
   * Asks for the records of one type at a name, following CNAMEs. What DNS does wrong is an {@link
   * Answer.Failed}, never an exception.
   *
   * @param name in ASCII; a trailing dot changes nothing
   * @throws InterruptedException if the task is cancelled
   */
  Answer resolve(String name, RecordType type) throws InterruptedException;

  /**
   * The same, telling the steps as they are taken, where the resolver tells any.
   *
   * @throws InterruptedException if the task is cancelled
   */
  default Answer resolve(String name, RecordType type, WalkListener listener)
      throws InterruptedException {
    return resolve(name, type);
  }

  /**
   * The answer, where it can be given at once, without asking anybody; empty where {@link #resolve} would have to ask, or
   * cannot tell.
   */
  default Optional<Answer> known(String name, RecordType type) {
    return Optional.empty();
  }

  /** Where DNSSEC is not insisted on at present, though the configuration does; none where nothing is checked. */
  default List<DnssecLapse> lapses() {
    return List.of();
  }

  /** The zones whose keys trust begins with; none where nothing is checked. */
  default List<TrustPoint> trustPoints() {
    return List.of();
  }
}
