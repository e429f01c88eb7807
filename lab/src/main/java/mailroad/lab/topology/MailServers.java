package mailroad.lab.topology;

import java.util.List;
import mailroad.app.ListenConfig;
import mailroad.app.NodeConfig;
import mailroad.app.TlsConfig;
import mailroad.kernel.Domain;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Outcome;
import mailroad.mailbox.PasswordConfig;
import mailroad.mta.MtaConfig;
import mailroad.mta.delivery.DeliveryConfig;
import mailroad.mta.routing.RoutingConfig;
import mailroad.sasl.PlaintextLogin;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.store.StoreException;

/** What a topology's mail servers are told. */
final class MailServers {
  private static final PasswordConfig QUICK_PASSWORDS = quick();

  private MailServers() {}

  /** The configuration of one, in the clear throughout: the lab's wires have no listeners. */
  static NodeConfig config(Plan plan, Host host, Role.MailServer mail) {
    NodeConfig usual = NodeConfig.DEFAULT;
    return new NodeConfig(
        host.fqdn(),
        usual.data(),
        usual.adminSocket(),
        usual.stopTimeout(),
        usual.sweepInterval(),
        listen(plan, host),
        TlsConfig.DEFAULT,
        usual.store(),
        usual.dns(),
        usual.connections(),
        usual.smtp(),
        new SmtpServerConfig(
            SmtpServerConfig.Role.SUBMISSION,
            PlaintextLogin.ALWAYS,
            usual.submission().limits(),
            usual.submission().times(),
            usual.submission().extensions()),
        usual.lmtp(),
        usual.pop3().with(PlaintextLogin.ALWAYS),
        usual.imap().with(PlaintextLogin.ALWAYS),
        mta(plan, host, mail),
        usual.mda(),
        usual.guard(),
        usual.mailauth(),
        usual.mailbox(),
        usual.fullText(),
        usual.auth(),
        usual.oauth(),
        QUICK_PASSWORDS,
        usual.journal(),
        usual.log());
  }

  private static ListenConfig listen(Plan plan, Host host) {
    String address = host.address().getHostAddress() + ":";
    return new ListenConfig(
        List.of(address + plan.smtp()),
        List.of(address + plan.submission()),
        List.of(),
        List.of(),
        List.of(address + plan.pop3()),
        List.of(),
        List.of(address + plan.imap()),
        List.of());
  }

  private static MtaConfig mta(Plan plan, Host host, Role.MailServer mail) {
    MtaConfig usual = MtaConfig.DEFAULT;
    return usual
        .with(routing(plan, mail, usual.routing()))
        .with(delivery(host, usual.delivery()))
        .with(mail.relay().customers() ? usual.intake().forCustomers() : usual.intake())
        .with(usual.relay().withRecipients(mail.relay().recipients()));
  }

  private static RoutingConfig routing(Plan plan, Role.MailServer mail, RoutingConfig usual) {
    return usual
        .withRoutes(mail.relay().routes(), mail.relay().groups())
        .withSmarthost(mail.smarthost())
        .withRelay(mail.relay().domains(), mail.relay().networks())
        .onLoopback(plan.smtp());
  }

  /** Connects from the host's own address, of which loopback has many. */
  private static DeliveryConfig delivery(Host host, DeliveryConfig usual) {
    return usual.withSourceIpv4(host.address().getHostAddress());
  }

  /** Passwords that everybody may know need no hash that is hard to compute. */
  private static PasswordConfig quick() {
    return PasswordConfig.DEFAULT.withCost(8, 1);
  }

  /** Sees to it that the domains and accounts are there. */
  static void populate(Directory directory, Role.MailServer mail)
      throws StoreException, InterruptedException {
    for (Domain domain : mail.domains()) {
      if (!directory.isLocal(domain)) {
        demand(directory.addDomain(domain));
      }
    }
    for (Account account : mail.accounts()) {
      if (directory.account(account.address()).isEmpty()) {
        demand(directory.addAccount(account.address(), account.password()));
      }
    }
  }

  private static void demand(Outcome<?> outcome) {
    if (!(outcome instanceof Outcome.Done<?>)) {
      throw new IllegalStateException("the lab's own accounts are refused: " + outcome);
    }
  }
}
