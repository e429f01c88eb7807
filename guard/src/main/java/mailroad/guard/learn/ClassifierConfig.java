package mailroad.guard.learn;

import java.time.Duration;

/**
 * How the classifier learns and judges.
 *
 * @param enabled whether it does
 * @param learnFromUse whether a message is also learned as good that its recipient answers, flags, or moves from INBOX to a
 *     mailbox other than Junk and Trash
 * @param messagesMin how many good messages, and how many of spam, an account must have taught before it is judged by what
 *     it taught, and the site before it is judged by what all taught; below, the classifier says nothing
 * @param accountLessonsMax of how many good messages, and of how many of spam, the site learns from one account as long as
 *     they count; what the loudest of them taught is left out when the site's knowledge is asked. 0: accounts teach
 *     themselves alone
 * @param textOctetsMax how much of a message's text is read
 * @param messageWordsMax how many words of a text are looked at
 * @param messageTokensMax how many tokens of a message are learned
 * @param accountTokensMax about how many tokens are kept for an account; the rarest are dropped
 * @param siteTokensMax the same for the site
 * @param quartersKept for how many quarters of a year what was learned counts
 * @param undoFor for how long it is remembered what a message was learned as, so that it can be taken back
 * @param modelsInMemory for how many accounts what they taught is kept in memory
 * @param reloadInterval how often at most what other nodes learned is read anew
 * @param pendingMax most messages that wait to be learned; of more the oldest are forgotten
 * @param scores how much weighs what it says
 */
public record ClassifierConfig(
    boolean enabled,
    boolean learnFromUse,
    int messagesMin,
    int accountLessonsMax,
    int textOctetsMax,
    int messageWordsMax,
    int messageTokensMax,
    int accountTokensMax,
    int siteTokensMax,
    int quartersKept,
    Duration undoFor,
    int modelsInMemory,
    Duration reloadInterval,
    int pendingMax,
    ClassifierScores scores) {
  /** Learns for a year, and judges after fifty messages of each kind. */
  public static final ClassifierConfig DEFAULT =
      new ClassifierConfig(
          true,
          true,
          50,
          20,
          262_144,
          3_000,
          1_500,
          40_000,
          250_000,
          4,
          Duration.ofDays(60),
          64,
          Duration.ofMinutes(1),
          5_000,
          ClassifierScores.DEFAULT);

  /** Limits that make sense. */
  public ClassifierConfig {
    atLeast("messages-min", messagesMin, 1);
    atLeast("account-lessons-max", accountLessonsMax, 0);
    atLeast("text-octets-max", textOctetsMax, 1_024);
    atLeast("message-words-max", messageWordsMax, 10);
    atLeast("message-tokens-max", messageTokensMax, 10);
    atLeast("account-tokens-max", accountTokensMax, 1_000);
    atLeast("site-tokens-max", siteTokensMax, 1_000);
    atLeast("quarters-kept", quartersKept, 1);
    atLeast("models-in-memory", modelsInMemory, 1);
    atLeast("pending-max", pendingMax, 1);
    if (messageTokensMax > 5_000) {
      throw new IllegalArgumentException("message-tokens-max must be at most 5000");
    }
    if (undoFor.isNegative() || reloadInterval.isNegative()) {
      throw new IllegalArgumentException("undo-for and reload-interval must not be below zero");
    }
  }

  private static void atLeast(String key, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException("%s must be at least %d".formatted(key, least));
    }
  }

  int tokensMax(Scope scope) {
    return scope.equals(Scope.SITE) ? siteTokensMax : accountTokensMax;
  }
}
