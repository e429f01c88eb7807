package mailroad.guard.learn;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.FilterException;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailbox.Account;
import mailroad.mailbox.Directory;
import mailroad.store.StoreException;

/** Judges messages by what their recipients, or all here, have taught. Any number of tasks may ask at once. */
public final class ClassifierFilter implements Filter {
  private static final int CLUES_SHOWN = 8;

  /** From so many messages of a sender on one knows it. */
  private static final int KNOWN_MIN = 2;

  private final ClassifierConfig config;
  private final Classifier classifier;
  private final Directory directory;

  /** What was read of messages that are being judged for several recipients. */
  private final Map<Suspect, Features> read = Collections.synchronizedMap(new WeakHashMap<>());

  /** A filter. */
  public ClassifierFilter(ClassifierConfig config, Classifier classifier, Directory directory) {
    this.config = config;
    this.classifier = classifier;
    this.directory = directory;
  }

  @Override
  public String name() {
    return "classifier";
  }

  @Override
  public boolean looksAt(Suspect suspect) {
    return config.enabled() && suspect.direction() == Suspect.Direction.INCOMING;
  }

  @Override
  public Opinion look(Suspect suspect) {
    return Opinion.NONE; // each recipient has taught other things
  }

  @Override
  public List<Evidence> look(Suspect suspect, EmailAddress recipient) throws FilterException {
    try {
      Optional<Account> account = account(recipient);
      Optional<Scope> scope = classifier.scopeFor(account);
      return scope.isEmpty()
          ? List.of()
          : evidence(suspect, scope.get(), scope.get().equals(Scope.SITE) ? "all here" : "you");
    } catch (StoreException e) {
      throw new FilterException("cannot look up what was learned", e);
    } catch (IOException e) {
      throw new FilterException("cannot read the message", e);
    }
  }

  /** The account of an address, also if it has a detail behind a plus. */
  private Optional<Account> account(EmailAddress address) throws StoreException {
    Optional<Account> account = directory.account(address);
    int plus = address.localPart().indexOf('+');
    return account.isPresent() || plus < 1
        ? account
        : directory.account(
            new EmailAddress(address.localPart().substring(0, plus), address.domain()));
  }

  private List<Evidence> evidence(Suspect suspect, Scope scope, String teachers)
      throws StoreException, IOException {
    Features features = features(suspect);
    Bayes.Opinion opinion = classifier.judge(scope, features);
    List<Evidence> out = new ArrayList<>();
    out.add(evidence(opinion, teachers));
    sender(suspect, scope, features, teachers).ifPresent(out::add);
    return out;
  }

  private Features features(Suspect suspect) throws IOException {
    Features known = read.get(suspect);
    if (known == null) {
      known = classifier.features(suspect);
      read.put(suspect, known);
    }
    return known;
  }

  private Evidence evidence(Bayes.Opinion opinion, String teachers) {
    double score = config.scores().of(opinion.index());
    String name =
        score > 0 ? "classifier-junk" : score < 0 ? "classifier-good" : "classifier-unsure";
    String looks =
        score > 0
            ? "it looks like junk"
            : score < 0 ? "it looks like good mail" : "it looks like neither";
    List<Why> clues =
        opinion.clues().stream().limit(CLUES_SHOWN).map(ClassifierFilter::why).toList();
    return new Evidence(
        name,
        score,
        new Why(
            "%s, by what %s taught (%s%% junk)"
                .formatted(looks, teachers, percent(opinion.index())),
            clues));
  }

  private static Why why(Bayes.Clue clue) {
    return new Why(
        "\"%s\": in %d junk and %d good messages"
            .formatted(clue.token(), clue.counted().spam(), clue.counted().good()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", share * 100);
  }

  /** What is known of the sender: good only where something vouches for it, as anybody can write a name. */
  private Optional<Evidence> sender(
      Suspect suspect, Scope scope, Features features, String teachers) throws StoreException {
    Optional<String> token =
        features.tokens().stream().filter(it -> it.startsWith("from:")).findFirst();
    Counted counted = token.isEmpty() ? Counted.NONE : classifier.counted(scope, token.get());
    String sender = token.map(it -> it.substring("from:".length())).orElse("");
    boolean vouched = suspect.authentication().filter(ClassifierFilter::vouches).isPresent();
    if (vouched && counted.good() >= KNOWN_MIN && counted.spam() == 0) {
      return Optional.of(
          new Evidence(
              "sender-known",
              config.scores().knownSender(),
              "%d messages of %s were good by what %s taught, and none was junk"
                  .formatted(counted.good(), sender, teachers)));
    }
    if (counted.spam() >= KNOWN_MIN && counted.good() == 0) {
      return Optional.of(
          new Evidence(
              "sender-known-for-junk",
              config.scores().knownSpammer(),
              "%d messages of %s were junk by what %s taught, and none was good"
                  .formatted(counted.spam(), sender, teachers)));
    }
    return Optional.empty();
  }

  private static boolean vouches(Authentication found) {
    return found.dmarc().code() == DmarcResult.Code.PASS
        || found.dmarc().code() == DmarcResult.Code.NONE
            && (found.mail().code() == SpfResult.Code.PASS
                || found.dkim().stream().anyMatch(one -> one.code() == DkimResult.Code.PASS));
  }
}
