package mailroad.guard.filter;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import mailroad.guard.filter.FiltersConfig.Mail;
import mailroad.guard.filter.FiltersConfig.OnFailure;

/**
 * One rspamd: its normal worker, or its proxy in scan mode. Each of its symbols is evidence with its score.
 *
 * @param name what evidence and logs call it; empty for {@code rspamd}
 * @param address where it listens: {@code host:port} or {@code unix:/path}
 * @param password that it asks for; empty for none
 * @param mail which mail it looks at
 * @param scorePercent how much its scores count; zero for 100
 * @param onReject what becomes of a message that it says to reject
 * @param deferGreylist whether its action {@code greylist} defers the message; only where its own module does not
 *     do that, since the message would never come in
 * @param markSpam whether its action {@code add header} adds the field {@code X-Spam: Yes}
 * @param ignored what of its answers is not carried out: {@code soft reject}, {@code rewrite subject}, {@code
 *     discard}, {@code quarantine}, {@code fields} for the header fields it adds and removes, {@code envelope} for the
 *     sender and recipients it changes
 * @param octetsMax larger messages are not shown to it; zero for 50 MiB
 * @param timeLimit longest time of one look; zero for 30 seconds
 * @param onFailure what becomes of a message that it cannot look at
 * @param connectionsMax most messages that it looks at together; zero for 16
 */
public record RspamdLine(
    String name,
    String address,
    String password,
    Mail mail,
    int scorePercent,
    OnReject onReject,
    boolean deferGreylist,
    boolean markSpam,
    List<String> ignored,
    long octetsMax,
    Duration timeLimit,
    OnFailure onFailure,
    int connectionsMax) {
  private static final Terms.Usual USUAL = new Terms.Usual("rspamd", 50L << 20);
  private static final int PERCENT_MAX = 10_000;
  private static final Set<String> IGNORABLE =
      Set.of("soft reject", "rewrite subject", "discard", "quarantine", "fields", "envelope");

  /** What becomes of a message that is to be rejected. */
  public enum OnReject {
    /** It is refused: 554. */
    REFUSE,
    /** It is kept out of every mailbox. */
    QUARANTINE,
    /** It is taken and dropped. */
    DISCARD,
    /** Its score alone counts. */
    SCORE
  }

  /** Checks the parts. */
  public RspamdLine {
    Checks.require(
        scorePercent >= 0 && scorePercent <= PERCENT_MAX,
        "score-percent must be between 0 and " + PERCENT_MAX);
    Checks.require(
        password.chars().allMatch(c -> c >= ' ' && c < 127), "password must be printable ASCII");
    for (String one : ignored) {
      Checks.require(
          IGNORABLE.contains(one),
          "ignored must be of %s, not \"%s\"".formatted(IGNORABLE.stream().sorted().toList(), one));
    }
    ignored = List.copyOf(ignored);
    Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  /** An rspamd that is asked as usual. */
  public static RspamdLine at(String address) {
    return new RspamdLine(
        "",
        address,
        "",
        Mail.ALL,
        0,
        OnReject.REFUSE,
        false,
        false,
        List.of(),
        0,
        Duration.ZERO,
        OnFailure.ACCEPT,
        0);
  }

  /** The same with other ways to carry out what it says. */
  public RspamdLine obeying(
      OnReject reject, boolean greylist, boolean mark, List<String> otherIgnored) {
    return new RspamdLine(
        name,
        address,
        password,
        mail,
        scorePercent,
        reject,
        greylist,
        mark,
        otherIgnored,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same with scores that count otherwise. */
  public RspamdLine counting(int percent) {
    return new RspamdLine(
        name,
        address,
        password,
        mail,
        percent,
        onReject,
        deferGreylist,
        markSpam,
        ignored,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same with a password. */
  public RspamdLine withPassword(String other) {
    return new RspamdLine(
        name,
        address,
        other,
        mail,
        scorePercent,
        onReject,
        deferGreylist,
        markSpam,
        ignored,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same within other limits. */
  public RspamdLine within(long octets, Duration time, OnFailure rule, int connections) {
    return new RspamdLine(
        name,
        address,
        password,
        mail,
        scorePercent,
        onReject,
        deferGreylist,
        markSpam,
        ignored,
        octets,
        time,
        rule,
        connections);
  }

  Terms terms() {
    return Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  double weight() {
    return scorePercent == 0 ? 1 : scorePercent / 100.0;
  }

  boolean heeds(String what) {
    return !ignored.contains(what);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "RspamdLine[%s]".formatted(address);
  }
}
