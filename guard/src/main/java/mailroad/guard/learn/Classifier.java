package mailroad.guard.learn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Directory;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Structure;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Learns messages and says what others look like. Any number of tasks may use it; all calls may block. */
public final class Classifier {
  private final ClassifierConfig config;
  private final Set<Domain> ours;
  private final Memory memory;
  private final Models models;

  /**
   * A classifier whose knowledge stands in a store.
   *
   * @param ours the names by which this server writes trace fields
   */
  public Classifier(World world, Store store, ClassifierConfig config, Set<Domain> ours) {
    this.config = config;
    this.ours = Set.copyOf(ours);
    this.memory = new Memory(world, store, config);
    this.models = new Models(world, memory, config);
  }

  /** The same features, of a message that is being judged. */
  Features features(Suspect suspect) throws IOException {
    return Features.of(suspect, config, ours);
  }

  /** The features of a message by which it is learned. */
  public Features features(Octets message) throws IOException {
    return Features.of(message, Structure.read(message, MimeLimits.DEFAULT), config, ours);
  }

  /**
   * Learns a message, and takes back what it was learned as before. One that was learned so already is not learned again.
   *
   * @return whether anything was learned
   */
  public boolean learn(Scope scope, Features features, Lesson as) throws StoreException {
    return changed(scope, features, memory.learn(scope, features, Optional.of(as)));
  }

  /**
   * Learns what an account says of a message: for the account, and for the site as long as the account has not taught it
   * {@link ClassifierConfig#accountLessonsMax} messages of the kind.
   *
   * @return whether the account had not said so before
   */
  public boolean learn(Account account, Features features, Lesson as) throws StoreException {
    Scope own = Scope.of(account);
    boolean learned = learn(own, features, as);
    changed(Scope.SITE, features, memory.learn(Scope.SITE, features, Optional.of(as), own));
    return learned;
  }

  /** Takes back what a message was learned as; gives whether it was learned as anything. */
  public boolean unlearn(Scope scope, Features features) throws StoreException {
    return changed(scope, features, memory.learn(scope, features, Optional.empty()));
  }

  private boolean changed(Scope scope, Features features, Memory.Learned learned) {
    if (learned.changed()) {
      models.add(scope, learned, features);
    }
    return learned.changed();
  }

  /** Forgets all that was learned for a scope. */
  public void forget(Scope scope) throws StoreException {
    memory.forget(scope);
    models.drop(scope);
  }

  /** Whose knowledge counts for an account: its own, the site's, or nobody's if both know too little. */
  Optional<Scope> scopeFor(Optional<Account> account) throws StoreException {
    if (account.isPresent() && knowsEnough(Scope.of(account.get()))) {
      return Optional.of(Scope.of(account.get()));
    }
    return knowsEnough(Scope.SITE) ? Optional.of(Scope.SITE) : Optional.empty();
  }

  private boolean knowsEnough(Scope scope) throws StoreException {
    Counted learned = models.of(scope).learned();
    return Math.min(learned.good(), learned.spam()) >= config.messagesMin();
  }

  /** What a message looks like by the knowledge of a scope. */
  Bayes.Opinion judge(Scope scope, Features features) throws StoreException {
    Model model = models.of(scope);
    return Bayes.judge(features.tokens(), model.counts(features), model.learned());
  }

  /** In how many messages a token was. */
  Counted counted(Scope scope, String token) throws StoreException {
    return models.of(scope).counts(new Features(List.of(token))).getFirst();
  }

  /**
   * How much is known.
   *
   * @param learned messages
   * @param tokens different ones
   * @param judges whether that is enough to judge by
   */
  public record Knowledge(Scope scope, Counted learned, int tokens, boolean judges) {}

  /** How much is known, for the site first. */
  public List<Knowledge> knowledge() throws StoreException {
    List<Knowledge> all = new ArrayList<>();
    for (Scope scope : memory.scopes()) {
      Set<Long> tokens = new HashSet<>();
      memory.tokensOf(scope, (_, _, token, _) -> tokens.add(token));
      Counted learned = memory.messagesOf(scope);
      boolean judges = Math.min(learned.good(), learned.spam()) >= config.messagesMin();
      all.add(new Knowledge(scope, learned, tokens.size(), judges));
    }
    return all;
  }

  /**
   * Forgets what is old, rare beyond measure, or of accounts that are no longer there.
   *
   * @return how many tokens went
   */
  public long sweep(Directory directory) throws StoreException {
    Set<Long> there = new HashSet<>();
    directory.accounts().forEach(account -> there.add(account.id()));
    long gone = 0;
    for (Scope scope : memory.scopes()) {
      if (!scope.equals(Scope.SITE) && !there.contains(scope.id())) {
        forget(scope);
      } else {
        gone += memory.sweep(scope);
      }
    }
    return gone;
  }
}
