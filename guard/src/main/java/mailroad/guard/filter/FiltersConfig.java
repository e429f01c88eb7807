package mailroad.guard.filter;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Programs outside this server that look at messages. They are asked in this order.
 *
 * @param clamd virus scanners that speak the protocol of ClamAV's clamd
 * @param rspamd rspamd's scanners, asked over HTTP
 * @param spamd SpamAssassin's daemons
 * @param milters any filters that speak Sendmail's milter protocol
 * @param failuresMax failures in a row after which a program is left alone for a while
 * @param pauseFirst how long it is left alone then, before one message is tried on it again
 * @param pauseMax longest such pause, which doubles each time that the try fails too
 */
public record FiltersConfig(
    List<ClamdLine> clamd,
    List<RspamdLine> rspamd,
    List<SpamdLine> spamd,
    List<MilterLine> milters,
    int failuresMax,
    Duration pauseFirst,
    Duration pauseMax) {
  /** No program is asked. */
  public static final FiltersConfig DEFAULT =
      new FiltersConfig(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          5,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  /** Which mail a filter looks at. */
  public enum Mail {
    /** All of it. */
    ALL,
    /** What others send to us. */
    INCOMING,
    /** What our users and machines hand in. */
    SUBMITTED
  }

  /** What becomes of a message that a filter cannot look at. */
  public enum OnFailure {
    /** It goes on, and the journey tells. */
    ACCEPT,
    /** Its sender is asked to try again later: 451. */
    DEFER,
    /** It goes on with a header field that tells. */
    MARK
  }

  /** Checks the parts. */
  public FiltersConfig {
    clamd = List.copyOf(clamd);
    rspamd = List.copyOf(rspamd);
    spamd = List.copyOf(spamd);
    milters = List.copyOf(milters);
    Checks.require(failuresMax >= 1, "failures-max must be at least 1");
    Checks.require(pauseFirst.isPositive(), "pause-first must be longer than zero");
    Checks.require(pauseMax.compareTo(pauseFirst) >= 0, "pause-max must be at least pause-first");
    Set<String> names = new HashSet<>();
    Stream.of(
            clamd.stream().map(ClamdLine::terms),
            rspamd.stream().map(RspamdLine::terms),
            spamd.stream().map(SpamdLine::terms),
            milters.stream().map(MilterLine::terms))
        .flatMap(terms -> terms)
        .forEach(terms ->
            Checks.require(
                names.add(terms.name()),
                "name must differ from filter to filter: two are called " + terms.name()));
  }

  /** The same with other filters. */
  public FiltersConfig with(
      List<ClamdLine> clamds,
      List<RspamdLine> rspamds,
      List<SpamdLine> spamds,
      List<MilterLine> otherMilters) {
    return new FiltersConfig(
        clamds, rspamds, spamds, otherMilters, failuresMax, pauseFirst, pauseMax);
  }

  /** The same with another idea of when a program is left alone. */
  public FiltersConfig withPatience(int failures, Duration first, Duration longest) {
    return new FiltersConfig(clamd, rspamd, spamd, milters, failures, first, longest);
  }
}
