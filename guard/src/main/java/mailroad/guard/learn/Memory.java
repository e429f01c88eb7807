package mailroad.guard.learn;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.World;
import mailroad.records.LessonRecord;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/**
 * What was learned, in the store. Lessons are counters that are added to, so that any number of tasks and nodes may learn
 * at once; that a message was learned is asserted, so that it is never learned twice. Counters belong to a quarter of a
 * year; old quarters go as a whole.
 */
final class Memory {
  static final Duration GENERATION = Duration.ofDays(91);
  static final Key SCOPES = Key.of("bayes-scope");

  private static final byte[] THERE = {1};
  private static final int PAGE = 5_000;
  private static final int TRIES_MAX = 20;

  private final World world;
  private final Store store;
  private final ClassifierConfig config;
  private final Voices voices;

  Memory(World world, Store store, ClassifierConfig config) {
    this.world = world;
    this.store = store;
    this.config = config;
    this.voices = new Voices(store);
  }

  /**
   * What a lesson changed in the counters of tokens.
   *
   * @param changed whether anything
   * @param version that this made
   * @param voice how much its teacher has taught the site by now; nothing of who is not counted
   */
  record Learned(boolean changed, long version, long delta, Counted voice) {
    static final Learned NOTHING = new Learned(false, 0, 0, Counted.NONE);
  }

  private static Key all(Scope scope) {
    return Key.of("bayes", scope.id());
  }

  private static Key version(Scope scope) {
    return all(scope).then("v");
  }

  private static Key messages(Scope scope) {
    return all(scope).then("n");
  }

  private static Key tokens(Scope scope) {
    return all(scope).then("t");
  }

  private static Key lessons(Scope scope) {
    return all(scope).then("l");
  }

  private long generation() {
    return world.now().getEpochSecond() / GENERATION.toSeconds();
  }

  private boolean counts(long generation) {
    return generation >= oldestKept();
  }

  /** How much an account has taught the site. */
  private Counted voice(Scope account) throws StoreException {
    return voices.of(account, this::counts);
  }

  /** The most that one account has taught a scope for others. */
  Counted loudest(Scope scope) throws StoreException {
    return scope.equals(Scope.SITE) ? voices.loudest(this::counts) : Counted.NONE;
  }

  private long oldestKept() {
    return generation() - config.quartersKept() + 1;
  }

  /** Learns a message by hand, or of an account for itself, and takes back what it was learned as before. */
  Learned learn(Scope scope, Features features, Optional<Lesson> as) throws StoreException {
    return learn(scope, features, as, Scope.SITE);
  }

  /**
   * Learns a message, and takes back what it was learned as before.
   *
   * @param teacher of whom the site learns it; the site itself for who may teach it whatever he likes
   */
  Learned learn(Scope scope, Features features, Optional<Lesson> as, Scope teacher)
      throws StoreException {
    Key lesson = lessons(scope).then(features.fingerprint());
    long[] tokens = features.hashes();
    for (int i = 0; i < TRIES_MAX; i++) {
      Optional<Store.Value> known = store.get(lesson);
      Optional<LessonRecord> before =
          known.isEmpty() ? Optional.empty() : Optional.of(parse(known.get()));
      Optional<Lesson> was = before.map(record -> record.getSpam() ? Lesson.SPAM : Lesson.GOOD);
      Counted voice = teacher.equals(Scope.SITE) ? Counted.NONE : voice(teacher);
      if (was.equals(as) || as.isPresent() && voice.of(as.get()) >= config.accountLessonsMax()) {
        return Learned.NOTHING;
      }
      Batch batch = new Batch().assertVersion(lesson, known.map(Store.Value::version).orElse(0L));
      before.ifPresent(record -> takeBack(batch, scope, tokens, record));
      as.ifPresentOrElse(
          kind -> {
            count(batch, scope, tokens, kind, generation(), 1);
            batch.put(lesson, record(kind, teacher));
            if (!teacher.equals(Scope.SITE)) {
              Voices.count(batch, teacher.id(), kind, generation(), 1);
            }
            batch.put(SCOPES.then(scope.id()), THERE);
          },
          () -> batch.delete(lesson));
      Batch.Slot version = batch.addAndGet(version(scope), 1);
      if (store.commit(batch) instanceof Store.Commit.Done done) {
        long delta = as.map(Lesson::step).orElse(0L) - was.map(Lesson::step).orElse(0L);
        Counted now =
            as.isEmpty() || teacher.equals(Scope.SITE)
                ? Counted.NONE
                : voice.plus(as.get() == Lesson.SPAM, 1);
        return new Learned(true, done.slot(version), delta, now);
      }
    }
    throw new StoreException("others learned the same message all the time");
  }

  private void takeBack(Batch batch, Scope scope, long[] tokens, LessonRecord record) {
    Lesson was = record.getSpam() ? Lesson.SPAM : Lesson.GOOD;
    count(batch, scope, tokens, was, record.getGeneration(), -1);
    if (record.getTeacher() != Scope.SITE.id() && counts(record.getGeneration())) {
      Voices.count(batch, record.getTeacher(), was, record.getGeneration(), -1);
    }
  }

  private byte[] record(Lesson kind, Scope teacher) {
    return LessonRecord.newBuilder()
        .setSpam(kind == Lesson.SPAM)
        .setGeneration(generation())
        .setAtMillis(world.now().toEpochMilli())
        .setTeacher(teacher.id())
        .build()
        .toByteArray();
  }

  private static LessonRecord parse(Store.Value value) throws StoreException {
    try {
      return LessonRecord.parseFrom(value.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("the record of a lesson is damaged", e);
    }
  }

  private void count(
      Batch batch, Scope scope, long[] tokens, Lesson kind, long generation, int sign) {
    if (!counts(generation)) {
      return; // it is forgotten already
    }
    batch.add(messages(scope).then(generation, kind.key()), sign);
    Key under = tokens(scope).then(generation);
    for (long token : tokens) {
      batch.add(under.then(token), sign * kind.step());
    }
  }

  /** Grows with every lesson. */
  long versionOf(Scope scope) throws StoreException {
    return store.get(version(scope)).map(Store.Value::asLong).orElse(0L);
  }

  /** How many messages were learned. */
  Counted messagesOf(Scope scope) throws StoreException {
    long good = 0;
    long spam = 0;
    Key prefix = messages(scope);
    for (Store.Entry entry : store.range(Store.Range.under(prefix, PAGE))) {
      Key.Reader key = entry.key().after(prefix);
      if (key.number() >= oldestKept()) {
        boolean isSpam = key.text().equals(Lesson.SPAM.key());
        good += isSpam ? 0 : entry.value().asLong();
        spam += isSpam ? entry.value().asLong() : 0;
      }
    }
    return new Counted(Math.max(0, good), Math.max(0, spam));
  }

  /** Takes tokens and their counters. */
  @FunctionalInterface
  interface TokenReader {
    void take(Key key, long generation, long token, long packed);
  }

  /** Reads all tokens. */
  void tokensOf(Scope scope, TokenReader reader) throws StoreException {
    Key prefix = tokens(scope);
    Key from = prefix;
    while (true) {
      List<Store.Entry> page = store.range(Store.Range.from(from, prefix, PAGE));
      for (Store.Entry entry : page) {
        Key.Reader key = entry.key().after(prefix);
        reader.take(entry.key(), key.number(), key.number(), entry.value().asLong());
      }
      if (page.size() < PAGE) {
        return;
      }
      from = page.getLast().key().then(0);
    }
  }

  /** For whom something was learned. */
  List<Scope> scopes() throws StoreException {
    List<Scope> scopes = new ArrayList<>();
    Key from = SCOPES;
    while (true) {
      List<Store.Entry> page = store.range(Store.Range.from(from, SCOPES, PAGE));
      page.forEach(entry -> scopes.add(new Scope(entry.key().after(SCOPES).number())));
      if (page.size() < PAGE) {
        return scopes;
      }
      from = page.getLast().key().then(0);
    }
  }

  /**
   * Forgets old quarters, lessons that are too old to be taken back, and the rarest tokens where there are too many.
   *
   * @return how many tokens went
   */
  long sweep(Scope scope) throws StoreException {
    long[] rarities = new long[64];
    List<Key> old = new ArrayList<>();
    tokensOf(
        scope,
        (key, generation, _, packed) -> {
          if (generation < oldestKept()) {
            old.add(key);
          } else {
            rarities[(int) Math.min(63, Counted.unpacked(packed).all())]++;
          }
        });
    long gone = old.size();
    delete(old);
    int rare = rare(rarities, config.tokensMax(scope));
    if (rare >= 0) {
      List<Key> few = new ArrayList<>();
      tokensOf(
          scope,
          (key, _, _, packed) -> {
            if (Counted.unpacked(packed).all() <= rare) {
              few.add(key);
            }
          });
      gone += few.size();
      delete(few);
    }
    sweepLessons(scope);
    if (scope.equals(Scope.SITE)) {
      delete(voices.old(this::counts));
    }
    if (gone > 0) {
      store.commit(
          new Batch().add(version(scope), 1_000_000)); // whoever has it in memory reads it anew
    }
    return gone;
  }

  /** Up to how many messages a token may have been in to go, so that a fifth of the room is free; -1 if none needs to. */
  private static int rare(long[] rarities, int max) {
    long all = 0;
    for (long count : rarities) {
      all += count;
    }
    int rare = -1;
    for (long left = all; all > max && left > max * 4L / 5 && rare < 62; ) {
      left -= rarities[++rare];
    }
    return rare;
  }

  private void sweepLessons(Scope scope) throws StoreException {
    Instant oldest = world.now().minus(config.undoFor());
    List<Key> old = new ArrayList<>();
    Key prefix = lessons(scope);
    Key from = prefix;
    while (true) {
      List<Store.Entry> page = store.range(Store.Range.from(from, prefix, PAGE));
      for (Store.Entry entry : page) {
        if (parse(entry.value()).getAtMillis() < oldest.toEpochMilli()) {
          old.add(entry.key());
        }
      }
      if (page.size() < PAGE) {
        break;
      }
      from = page.getLast().key().then(0);
    }
    for (Store.Entry entry : store.range(Store.Range.under(messages(scope), PAGE))) {
      if (entry.key().after(messages(scope)).number() < oldestKept()) {
        old.add(entry.key());
      }
    }
    delete(old);
  }

  private void delete(List<Key> keys) throws StoreException {
    for (int i = 0; i < keys.size(); i += 1_000) {
      Batch batch = new Batch();
      keys.subList(i, Math.min(i + 1_000, keys.size())).forEach(batch::delete);
      store.commit(batch);
    }
  }

  /** Forgets everything. */
  void forget(Scope scope) throws StoreException {
    store.commit(new Batch().delete(SCOPES.then(scope.id())).add(version(scope), 1_000_000));
    for (Key prefix :
        List.of(tokens(scope), lessons(scope), messages(scope), all(scope).then("a"))) {
      while (true) {
        List<Store.Entry> page = store.range(Store.Range.under(prefix, 1_000));
        delete(page.stream().map(Store.Entry::key).toList());
        if (page.size() < 1_000) {
          break;
        }
      }
    }
    store.commit(new Batch().add(version(scope), 1_000_000));
  }
}
