package mailroad.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Operations;
import mailroad.guard.learn.Classifier;
import mailroad.guard.learn.Features;
import mailroad.guard.learn.Lesson;
import mailroad.guard.learn.Scope;
import mailroad.mailbox.Account;
import mailroad.mailbox.Directory;
import mailroad.mime.Octets;
import mailroad.store.StoreException;

/** What an administrator does with the classifier. */
final class ClassifierOperations {
  private final Classifier classifier;
  private final Directory directory;

  ClassifierOperations(Classifier classifier, Directory directory) {
    this.classifier = classifier;
    this.directory = directory;
  }

  void addTo(Operations operations) {
    operations
        .add("classifier.status", _ -> status())
        .add("classifier.learn", arguments -> reading(() -> learn(arguments)))
        .add("classifier.forget", arguments -> reading(() -> forget(arguments)));
  }

  private interface Reading {
    Object run() throws StoreException, IOException, AdminException;
  }

  private static Object reading(Reading act) throws StoreException, AdminException {
    try {
      return act.run();
    } catch (IOException e) {
      throw new AdminException("the message cannot be read: " + e.getMessage(), e);
    }
  }

  private Object status() throws StoreException {
    Map<Long, String> names = new HashMap<>();
    directory.accounts().forEach(account -> names.put(account.id(), account.address().toString()));
    List<Map<String, Object>> out = new ArrayList<>();
    for (Classifier.Knowledge known : classifier.knowledge()) {
      Map<String, Object> line = new LinkedHashMap<>();
      boolean site = known.scope().equals(Scope.SITE);
      line.put("of", site ? "site" : names.getOrDefault(known.scope().id(), "a removed account"));
      line.put("spam", known.learned().spam());
      line.put("good", known.learned().good());
      line.put("tokens", known.tokens());
      line.put("judges", known.judges());
      out.add(line);
    }
    return Map.of("knowledge", out);
  }

  private Object learn(Arguments arguments) throws StoreException, IOException, AdminException {
    Lesson as =
        switch (arguments.text("as")) {
          case "spam" -> Lesson.SPAM;
          case "good" -> Lesson.GOOD;
          default -> throw new AdminException("a message is learned as spam or as good");
        };
    Features features = features(arguments);
    Optional<Account> account = account(arguments);
    boolean learned =
        account.isPresent()
            ? classifier.learn(account.get(), features, as)
            : classifier.learn(Scope.SITE, features, as);
    return Map.of("learned", learned);
  }

  private Object forget(Arguments arguments) throws StoreException, IOException, AdminException {
    boolean forgotten = false;
    if (arguments.flag("all")) {
      // Of an account alone: the site goes on knowing what the account taught it.
      classifier.forget(scopes(arguments).getFirst());
      forgotten = true;
    } else {
      Features features = features(arguments);
      for (Scope scope : scopes(arguments)) {
        forgotten |= classifier.unlearn(scope, features);
      }
    }
    return Map.of("forgotten", forgotten);
  }

  private Features features(Arguments arguments) throws AdminException, IOException {
    byte[] content = Base64.getDecoder().decode(arguments.text("content"));
    return classifier.features(Octets.of(content));
  }

  /** What an account was taught the site has learned too. */
  private List<Scope> scopes(Arguments arguments) throws AdminException, StoreException {
    Optional<Account> account = account(arguments);
    return account.isPresent() ? List.of(Scope.of(account.get()), Scope.SITE) : List.of(Scope.SITE);
  }

  private Optional<Account> account(Arguments arguments) throws AdminException, StoreException {
    if (arguments.optional("account").isEmpty()) {
      return Optional.empty();
    }
    Optional<Account> account = directory.account(arguments.address("account"));
    if (account.isEmpty()) {
      throw new AdminException(
          "%s has no account here; see: %s"
              .formatted(arguments.text("account"), Hint.of("account list")));
    }
    return account;
  }
}
