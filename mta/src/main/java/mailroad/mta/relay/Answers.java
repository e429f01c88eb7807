package mailroad.mta.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.EmailAddress;
import mailroad.mta.relay.Callout.Answer;

/**
 * What next hops said about recipients, for as long as it may be believed; bounded, what was asked for longest ago goes
 * first. In memory: after a restart each is asked once more. Any number of tasks may use it.
 */
final class Answers {
  private final RelayConfig config;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * What was asked of a next hop.
   *
   * @param recipient empty for whether it answers at all
   */
  record Question(String hop, Optional<EmailAddress> recipient) {}

  /** An answer, and until when it is believed. */
  record Kept(Answer answer, Instant until) {}

  Answers(RelayConfig config) {
    this.config = config;
  }

  /** What is known now of a recipient at a next hop, or of that next hop. */
  Optional<Kept> of(String hop, EmailAddress recipient, Instant now) {
    return at(new Question(hop, Optional.of(recipient)), now)
        .or(() -> at(new Question(hop, Optional.empty()), now));
  }

  private Optional<Kept> at(Question question, Instant now) {
    lock.lock();
    try {
      return Optional.ofNullable(kept.get(question)).filter(one -> now.isBefore(one.until()));
    } finally {
      lock.unlock();
    }
  }

  /** Keeps an answer. */
  void keep(String hop, EmailAddress recipient, Answer answer, Instant now) {
    Duration time =
        switch (answer) {
          case Answer.Found _ -> config.foundFor();
          case Answer.Missing _ -> config.missingFor();
          case Answer.Silent _ -> config.silentFor();
        };
    Optional<EmailAddress> about =
        answer instanceof Answer.Silent ? Optional.empty() : Optional.of(recipient);
    lock.lock();
    try {
      kept.put(new Question(hop, about), new Kept(answer, now.plus(time)));
      if (kept.size() > config.rememberedMax()) {
        kept.remove(kept.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }
}
