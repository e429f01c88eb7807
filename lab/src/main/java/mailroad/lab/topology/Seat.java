package mailroad.lab.topology;

import java.net.InetAddress;

/** The hosts that the lab's topologies are made of: names, and where in the network each stands. */
enum Seat {
  ROOT(1, "root", "a.root"),
  TLD(2, "tld", "a.nic.tst"),
  NS_A(3, "ns-a", "ns.examplea.tst"),
  NS_B(4, "ns-b", "ns.exampleb.tst"),
  NS_ISP_A(5, "ns-isp-a", "ns.ispa.tst"),
  NS_ISP_B(6, "ns-isp-b", "ns.ispb.tst"),
  RESOLVER_A(7, "resolver-a", "resolver.examplea.tst"),
  RESOLVER_B(8, "resolver-b", "resolver.exampleb.tst"),
  MAIL_A(11, "mail-a", "mail.examplea.tst"),
  MAIL_B(12, "mail-b", "mail.exampleb.tst"),
  RELAY_A(13, "relay-a", "relay.ispa.tst"),
  MX_B(14, "mx-b", "mx.ispb.tst"),
  RELAY_A2(15, "relay-a2", "relay2.ispa.tst"),
  GATE_B(16, "gate-b", "gate.exampleb.tst"),
  INNER_1(17, "inner-1", "inner1.exampleb.tst"),
  INNER_2(18, "inner-2", "inner2.exampleb.tst");

  private final int number;
  private final String host;
  private final String fqdn;

  Seat(int number, String host, String fqdn) {
    this.number = number;
    this.host = host;
    this.fqdn = fqdn;
  }

  String fqdn() {
    return fqdn;
  }

  /** By which a scenario calls the host. */
  String hostName() {
    return host;
  }

  InetAddress address(Plan plan) {
    return plan.address(number);
  }

  Host as(Plan plan, Role role) {
    return new Host(host, fqdn, address(plan), role);
  }
}
