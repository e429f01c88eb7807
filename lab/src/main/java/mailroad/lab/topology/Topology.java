package mailroad.lab.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mailroad.dns.RootHint;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mta.relay.RelayConfig.RecipientsLine;
import mailroad.mta.relay.RelayConfig.Verify;
import mailroad.mta.routing.RouteLine;

/**
 * A world of mail: hosts, and people with accounts.
 *
 * @param kind which it is
 * @param plan where the hosts live
 * @param hosts in the order in which they are best started
 */
public record Topology(Kind kind, Plan plan, List<Host> hosts) {
  /** The user who writes. */
  public static final EmailAddress USER_A = EmailAddress.of("userA@exampleA.tst");

  /** The user who is written to. */
  public static final EmailAddress USER_B = EmailAddress.of("userB@exampleB.tst");

  private static final String DOMAIN_A = USER_A.domain().name();
  private static final String DOMAIN_B = USER_B.domain().name();
  private static final String ISP_A = "ispa.tst";
  private static final String ISP_B = "ispb.tst";

  /** The worlds that there are. */
  public enum Kind {
    /** {@code exampleA.tst} and {@code exampleB.tst}, each with a server of its own. */
    TWO_DOMAINS,
    /**
     * The same with providers between: A sends through {@code relay.ispA.tst}; B's mail goes to {@code
     * mx.ispB.tst} first (MX 10), which passes it on to {@code mail.exampleB.tst} (MX 20).
     */
    SERVICE_PROVIDER;

    /** As a command line writes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The hosts do not change. */
  public Topology {
    hosts = List.copyOf(hosts);
  }

  /** A world of a kind. */
  public static Topology of(Kind kind, Plan plan) {
    List<Host> hosts =
        switch (kind) {
          case TWO_DOMAINS -> twoDomains(plan);
          case SERVICE_PROVIDER -> serviceProvider(plan);
        };
    return new Topology(kind, plan, hosts);
  }

  private static List<Host> twoDomains(Plan plan) {
    ZoneText top = top(plan).delegate(DOMAIN_A, Seat.NS_A).delegate(DOMAIN_B, Seat.NS_B);
    ZoneText a = zoneOfA(plan);
    ZoneText b = new ZoneText(plan, DOMAIN_B, Seat.NS_B).exchanger(10, Seat.MAIL_B);
    List<Host> hosts = new ArrayList<>(names(plan, top));
    hosts.add(nameServer(plan, Seat.NS_A, a));
    hosts.add(nameServer(plan, Seat.NS_B, b.host(Seat.MAIL_B)));
    hosts.add(mailA(plan, ""));
    hosts.add(mailB(plan));
    return hosts;
  }

  private static List<Host> serviceProvider(Plan plan) {
    ZoneText top =
        top(plan)
            .delegate(DOMAIN_A, Seat.NS_A)
            .delegate(DOMAIN_B, Seat.NS_B)
            .delegate(ISP_A, Seat.NS_ISP_A)
            .delegate(ISP_B, Seat.NS_ISP_B);
    ZoneText b =
        new ZoneText(plan, DOMAIN_B, Seat.NS_B)
            .exchanger(10, Seat.MX_B)
            .exchanger(20, Seat.MAIL_B)
            .host(Seat.MAIL_B);
    List<Host> hosts = new ArrayList<>(names(plan, top));
    hosts.add(nameServer(plan, Seat.NS_A, zoneOfA(plan)));
    hosts.add(nameServer(plan, Seat.NS_B, b));
    hosts.add(provider(plan, Seat.NS_ISP_A, ISP_A, Seat.RELAY_A));
    hosts.add(provider(plan, Seat.NS_ISP_B, ISP_B, Seat.MX_B));
    hosts.add(mailA(plan, "[" + Seat.RELAY_A.fqdn() + "]"));
    hosts.add(mailB(plan));
    hosts.add(relayA(plan));
    hosts.add(exchangerB(plan));
    return hosts;
  }

  // Names.

  private static ZoneText top(Plan plan) {
    return new ZoneText(plan, "tst", Seat.TLD);
  }

  private static ZoneText zoneOfA(Plan plan) {
    return new ZoneText(plan, DOMAIN_A, Seat.NS_A).exchanger(10, Seat.MAIL_A).host(Seat.MAIL_A);
  }

  /** What all need to find names: the root, the top-level domain, and a resolver for each side. */
  private static List<Host> names(Plan plan, ZoneText top) {
    ZoneText root = new ZoneText(plan, "", Seat.ROOT).delegate("tst", Seat.TLD);
    RootHint hint = new RootHint(Seat.ROOT.fqdn(), Seat.ROOT.address(plan), plan.dns());
    return List.of(
        nameServer(plan, Seat.ROOT, root),
        nameServer(plan, Seat.TLD, top),
        Seat.RESOLVER_A.as(plan, new Role.Resolving(List.of(hint))),
        Seat.RESOLVER_B.as(plan, new Role.Resolving(List.of(hint))));
  }

  private static Host nameServer(Plan plan, Seat seat, ZoneText zone) {
    return seat.as(plan, new Role.NameServer(List.of(zone.zone())));
  }

  private static Host provider(Plan plan, Seat seat, String domain, Seat exchanger) {
    ZoneText zone = new ZoneText(plan, domain, seat).exchanger(10, exchanger).host(exchanger);
    return nameServer(plan, seat, zone);
  }

  // Mail.

  private static Host mailA(Plan plan, String smarthost) {
    return Seat.MAIL_A.as(
        plan,
        new Role.MailServer(
            List.of(USER_A.domain()),
            List.of(account(USER_A), account("postmaster@" + DOMAIN_A)),
            Seat.RESOLVER_A.hostName(),
            smarthost,
            Role.Relay.NONE));
  }

  private static Host mailB(Plan plan) {
    return Seat.MAIL_B.as(
        plan,
        new Role.MailServer(
            List.of(USER_B.domain()),
            List.of(account(USER_B), account("postmaster@" + DOMAIN_B)),
            Seat.RESOLVER_B.hostName(),
            "",
            Role.Relay.NONE));
  }

  /** A's provider: passes on whatever its customer sends. */
  private static Host relayA(Plan plan) {
    List<String> customers = List.of(Seat.MAIL_A.address(plan).getHostAddress() + "/32");
    return Seat.RELAY_A.as(
        plan,
        new Role.MailServer(
            List.of(new Domain(ISP_A)),
            List.of(account("postmaster@" + ISP_A)),
            Seat.RESOLVER_A.hostName(),
            "",
            new Role.Relay(List.of(), customers, List.of())));
  }

  /** B's provider: takes B's mail from anybody and passes it on to B. */
  private static Host exchangerB(Plan plan) {
    List<RouteLine> toB = List.of(new RouteLine(DOMAIN_B, "[" + Seat.MAIL_B.fqdn() + "]"));
    return Seat.MX_B.as(
        plan,
        new Role.MailServer(
            List.of(new Domain(ISP_B)),
            List.of(account("postmaster@" + ISP_B)),
            Seat.RESOLVER_B.hostName(),
            "",
            new Role.Relay(List.of(DOMAIN_B), List.of(), toB, List.of(), knownB())));
  }

  /** B's provider knows B's people, so that it may take their mail while B is down; of others it asks. */
  private static List<RecipientsLine> knownB() {
    return List.of(new RecipientsLine(DOMAIN_B, Verify.CALLOUT, List.of(USER_B.toString())));
  }

  private static Account account(String address) {
    return account(EmailAddress.of(address));
  }

  private static Account account(EmailAddress address) {
    return new Account(address, "secret-of-" + address.localPart());
  }

  // Questions.

  /**
   * A host.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Host host(String name) {
    return hosts.stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no host " + name));
  }

  /** The hosts of a role. */
  public List<Host> with(Class<? extends Role> role) {
    return hosts.stream().filter(host -> role.isInstance(host.role())).toList();
  }

  /** The hosts that are mail servers. */
  public List<Host> mailServers() {
    return with(Role.MailServer.class);
  }

  /** Where somebody's mailbox is. */
  public Host home(EmailAddress address) {
    return mailServers().stream()
        .filter(host ->
            host.role() instanceof Role.MailServer mail
                && mail.domains().contains(address.domain()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nobody has mailboxes of " + address));
  }

  /** The mail servers that mail passes through from one home to another, both included. */
  public List<Host> road(EmailAddress from, EmailAddress to) {
    List<Host> road = new ArrayList<>();
    road.add(home(from));
    boolean leavesA = from.domain().equals(USER_A.domain()) && !to.domain().equals(from.domain());
    if (kind == Kind.SERVICE_PROVIDER && leavesA) {
      road.add(host(Seat.RELAY_A.hostName()));
    }
    if (kind == Kind.SERVICE_PROVIDER && leavesA && to.domain().equals(USER_B.domain())) {
      road.add(host(Seat.MX_B.hostName()));
    }
    mailServers().stream()
        .filter(host -> ((Role.MailServer) host.role()).domains().contains(to.domain()))
        .filter(host -> !road.contains(host))
        .forEach(road::add);
    return road;
  }
}
