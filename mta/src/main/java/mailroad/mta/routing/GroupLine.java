package mailroad.mta.routing;

import java.util.List;
import java.util.Locale;
import mailroad.mta.routing.RoutingConfig.TlsDemand;
import mailroad.smtp.client.Protocol;

/**
 * Hosts that share mail, or stand in for each other: the inner servers of a company, or a chain of smarthosts. A host
 * that fails is left out until it answers again.
 *
 * @param name by which routes and {@code smarthost} call it: {@code group:name}
 * @param spread which host is tried first: {@code in-order} the first that works, {@code round-robin} each in turn by
 *     its weight, {@code least-busy} the one with the fewest sessions for its weight
 * @param hosts who they are
 */
public record GroupLine(String name, Spread spread, List<Member> hosts) {
  /** Which host of a group is tried first; the others follow if it fails. */
  public enum Spread {
    IN_ORDER,
    ROUND_ROBIN,
    LEAST_BUSY;

    /** As configuration writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Checks the parts. */
  public GroupLine {
    Checks.require(
        NextHop.parse("group:" + name).isPresent(),
        "name must be letters, digits, - and _, not \"%s\"".formatted(name));
    Checks.require(!hosts.isEmpty(), "hosts must not be empty");
    hosts = List.copyOf(hosts);
  }

  /**
   * One host of a group.
   *
   * @param nextHop {@code [host]} or {@code [address]} straight, {@code host} by its MX records, {@code
   *     lmtp:host:port}
   * @param weight how much of the mail it gets compared with the others; zero counts as 1
   * @param tls whether mail goes there encrypted
   * @param login name that this server logs in with there; empty for none
   * @param password password that belongs to the login
   * @param tokenFile file with the access token of OAuth 2.0 that belongs to the login, instead of a password; relative to the
   *     configuration file, and read at each login
   * @param sources own addresses to connect from, taken at random; empty for the usual one
   */
  public record Member(
      String nextHop,
      int weight,
      TlsDemand tls,
      String login,
      String password,
      String tokenFile,
      List<String> sources) {
    private static final int WEIGHT_MAX = 1000;

    /** Checks the parts. */
    public Member {
      Checks.require(
          NextHopSyntax.carrier(nextHop).isPresent(),
          "next-hop must be host, [host], [address] or lmtp:host:port: " + nextHop);
      Checks.require(
          weight >= 0 && weight <= WEIGHT_MAX, "weight must be between 0 and " + WEIGHT_MAX);
      Checks.manner(login, password, tokenFile, sources);
      sources = List.copyOf(sources);
    }

    /** A host met in the usual manner. */
    public Member(String nextHop, int weight) {
      this(nextHop, weight, TlsDemand.OPPORTUNISTIC, "", "", "", List.of());
    }

    /** The same with a login. */
    public Member withLogin(String otherLogin, String otherPassword) {
      return new Member(nextHop, weight, tls, otherLogin, otherPassword, "", sources);
    }

    /** The same with another demand for TLS. */
    public Member with(TlsDemand other) {
      return new Member(nextHop, weight, other, login, password, tokenFile, sources);
    }

    int share() {
      return Math.max(1, weight);
    }

    NextHop.Carrier next() {
      return NextHopSyntax.carrier(nextHop).orElseThrow();
    }

    Manner manner() {
      return new Manner(Protocol.SMTP, tls, login, password, tokenFile, Checks.addresses(sources));
    }

    /** Without the password. */
    @Override
    public String toString() {
      return nextHop;
    }
  }
}
