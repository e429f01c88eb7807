package mailroad.mta.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import mailroad.kernel.EmailAddress;
import mailroad.mta.relay.AnswerRecords.Pair;
import mailroad.mta.relay.Callout.Answer;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What next hops said about recipients, for as long as it may be believed; bounded, what was asked for longest ago goes
 * first. It is in memory, and in the store, from which it is read again before the first question after a restart; that a
 * next hop was silent is in memory alone. Where the store fails, it is asked once more than need be. Any number of tasks
 * may use it.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final int PAGE = 1000;

  private final RelayConfig config;
  private final Store store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
  private volatile boolean read;

  /**
   * What was asked of a next hop.
   *
   * @param recipient empty for whether it answers at all
   */
  record Question(String hop, Optional<EmailAddress> recipient) {}

  /** An answer, and until when it is believed. */
  record Kept(Answer answer, Instant until) {}

  Answers(RelayConfig config, Store store) {
    this.config = config;
    this.store = store;
  }

  /** What is known now of a recipient at a next hop, or of that next hop. */
  Optional<Kept> of(String hop, EmailAddress recipient, Instant now) {
    if (!read) {
      recall(now);
    }
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
    Question question = new Question(hop, about);
    Kept one = new Kept(answer, now.plus(time));
    write(question, one, put(question, one));
  }

  /** Into memory; what had to go for it. */
  private List<Question> put(Question question, Kept one) {
    List<Question> gone = new ArrayList<>();
    lock.lock();
    try {
      kept.put(question, one);
      while (kept.size() > config.rememberedMax()) {
        Question eldest = kept.keySet().iterator().next();
        kept.remove(eldest);
        gone.add(eldest);
      }
    } finally {
      lock.unlock();
    }
    return gone;
  }

  private void write(Question question, Kept one, List<Question> gone) {
    Batch batch = new Batch();
    AnswerRecords.key(question)
        .ifPresent(
            key -> AnswerRecords.write(question, one).ifPresent(octets -> batch.put(key, octets)));
    gone.forEach(other -> AnswerRecords.key(other).ifPresent(batch::delete));
    if (batch.ops().isEmpty()) {
      return;
    }
    try {
      store.commit(batch);
    } catch (StoreException e) {
      LOG.warn("event=callout-not-kept reason=\"{}\"", e.getMessage());
    }
  }

  /** Reads what was known before the start; those that soonest hold no longer are the first to go. */
  private void recall(Instant now) {
    try {
      List<Pair> before = new ArrayList<>();
      for (Key from = AnswerRecords.ALL; ; ) {
        List<Store.Entry> page = store.range(Store.Range.from(from, AnswerRecords.ALL, PAGE));
        for (Store.Entry entry : page) {
          Pair pair = AnswerRecords.read(entry.value().bytes());
          if (now.isBefore(pair.kept().until())) {
            before.add(pair);
          }
        }
        if (page.size() < PAGE || before.size() >= config.rememberedMax()) {
          break;
        }
        from = page.getLast().key().after();
      }
      before.sort(Comparator.comparing(pair -> pair.kept().until()));
      take(before.subList(Math.max(0, before.size() - config.rememberedMax()), before.size()));
    } catch (StoreException e) {
      LOG.warn("event=callouts-not-read reason=\"{}\"", e.getMessage());
    }
    read = true;
  }

  private void take(List<Pair> before) {
    lock.lock();
    try {
      before.forEach(pair -> kept.putIfAbsent(pair.question(), pair.kept()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Clears away what holds no longer; how much it was.
   *
   * @throws StoreException if the machine failed
   */
  int sweep(Instant now) throws StoreException {
    int removed = 0;
    for (Key from = AnswerRecords.ALL; ; ) {
      List<Store.Entry> page = store.range(Store.Range.from(from, AnswerRecords.ALL, PAGE));
      Batch batch = new Batch();
      int over = 0;
      for (Store.Entry entry : page) {
        if (!now.isBefore(AnswerRecords.read(entry.value().bytes()).kept().until())) {
          batch.assertVersion(entry.key(), entry.value().version()).delete(entry.key());
          over++;
        }
      }
      if (over > 0 && store.commit(batch) instanceof Store.Commit.Done) {
        removed += over;
      }
      if (page.size() < PAGE) {
        return removed;
      }
      from = page.getLast().key().after();
    }
  }
}
