package mailroad.guard.filter;

import java.time.Duration;
import java.util.List;
import mailroad.guard.filter.FiltersConfig.Mail;
import mailroad.guard.filter.FiltersConfig.OnFailure;

/**
 * One clamd. What it finds is malware, unless its signature is named in {@code spam-signatures}.
 *
 * @param name what evidence and logs call it; empty for {@code clamd}
 * @param address where it listens: {@code host:port} or {@code unix:/path}
 * @param mail which mail it looks at
 * @param onMalware what becomes of malware
 * @param spamSignatures signatures that begin with one of these are no malware but evidence of spam, such as {@code
 *     Sanesecurity.Spam.} or {@code Heuristics.Phishing.}
 * @param spamScore what such evidence counts; zero for 5
 * @param octetsMax larger messages are not shown to it; no more than its {@code StreamMaxLength}; zero for 25 MiB
 * @param timeLimit longest time of one look; zero for 30 seconds
 * @param onFailure what becomes of a message that it cannot look at
 * @param connectionsMax most messages that it looks at together; zero for 16
 */
public record ClamdLine(
    String name,
    String address,
    Mail mail,
    OnMalware onMalware,
    List<String> spamSignatures,
    int spamScore,
    long octetsMax,
    Duration timeLimit,
    OnFailure onFailure,
    int connectionsMax) {
  private static final Terms.Usual USUAL = new Terms.Usual("clamd", 25L << 20);
  private static final int SPAM_SCORE = 5;
  private static final int SPAM_SCORE_MAX = 1000;

  /** What becomes of malware. */
  public enum OnMalware {
    /** It is kept out of every mailbox. */
    QUARANTINE,
    /** It is refused: 554. */
    REFUSE,
    /** It is taken and dropped. */
    DISCARD
  }

  /** Checks the parts. */
  public ClamdLine {
    Checks.require(
        spamScore >= 0 && spamScore <= SPAM_SCORE_MAX,
        "spam-score must be between 0 and " + SPAM_SCORE_MAX);
    spamSignatures = List.copyOf(spamSignatures);
    Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  /** A clamd that is asked as usual. */
  public static ClamdLine at(String address) {
    return new ClamdLine(
        "",
        address,
        Mail.ALL,
        OnMalware.QUARANTINE,
        List.of(),
        0,
        0,
        Duration.ZERO,
        OnFailure.ACCEPT,
        0);
  }

  /** The same with another way to treat malware. */
  public ClamdLine with(OnMalware other) {
    return new ClamdLine(
        name,
        address,
        mail,
        other,
        spamSignatures,
        spamScore,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same with signatures that are no malware. */
  public ClamdLine withSpam(List<String> signatures, int score) {
    return new ClamdLine(
        name,
        address,
        mail,
        onMalware,
        signatures,
        score,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same within other limits. */
  public ClamdLine within(long octets, Duration time, OnFailure rule, int connections) {
    return new ClamdLine(
        name, address, mail, onMalware, spamSignatures, spamScore, octets, time, rule, connections);
  }

  Terms terms() {
    return Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  int score() {
    return spamScore == 0 ? SPAM_SCORE : spamScore;
  }
}
