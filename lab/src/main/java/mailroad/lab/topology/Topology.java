package mailroad.lab.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mailroad.dns.RootHint;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mta.relay.RelayConfig.RecipientsLine;
import mailroad.mta.relay.RelayConfig.Verify;
import mailroad.mta.routing.GroupLine;
import mailroad.mta.routing.GroupLine.Member;
import mailroad.mta.routing.GroupLine.Spread;
import mailroad.mta.routing.RouteLine;
import mailroad.mta.routing.RoutingConfig.TlsDemand;

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
    SERVICE_PROVIDER,
    /**
     * A sends through a chain of two smarthosts that it logs in to; B's mail goes to {@code gate.exampleB.tst}, which
     * spreads it over two inner servers, which pass it on to {@code mail.exampleB.tst}.
     */
    COMPANY_HUB,
    /** B's own server comes first (MX 10); {@code mx.ispB.tst} (MX 20) keeps mail for it while it is down. */
    BACKUP_MX;

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
          case COMPANY_HUB -> companyHub(plan);
          case BACKUP_MX -> backupMx(plan);
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

  private static List<Host> companyHub(Plan plan) {
    ZoneText top =
        top(plan)
            .delegate(DOMAIN_A, Seat.NS_A)
            .delegate(DOMAIN_B, Seat.NS_B)
            .delegate(ISP_A, Seat.NS_ISP_A);
    ZoneText b =
        new ZoneText(plan, DOMAIN_B, Seat.NS_B)
            .exchanger(10, Seat.GATE_B)
            .host(Seat.GATE_B)
            .host(Seat.INNER_1)
            .host(Seat.INNER_2)
            .host(Seat.MAIL_B);
    ZoneText isp =
        new ZoneText(plan, ISP_A, Seat.NS_ISP_A)
            .exchanger(10, Seat.RELAY_A)
            .host(Seat.RELAY_A)
            .host(Seat.RELAY_A2);
    List<Host> hosts = new ArrayList<>(names(plan, top));
    hosts.add(nameServer(plan, Seat.NS_A, zoneOfA(plan)));
    hosts.add(nameServer(plan, Seat.NS_B, b));
    hosts.add(nameServer(plan, Seat.NS_ISP_A, isp));
    hosts.add(
        mailA(
            plan,
            "group:out",
            new Role.Relay(
                List.of(), List.of(), List.of(), List.of(smarthosts(plan)), List.of(), false)));
    hosts.add(mailB(plan));
    hosts.add(smarthost(plan, Seat.RELAY_A, ISP_A));
    hosts.add(smarthost(plan, Seat.RELAY_A2, Seat.RELAY_A2.fqdn()));
    hosts.add(behindB(plan, Seat.INNER_1, "[" + Seat.MAIL_B.fqdn() + "]", List.of()));
    hosts.add(behindB(plan, Seat.INNER_2, "[" + Seat.MAIL_B.fqdn() + "]", List.of()));
    GroupLine inner =
        new GroupLine(
            "inner",
            Spread.ROUND_ROBIN,
            List.of(
                new Member("[" + Seat.INNER_1.fqdn() + "]", 2),
                new Member("[" + Seat.INNER_2.fqdn() + "]", 1)));
    hosts.add(behindB(plan, Seat.GATE_B, "group:inner", List.of(inner)));
    return hosts;
  }

  private static List<Host> backupMx(Plan plan) {
    ZoneText top =
        top(plan)
            .delegate(DOMAIN_A, Seat.NS_A)
            .delegate(DOMAIN_B, Seat.NS_B)
            .delegate(ISP_B, Seat.NS_ISP_B);
    ZoneText b =
        new ZoneText(plan, DOMAIN_B, Seat.NS_B)
            .exchanger(10, Seat.MAIL_B)
            .exchanger(20, Seat.MX_B)
            .host(Seat.MAIL_B);
    List<Host> hosts = new ArrayList<>(names(plan, top));
    hosts.add(nameServer(plan, Seat.NS_A, zoneOfA(plan)));
    hosts.add(nameServer(plan, Seat.NS_B, b));
    hosts.add(provider(plan, Seat.NS_ISP_B, ISP_B, Seat.MX_B));
    hosts.add(mailA(plan, ""));
    hosts.add(mailB(plan));
    hosts.add(exchangerB(plan, List.of()));
    return hosts;
  }

  /** The two that A sends through: the second where the first does not work. */
  private static GroupLine smarthosts(Plan plan) {
    return new GroupLine(
        "out",
        Spread.IN_ORDER,
        List.of(
            asSmarthost(plan, Seat.RELAY_A, ISP_A),
            asSmarthost(plan, Seat.RELAY_A2, Seat.RELAY_A2.fqdn())));
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
    return mailA(plan, smarthost, Role.Relay.NONE);
  }

  private static Host mailA(Plan plan, String smarthost, Role.Relay relay) {
    return Seat.MAIL_A.as(
        plan,
        new Role.MailServer(
            List.of(USER_A.domain()),
            List.of(account(USER_A), account("postmaster@" + DOMAIN_A)),
            Seat.RESOLVER_A.hostName(),
            smarthost,
            relay));
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

  /** A smarthost as its customer knows it. */
  private static Member asSmarthost(Plan plan, Seat seat, String domain) {
    Account customer = customer(domain);
    return new Member("[%s]:%d".formatted(seat.fqdn(), plan.submission()), 1)
        .with(TlsDemand.NONE)
        .withLogin(customer.address().toString(), customer.password());
  }

  /** A smarthost: passes on whatever those send who log in. */
  private static Host smarthost(Plan plan, Seat seat, String domain) {
    return seat.as(
        plan,
        new Role.MailServer(
            List.of(new Domain(domain)),
            List.of(customer(domain), account("postmaster@" + domain)),
            Seat.RESOLVER_A.hostName(),
            "",
            new Role.Relay(List.of(), List.of(), List.of(), List.of(), List.of(), true)));
  }

  private static Account customer(String domain) {
    return account("customer@" + domain);
  }

  /** A server of B's that passes B's mail on. */
  private static Host behindB(Plan plan, Seat seat, String nextHop, List<GroupLine> groups) {
    return seat.as(
        plan,
        new Role.MailServer(
            List.of(new Domain(seat.fqdn())),
            List.of(account("postmaster@" + seat.fqdn())),
            Seat.RESOLVER_B.hostName(),
            "",
            new Role.Relay(
                List.of(DOMAIN_B),
                List.of(),
                List.of(new RouteLine(DOMAIN_B, nextHop)),
                groups,
                knownB(),
                false)));
  }

  /** B's provider: takes B's mail from anybody and passes it on to B. */
  private static Host exchangerB(Plan plan) {
    return exchangerB(plan, List.of(new RouteLine(DOMAIN_B, "[" + Seat.MAIL_B.fqdn() + "]")));
  }

  private static Host exchangerB(Plan plan, List<RouteLine> toB) {
    return Seat.MX_B.as(
        plan,
        new Role.MailServer(
            List.of(new Domain(ISP_B)),
            List.of(account("postmaster@" + ISP_B)),
            Seat.RESOLVER_B.hostName(),
            "",
            new Role.Relay(List.of(DOMAIN_B), List.of(), toB, List.of(), knownB(), false)));
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
    if ((kind == Kind.SERVICE_PROVIDER || kind == Kind.COMPANY_HUB) && leavesA) {
      road.add(host(Seat.RELAY_A.hostName()));
    }
    if (kind == Kind.COMPANY_HUB && to.domain().equals(USER_B.domain()) && leavesA) {
      road.add(host(Seat.GATE_B.hostName()));
      road.add(host(Seat.INNER_1.hostName()));
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
