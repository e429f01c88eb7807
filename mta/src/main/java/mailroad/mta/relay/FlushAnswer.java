package mailroad.mta.relay;

import mailroad.kernel.Reply;

/** What came of a wish to have a domain's mail sent on (RFC 1985 section 5). */
public sealed interface FlushAnswer {
  /**
   * It is being sent.
   *
   * @param messages how many there were; 0 where none waits
   */
  record Started(int messages) implements FlushAnswer {}

  /** It was started a moment ago. */
  record UnderWay() implements FlushAnswer {}

  /** It is not, in words that ETRN may answer with. */
  record Refused(Reply reply) implements FlushAnswer {}
}
