package mailroad.mta.tls;

import java.util.List;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;

/** What the policies make of one host for one message. */
public sealed interface HostPolicy {
  /** What was considered; its finding alone says what counts, for the journey. */
  Why why();

  /**
   * Mail may go there.
   *
   * @param fallbacks how to try again, in the same attempt and this order, where TLS fails (R42)
   * @param failure what is said of the recipients where TLS fails and there is no way back: {@code 4.7.x} makes them
   *     wait, {@code 5.7.x} ends it where no other host will do
   */
  record Use(Protection protection, List<Protection> fallbacks, Failure failure, Why why)
      implements HostPolicy {
    /** The record's list does not change. */
    public Use {
      fallbacks = List.copyOf(fallbacks);
    }

    /**
     * What is said of the recipients where TLS could not be had.
     *
     * @param status of the reply where they wait
     */
    public Reply failed(String status, String text) {
      return switch (failure) {
        case WAIT -> new Reply(451, status, text);
        case FAIL -> new Reply(550, "5.7.10", "Encryption needed: " + text);
      };
    }

    /** The same with its first way back; only if there is one. */
    public Use next() {
      return new Use(fallbacks.getFirst(), fallbacks.subList(1, fallbacks.size()), failure, why);
    }
  }

  /** The host is passed over, for this message or for now. */
  record Avoid(Reply reply, Why why) implements HostPolicy {}

  /** What a failure of TLS means for the recipients. */
  enum Failure {
    /** They wait: the host, or its domain, may mend it. */
    WAIT,
    /** They fail if no other host can do it: the sender said so (RFC 8689 section 4.2.1). */
    FAIL
  }
}
