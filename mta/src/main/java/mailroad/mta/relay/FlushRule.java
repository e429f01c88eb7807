package mailroad.mta.relay;

import java.net.InetAddress;
import java.util.List;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Choice.DomainClass;
import mailroad.mta.routing.ConfigLines;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.Route;
import mailroad.mta.routing.Router;

/**
 * Who may have mail sent on that waits here for a domain (RFC 1985 section 5): the hosts that the mail goes to anyhow,
 * and those of configured networks. A stranger may not: else anybody could make this server knock at closed doors.
 * Blocks on DNS; any number of tasks may use it.
 */
public final class FlushRule {
  private final RelayConfig config;
  private final ConfigLines lines;
  private final Router router;

  /** A rule. */
  public FlushRule(RelayConfig config, ConfigLines lines, Router router) {
    this.config = config;
    this.lines = lines;
    this.router = router;
  }

  /** Whether somebody may. */
  public sealed interface Permission {
    /** What decided. */
    Why why();

    /** Go on. */
    record Granted(Why why) implements Permission {}

    /** No, in the words of RFC 1985. */
    record Denied(Reply reply, Why why) implements Permission {}
  }

  /** Whether a client may have a domain's mail sent on. */
  public Permission may(InetAddress client, Domain domain) throws InterruptedException {
    Choice choice = choice(domain);
    if (choice.domainClass() != DomainClass.RELAY) {
      return new Permission.Denied(
          new Reply(
              459, "4.7.1", "Node %s not allowed: it is not behind this server".formatted(domain)),
          choice.why());
    }
    for (int i = 0; i < config.flushNetworks().size(); i++) {
      String network = config.flushNetworks().get(i);
      if (AddressRange.parse(network).orElseThrow().contains(client)) {
        String at = lines.cite("mta.relay.flush-networks", i);
        return new Permission.Granted(
            new Why(client.getHostAddress() + " may", at + ": " + network));
      }
    }
    Route route = router.look(choice.hop());
    return leadsTo(route, client)
        ? new Permission.Granted(
            new Why("the mail goes to %s".formatted(client.getHostAddress()), List.of(route.why())))
        : new Permission.Denied(
            new Reply(
                459, "4.7.1", "Node %s not allowed: its mail does not go to you".formatted(domain)),
            new Why("the mail does not go to " + client.getHostAddress(), List.of(route.why())));
  }

  /** Whether a domain is behind this server, and its mail goes to a host. */
  public boolean isPrimaryOf(InetAddress host, Domain domain) throws InterruptedException {
    Choice choice = choice(domain);
    return choice.domainClass() == DomainClass.RELAY && leadsTo(router.look(choice.hop()), host);
  }

  private Choice choice(Domain domain) {
    return router.choose(
        Mail.from(new ReversePath.Nowhere()), new EmailAddress("postmaster", domain));
  }

  private static boolean leadsTo(Route route, InetAddress host) {
    return route instanceof Route.By(var targets, _)
        && targets.stream().anyMatch(target -> target.address().equals(host));
  }
}
