package mailroad.guard.door;

import java.time.Duration;
import java.util.List;
import mailroad.kernel.AddressRange;
import mailroad.kernel.EmailAddress;

/**
 * From where nobody comes in for a while, at any port. What is counted is counted by IPv4 address and by IPv6 /64; 0 never
 * bans for it.
 *
 * @param within the time within which offences add up
 * @param silentVisits connections in which the protocol is never spoken, as those of who looks for open ports
 * @param foreignCommands sessions in which another protocol is spoken
 * @param earlyTalks sessions in which the client speaks before the greeting
 * @param badSessions sessions that end by too many errors
 * @param unknownRecipients recipients that do not exist; each that does makes good for one
 * @param relayAttempts recipients elsewhere, of clients that may not send there
 * @param loginFailures logins that fail over any protocol, where the account was not logged in to from there before
 * @param connectionsPerMinute connections of one address within a minute, of which nothing good is known
 * @param neighbourConnectionsPerMinute the same of an IPv4 /24 or an IPv6 /48 together
 * @param neighbours banned addresses of an IPv4 /24 or an IPv6 /48 that ban all of it
 * @param first how long the first ban lasts; each further one lasts twice as long
 * @param longest longest ban
 * @param remembered how long after its end a ban counts for the length of the next
 * @param most most bans that are kept
 * @param never addresses and networks that are never banned; this machine's own and trusted ones are not anyway
 * @param administrators accounts from whose last address with a successful login nothing is banned
 */
public record BanConfig(
    Duration within,
    int silentVisits,
    int foreignCommands,
    int earlyTalks,
    int badSessions,
    int unknownRecipients,
    int relayAttempts,
    int loginFailures,
    int connectionsPerMinute,
    int neighbourConnectionsPerMinute,
    int neighbours,
    Duration first,
    Duration longest,
    Duration remembered,
    int most,
    List<String> never,
    List<String> administrators) {
  /** Five minutes at first, a day at most. */
  public static final BanConfig DEFAULT =
      new BanConfig(
          Duration.ofMinutes(10),
          3,
          3,
          5,
          5,
          20,
          20,
          10,
          300,
          2000,
          8,
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          Duration.ofDays(7),
          50_000,
          List.of(),
          List.of());

  /** Bounds that make sense. */
  public BanConfig {
    require(within.isPositive(), "within must be longer than zero");
    notNegative(silentVisits, "silent-visits");
    notNegative(foreignCommands, "foreign-commands");
    notNegative(earlyTalks, "early-talks");
    notNegative(badSessions, "bad-sessions");
    notNegative(unknownRecipients, "unknown-recipients");
    notNegative(relayAttempts, "relay-attempts");
    notNegative(loginFailures, "login-failures");
    notNegative(connectionsPerMinute, "connections-per-minute");
    notNegative(neighbourConnectionsPerMinute, "neighbour-connections-per-minute");
    notNegative(neighbours, "neighbours");
    require(first.isPositive(), "first must be longer than zero");
    require(longest.compareTo(first) >= 0, "longest must be at least first");
    require(!remembered.isNegative(), "remembered must not be negative");
    require(most >= 100, "most must be at least 100");
    never = List.copyOf(never);
    AddressRange.all("never", never);
    administrators = List.copyOf(administrators);
    for (String account : administrators) {
      require(
          EmailAddress.parse(account).isPresent(),
          "administrators: \"%s\" is no account's address".formatted(account));
    }
  }

  /** How many of an offence lead to a ban. */
  int most(Offence offence) {
    return switch (offence) {
      case SILENT_VISIT -> silentVisits;
      case FOREIGN_COMMAND -> foreignCommands;
      case EARLY_TALK -> earlyTalks;
      case BAD_SESSION -> badSessions;
      case UNKNOWN_RECIPIENT -> unknownRecipients;
      case RELAY_ATTEMPT -> relayAttempts;
      case LOGIN_FAILURE -> loginFailures;
      case FLOOD -> connectionsPerMinute;
    };
  }

  private static void notNegative(int count, String key) {
    require(count >= 0, key + " must be at least 0");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
