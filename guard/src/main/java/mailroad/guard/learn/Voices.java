package mailroad.guard.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** How much each account has taught the site, in the store: counters by account, quarter and kind of lesson. */
final class Voices {
  private static final Key ALL = Key.of("bayes", Scope.SITE.id(), "a");
  private static final int PAGE = 5_000;

  private final Store store;

  Voices(Store store) {
    this.store = store;
  }

  /** Counts a lesson, or with a sign of -1 one that is taken back. */
  static void count(Batch batch, long account, Lesson kind, long generation, int sign) {
    batch.add(ALL.then(account).then(generation, kind.key()), sign);
  }

  /** How much an account taught, of what counts still. */
  Counted of(Scope account, LongPredicate generationCounts) throws StoreException {
    Key prefix = ALL.then(account.id());
    Counted sum = Counted.NONE;
    for (Store.Entry entry : store.range(Store.Range.under(prefix, PAGE))) {
      Key.Reader key = entry.key().after(prefix);
      if (generationCounts.test(key.number())) {
        sum = sum.plus(key.text().equals(Lesson.SPAM.key()), entry.value().asLong());
      }
    }
    return sum;
  }

  /** The most that one account taught, of each kind. */
  Counted loudest(LongPredicate generationCounts) throws StoreException {
    Counted loudest = Counted.NONE;
    long account = 0;
    Counted sum = Counted.NONE;
    for (Store.Entry entry : entries()) {
      Key.Reader key = entry.key().after(ALL);
      long whose = key.number();
      if (whose != account) {
        account = whose;
        sum = Counted.NONE;
      }
      if (generationCounts.test(key.number())) {
        sum = sum.plus(key.text().equals(Lesson.SPAM.key()), entry.value().asLong());
        loudest = loudest.max(sum);
      }
    }
    return loudest;
  }

  /** Keys of counters that count no more. */
  List<Key> old(LongPredicate generationCounts) throws StoreException {
    List<Key> old = new ArrayList<>();
    for (Store.Entry entry : entries()) {
      Key.Reader key = entry.key().after(ALL);
      key.number(); // the account
      if (!generationCounts.test(key.number())) {
        old.add(entry.key());
      }
    }
    return old;
  }

  private List<Store.Entry> entries() throws StoreException {
    List<Store.Entry> all = new ArrayList<>();
    Key from = ALL;
    while (true) {
      List<Store.Entry> page = store.range(Store.Range.from(from, ALL, PAGE));
      all.addAll(page);
      if (page.size() < PAGE) {
        return all;
      }
      from = page.getLast().key().then(0);
    }
  }
}
