package mailroad.lab.topology;

import mailroad.dns.Zone;
import mailroad.dns.ZoneException;

/** Writes a master file (RFC 1035 section 5), record by record; all names are absolute. */
final class ZoneText {
  private static final int TTL_SECONDS = 3600;
  private static final int NEGATIVE_TTL_SECONDS = 60;

  private final Plan plan;
  private final String origin;
  private final StringBuilder text = new StringBuilder();

  /**
   * A zone with one name server.
   *
   * @param origin without a trailing dot; empty for the root
   */
  ZoneText(Plan plan, String origin, Seat nameServer) {
    this.plan = plan;
    this.origin = origin;
    text.append("$TTL ").append(TTL_SECONDS).append('\n');
    add(origin, "SOA", soa(nameServer));
    delegate(origin, nameServer);
  }

  private String soa(Seat nameServer) {
    String hostmaster = origin.isEmpty() ? "hostmaster.root." : "hostmaster." + origin + ".";
    return "%s. %s 1 7200 900 1209600 %d"
        .formatted(nameServer.fqdn(), hostmaster, NEGATIVE_TTL_SECONDS);
  }

  private void add(String owner, String type, String data) {
    text.append(owner).append(". IN ").append(type).append(' ').append(data).append('\n');
  }

  /** Says where a host is. */
  ZoneText host(Seat host) {
    add(host.fqdn(), "A", host.address(plan).getHostAddress());
    return this;
  }

  /** Says that a host takes the domain's mail. */
  ZoneText exchanger(int preference, Seat host) {
    add(origin, "MX", preference + " " + host.fqdn() + ".");
    return this;
  }

  /** Hands a domain to its name server, whose address goes along (glue). */
  ZoneText delegate(String domain, Seat nameServer) {
    add(domain, "NS", nameServer.fqdn() + ".");
    return host(nameServer);
  }

  Zone zone() {
    try {
      return Zone.parse(origin.isEmpty() ? "." : origin, text.toString());
    } catch (ZoneException e) {
      throw new IllegalStateException("a zone of the lab is wrong:\n" + text, e);
    }
  }
}
