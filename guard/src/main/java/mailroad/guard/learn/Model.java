package mailroad.guard.learn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was learned for a scope, in memory. Any number of tasks may use it. */
final class Model {
  private final TokenCounts tokens = new TokenCounts();
  private final Instant read;
  private Counted learned;
  private Counted loudest;
  private long version; // of the store that it was read at, or that the last lesson made

  Model(Instant read, long version, Counted learned, Counted loudest) {
    this.read = read;
    this.version = version;
    this.learned = learned;
    this.loudest = loudest;
  }

  TokenCounts tokens() {
    return tokens;
  }

  /** When it was read. */
  Instant read() {
    return read;
  }

  synchronized long version() {
    return version;
  }

  /** How many messages were learned. */
  synchronized Counted learned() {
    return learned;
  }

  /** In how many messages each token was, the account left out that taught the most. */
  List<Counted> counts(Features features) {
    Counted all;
    Counted voice;
    synchronized (this) {
      all = learned;
      voice = loudest;
    }
    long[] packed = tokens.of(features.hashes());
    List<Counted> out = new ArrayList<>(packed.length);
    for (long count : packed) {
      out.add(Counted.unpacked(count).without(voice, all));
    }
    return out;
  }

  /** Takes a lesson over that went into the store; not if others went before that are not known here. */
  synchronized void add(Memory.Learned lesson, Features features) {
    if (lesson.version() == version + 1) {
      version++;
      tokens.add(features.hashes(), lesson.delta());
      int good = (int) lesson.delta();
      long spam = lesson.delta() - good >> 32;
      learned = new Counted(Math.max(0, learned.good() + good), Math.max(0, learned.spam() + spam));
      loudest = loudest.max(lesson.voice());
    }
  }
}
