package mailroad.guard.filter;

import java.time.Duration;
import mailroad.guard.filter.FiltersConfig.Mail;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.verdict.Suspect;

/**
 * On what terms a filter is asked: what all kinds of filters have in common.
 *
 * @param octetsMax larger messages are not shown to it
 * @param timeLimit of one look
 * @param connectionsMax most looks at once
 */
record Terms(
    String name,
    Endpoint endpoint,
    Mail mail,
    long octetsMax,
    Duration timeLimit,
    OnFailure onFailure,
    int connectionsMax) {
  private static final int CONNECTIONS_MAX = 16;
  private static final int CONNECTIONS_LIMIT = 10_000;
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);

  /** What the usual is where a line says nothing. */
  record Usual(String name, long octetsMax) {}

  /** What a line says; nothing and zero stand for the usual. */
  record Said(
      String name,
      String address,
      Mail mail,
      long octetsMax,
      Duration timeLimit,
      OnFailure onFailure,
      int connectionsMax) {}

  /** Reads what a line says. */
  static Terms of(Usual usual, Said said) {
    Checks.require(
        said.name.isEmpty() || said.name.matches("[a-z][a-z0-9-]{0,31}"),
        "name must be small letters, digits and hyphens, not \"%s\"".formatted(said.name));
    Endpoint endpoint =
        Endpoint.parse(said.address)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "address must be host:port or unix:/path, not \"%s\"".formatted(said.address)));
    Checks.require(said.octetsMax >= 0, "octets-max must not be below zero");
    Checks.require(!said.timeLimit.isNegative(), "time-limit must not be below zero");
    Checks.require(
        said.connectionsMax >= 0 && said.connectionsMax <= CONNECTIONS_LIMIT,
        "connections-max must be between 0 and " + CONNECTIONS_LIMIT);
    return new Terms(
        said.name.isEmpty() ? usual.name() : said.name,
        endpoint,
        said.mail,
        said.octetsMax == 0 ? usual.octetsMax() : said.octetsMax,
        said.timeLimit.isZero() ? TIME_LIMIT : said.timeLimit,
        said.onFailure,
        said.connectionsMax == 0 ? CONNECTIONS_MAX : said.connectionsMax);
  }

  /** Whether mail that goes this way is looked at. */
  boolean covers(Suspect.Direction direction) {
    return switch (mail) {
      case ALL -> true;
      case INCOMING -> direction == Suspect.Direction.INCOMING;
      case SUBMITTED -> direction == Suspect.Direction.SUBMITTED;
    };
  }
}
