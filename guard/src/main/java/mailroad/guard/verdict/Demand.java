package mailroad.guard.verdict;

import mailroad.kernel.Reply;

/** What a filter insists on, whatever the sum of all evidence says. */
public sealed interface Demand {
  /** Not to be taken: 4xx or 5xx. */
  record Refuse(Reply reply) implements Demand {}

  /** To be kept out of every mailbox, such as malware. */
  record Quarantine(String reason) implements Demand {}

  /** To be taken and dropped. */
  record Discard(String reason) implements Demand {}

  /** To be taken without further questions. */
  record Accept(String reason) implements Demand {}
}
