package mailroad.guard.filter;

import java.time.Duration;
import java.util.Locale;
import mailroad.guard.filter.FiltersConfig.Mail;
import mailroad.guard.filter.FiltersConfig.OnFailure;

/**
 * One spamd of SpamAssassin.
 *
 * @param name what evidence and logs call it; empty for {@code spamd}
 * @param address where it listens: {@code host:port} or {@code unix:/path}
 * @param mail which mail it looks at
 * @param asks what it is asked for: {@code report} gives each rule with its score, {@code symbols} the rules' names and
 *     one score for all, {@code headers} the same and puts its {@code X-Spam-} fields into the message
 * @param user whose preferences and learned tokens it uses; empty for its own; {@code *} for the recipient where it is
 *     one alone
 * @param scorePercent how much its scores count; zero for 100
 * @param octetsMax larger messages are not shown to it; zero for 512 KiB
 * @param timeLimit longest time of one look; zero for 30 seconds
 * @param onFailure what becomes of a message that it cannot look at
 * @param connectionsMax most messages that it looks at together, no more than its children; zero for 16
 */
public record SpamdLine(
    String name,
    String address,
    Mail mail,
    Asks asks,
    String user,
    int scorePercent,
    long octetsMax,
    Duration timeLimit,
    OnFailure onFailure,
    int connectionsMax) {
  private static final Terms.Usual USUAL = new Terms.Usual("spamd", 512L << 10);
  private static final int PERCENT_MAX = 10_000;

  /** What spamd is asked for. */
  public enum Asks {
    /** A table of rules, each with its score. */
    REPORT,
    /** The names of rules. */
    SYMBOLS,
    /** Header fields. */
    HEADERS;

    String command() {
      return name();
    }

    /** As configuration writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks the parts. */
  public SpamdLine {
    Checks.require(
        scorePercent >= 0 && scorePercent <= PERCENT_MAX,
        "score-percent must be between 0 and " + PERCENT_MAX);
    Checks.require(user.chars().allMatch(c -> c > ' ' && c < 127), "user must be printable ASCII");
    Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  /** A spamd that is asked as usual. */
  public static SpamdLine at(String address) {
    return new SpamdLine(
        "", address, Mail.ALL, Asks.REPORT, "", 0, 0, Duration.ZERO, OnFailure.ACCEPT, 0);
  }

  /** The same, asked for something else, for a user. */
  public SpamdLine asking(Asks other, String otherUser) {
    return new SpamdLine(
        name,
        address,
        mail,
        other,
        otherUser,
        scorePercent,
        octetsMax,
        timeLimit,
        onFailure,
        connectionsMax);
  }

  /** The same within other limits. */
  public SpamdLine within(long octets, Duration time, OnFailure rule, int connections) {
    return new SpamdLine(
        name, address, mail, asks, user, scorePercent, octets, time, rule, connections);
  }

  Terms terms() {
    return Terms.of(
        USUAL,
        new Terms.Said(name, address, mail, octetsMax, timeLimit, onFailure, connectionsMax));
  }

  double weight() {
    return scorePercent == 0 ? 1 : scorePercent / 100.0;
  }
}
