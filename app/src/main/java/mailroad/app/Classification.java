package mailroad.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.guard.learn.Classifier;
import mailroad.guard.learn.ClassifierConfig;
import mailroad.guard.learn.ClassifierFilter;
import mailroad.guard.learn.Features;
import mailroad.guard.learn.Lessons;
import mailroad.guard.learn.Scope;
import mailroad.guard.quarantine.Learner;
import mailroad.guard.verdict.Filter;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Directory;
import mailroad.mime.Octets;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** The classifier of a node, and what learns from its users. */
final class Classification implements Learner {
  private final ClassifierConfig config;
  private final Directory directory;
  private final Classifier classifier;
  private final Lessons lessons;

  Classification(
      World world, Store store, ClassifierConfig config, Directory directory, Domain host) {
    this.config = config;
    this.directory = directory;
    this.classifier = new Classifier(world, store, config, Set.of(host));
    this.lessons = new Lessons(world, config, classifier);
  }

  Lessons lessons() {
    return lessons;
  }

  Classifier classifier() {
    return classifier;
  }

  Filter filter() {
    return new ClassifierFilter(config, classifier, directory);
  }

  long sweep() throws StoreException {
    return classifier.sweep(directory);
  }

  @Override
  public boolean learn(Octets message, Learner.Lesson lesson, List<EmailAddress> owners)
      throws StoreException {
    if (!config.enabled()) {
      return false;
    }
    try {
      Features features = classifier.features(message);
      boolean spam = lesson == Learner.Lesson.SPAM;
      var as = spam ? mailroad.guard.learn.Lesson.SPAM : mailroad.guard.learn.Lesson.GOOD;
      for (EmailAddress owner : owners) {
        Optional<Account> account = directory.account(owner);
        if (account.isPresent()) {
          classifier.learn(Scope.of(account.get()), features, as);
        }
      }
      classifier.learn(Scope.SITE, features, as);
      return true;
    } catch (IOException e) {
      throw new StoreException("cannot read the message", e);
    }
  }
}
