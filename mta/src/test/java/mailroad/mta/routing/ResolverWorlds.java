package mailroad.mta.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mailroad.dns.FixedResolver;
import mailroad.mta.routing.GroupLine.Member;
import mailroad.mta.routing.GroupLine.Spread;

/** Random worlds of DNS, and configurations that live in them, from a seed. */
public final class ResolverWorlds {
  private static final String[] DOMAINS = {"a.example", "b.example", "c.example", "d.example"};

  private final SplittableRandom random;

  public ResolverWorlds(long seed) {
    random = new SplittableRandom(seed);
  }

  /** A domain that may or may not be there. */
  public String domain() {
    return random.nextInt(8) == 0 ? "gone.example" : DOMAINS[random.nextInt(DOMAINS.length)];
  }

  public String recipient() {
    return (random.nextBoolean() ? "bert" : "sales-7") + "@" + domain();
  }

  public String sender() {
    return switch (random.nextInt(4)) {
      case 0 -> "<>";
      case 1 -> "boss@local.example";
      default -> "anna@local.example";
    };
  }

  private String address() {
    return "127.77.%d.%d".formatted(random.nextInt(3), 1 + random.nextInt(6));
  }

  /** Each domain with MX records of all kinds, an address of its own, an alias, or nothing. */
  public FixedResolver dns() {
    StringBuilder zone = new StringBuilder();
    for (int host = 0; host < 5; host++) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        zone.append("h%d.hosts.example. 60 IN A %s\n".formatted(host, address()));
      }
    }
    zone.append("wrong.hosts.example. 60 IN A 0.0.0.0\n");
    zone.append("us.hosts.example. 60 IN A 198.51.100.1\n");
    for (String domain : DOMAINS) {
      zone.append(records(domain));
    }
    FixedResolver resolver = FixedResolver.of(zone.toString());
    return random.nextInt(4) == 0 ? resolver.failing("h0.hosts.example", "SERVFAIL") : resolver;
  }

  private String records(String domain) {
    return switch (random.nextInt(7)) {
      case 0 -> "%s. 60 IN A %s\n".formatted(domain, address());
      case 1 -> "%s. 60 IN MX 0 .\n".formatted(domain);
      case 2 -> "%s. 60 IN CNAME h1.hosts.example.\n".formatted(domain);
      case 3 -> "%s. 60 IN TXT \"nothing here\"\n".formatted(domain);
      default -> exchangers(domain);
    };
  }

  private String exchangers(String domain) {
    String[] targets = {"h0", "h1", "h2", "h3", "h4", "wrong", "us", "missing"};
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String target = targets[random.nextInt(targets.length)];
      out.append(
          "%s. 60 IN MX %d %s.hosts.example.\n".formatted(domain, 10 * random.nextInt(3), target));
    }
    return out.toString();
  }

  private String hop() {
    return switch (random.nextInt(4)) {
      case 0 -> "[h%d.hosts.example]".formatted(random.nextInt(5));
      case 1 -> "[" + address() + "]";
      case 2 -> domain();
      default -> "[missing.hosts.example]";
    };
  }

  private String way() {
    return switch (random.nextInt(8)) {
      case 0 -> "group:inner";
      case 1 -> hop() + ", " + hop();
      case 2 -> "mx";
      case 3 -> "reject 550 5.7.1 not there";
      case 4 -> "discard";
      case 5 -> "hold";
      default -> hop();
    };
  }

  private RouteLine route() {
    String to =
        switch (random.nextInt(4)) {
          case 0 -> "*";
          case 1 -> "sales-*@" + DOMAINS[random.nextInt(DOMAINS.length)];
          default -> domain();
        };
    RouteLine line = new RouteLine(to, way());
    return switch (random.nextInt(5)) {
      case 0 -> line.withFrom("boss@local.example");
      case 1 -> line.withFrom("<>");
      case 2 -> line.withSize(random.nextBoolean() ? 1 : 1_000_000);
      case 3 -> line.withHeader(random.nextBoolean() ? "Subject: hel*" : "Subject: bye");
      default -> line;
    };
  }

  /** Routes, a group, perhaps a smarthost and relay domains; all hosts listen on one port, where nobody is. */
  public RoutingConfig routing(int port) {
    List<RouteLine> routes = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      routes.add(route());
    }
    List<Member> members = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      members.add(new Member(hop(), 1 + random.nextInt(3)));
    }
    Spread spread = Spread.values()[random.nextInt(3)];
    RoutingConfigBuilder builder =
        new RoutingConfigBuilder()
            .loopback(port)
            .routes(routes.toArray(RouteLine[]::new))
            .groups(new GroupLine("inner", spread, members));
    if (random.nextInt(3) == 0) {
      builder.smarthost(random.nextBoolean() ? "group:inner" : hop());
    }
    if (random.nextInt(3) == 0) {
      builder.relayDomains(domain());
    }
    return builder.build();
  }
}
