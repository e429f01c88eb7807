package mailroad.lab.topology;

import java.util.List;
import mailroad.dns.RootHint;
import mailroad.dns.Zone;
import mailroad.kernel.Domain;
import mailroad.mta.relay.RelayConfig.RecipientsLine;
import mailroad.mta.routing.GroupLine;
import mailroad.mta.routing.RouteLine;

/** What a host does. */
public sealed interface Role {
  /** Knows zones. */
  record NameServer(List<Zone> zones) implements Role {
    /** The record's list does not change. */
    public NameServer {
      zones = List.copyOf(zones);
    }
  }

  /** Asks name servers, from the root down, and remembers. */
  record Resolving(List<RootHint> roots) implements Role {
    /** The record's list does not change. */
    public Resolving {
      roots = List.copyOf(roots);
    }
  }

  /**
   * Takes, routes, keeps and shows mail.
   *
   * @param domains whose mailboxes are here
   * @param accounts who has them
   * @param resolver name of the host that it asks about names
   * @param smarthost where all mail for other domains goes; empty for by their MX records
   * @param relay what it passes on for others
   */
  record MailServer(
      List<Domain> domains, List<Account> accounts, String resolver, String smarthost, Relay relay)
      implements Role {
    /** The record's lists do not change. */
    public MailServer {
      domains = List.copyOf(domains);
      accounts = List.copyOf(accounts);
    }
  }

  /**
   * What a mail server passes on that neither comes from its users nor ends with it.
   *
   * @param domains taken from anybody and passed on
   * @param networks from which mail for anybody is taken
   * @param routes where to, other than by MX records
   * @param groups hosts that routes or the smarthost name
   * @param recipients who is known to exist behind it
   * @param customers whether who logs in may send from any address, as a company's server does
   */
  record Relay(
      List<String> domains,
      List<String> networks,
      List<RouteLine> routes,
      List<GroupLine> groups,
      List<RecipientsLine> recipients,
      boolean customers) {
    /** One without groups, that asks whether recipients exist. */
    public Relay(List<String> domains, List<String> networks, List<RouteLine> routes) {
      this(domains, networks, routes, List.of(), List.of(), false);
    }

    /** Nothing. */
    public static final Relay NONE = new Relay(List.of(), List.of(), List.of());

    /** The record's lists do not change. */
    public Relay {
      domains = List.copyOf(domains);
      networks = List.copyOf(networks);
      routes = List.copyOf(routes);
      groups = List.copyOf(groups);
      recipients = List.copyOf(recipients);
    }
  }
}
