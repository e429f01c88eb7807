package mailroad.lab.demo;

import java.nio.file.Path;
import java.util.stream.Collectors;
import mailroad.lab.topology.Account;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.Plan;
import mailroad.lab.topology.Role;
import mailroad.lab.topology.Topology;

/** Where everything is, and how to look at it. */
final class Directions {
  private Directions() {}

  /** One line about a host. */
  static String describe(Plan plan, Host host) {
    String address = host.address().getHostAddress();
    return switch (host.role()) {
      case Role.NameServer(var zones) ->
          "%s at %s:%d, knows %s"
              .formatted(
                  host.fqdn(),
                  address,
                  plan.dns(),
                  zones.stream()
                      .map(zone -> zone.origin().isEmpty() ? "the root" : zone.origin())
                      .collect(Collectors.joining(", ")));
      case Role.Resolving _ ->
          "%s at %s:%d, resolves from the root down, its cache empty"
              .formatted(host.fqdn(), address, plan.dns());
      case Role.MailServer mail ->
          "%s at %s: SMTP %d, submission %d, POP3 %d, IMAP %d; mailboxes of %s%s"
              .formatted(
                  host.fqdn(),
                  address,
                  plan.smtp(),
                  plan.submission(),
                  plan.pop3(),
                  plan.imap(),
                  mail.domains(),
                  mail.smarthost().isEmpty() ? "" : "; sends through " + mail.smarthost());
    };
  }

  /** How to look around in a world that was left running. */
  static String around(Topology topology, Path certificate) {
    Plan plan = topology.plan();
    Host mailA = topology.home(Topology.USER_A);
    Host mailB = topology.home(Topology.USER_B);
    String a = mailA.address().getHostAddress();
    String b = mailB.address().getHostAddress();
    String passwordA = password(mailA, Topology.USER_A.toString());
    String passwordB = password(mailB, Topology.USER_B.toString());
    StringBuilder out = new StringBuilder("\nThe world is left running; Ctrl-C ends it.\n\n");
    for (Host host : topology.hosts()) {
      out.append("  %-11s %s%n".formatted(host.name(), describe(plan, host)));
      if (host.role() instanceof Role.MailServer mail) {
        for (Account account : mail.accounts()) {
          out.append(
              "  %-11s   %s, password: %s%n".formatted("", account.address(), account.password()));
        }
      }
    }
    out.append("\nTry:\n");
    line(
        out,
        "dig @%s -p %d exampleB.tst MX"
            .formatted(topology.host("resolver-a").address().getHostAddress(), plan.dns()));
    line(
        out,
        "dig @%s -p %d exampleB.tst NS +norecurse"
            .formatted(topology.host("root").address().getHostAddress(), plan.dns()));
    line(
        out,
        "swaks --server %s:%d -tls --auth PLAIN --au %s --ap '%s' --from %s --to %s"
            .formatted(
                a,
                plan.submission(),
                Topology.USER_A,
                passwordA,
                Topology.USER_A,
                Topology.USER_B));
    line(
        out,
        "curl --ssl-reqd -k --user '%s:%s' imap://%s:%d/INBOX?ALL"
            .formatted(Topology.USER_B, passwordB, b, plan.imap()));
    line(
        out,
        "curl --ssl-reqd -k --user '%s:%s' pop3://%s:%d/1"
            .formatted(Topology.USER_B, passwordB, b, plan.pop3()));
    line(
        out,
        "mutt -n -e \"set ssl_starttls=yes ssl_verify_host=no certificate_file=%s imap_pass='%s'\" -f imap://%s@%s:%d/INBOX"
            .formatted(
                certificate,
                passwordB,
                Topology.USER_B.toString().replace("@", "%40"),
                b,
                plan.imap()));
    return out.toString();
  }

  private static void line(StringBuilder out, String command) {
    out.append("  ").append(command).append('\n');
  }

  private static String password(Host host, String address) {
    return ((Role.MailServer) host.role())
        .accounts().stream()
            .filter(account -> account.address().toString().equals(address))
            .map(Account::password)
            .findFirst()
            .orElseThrow();
  }

  /** What to do next. */
  static String more(Topology topology) {
    String kind = topology.kind().toString();
    return """

    Look closer:
      mailroad demo %s --keep      leaves this world running, with addresses, passwords and commands
      mailroad demo %s
      mailroad init example.org --local --dir /tmp/mail      a real server of your own
    """
        .formatted(
            kind,
            topology.kind() == Topology.Kind.TWO_DOMAINS
                ? "service-provider      relays between, and a server that is down for a while"
                : "two-domains           the plain road");
  }
}
