package mailroad.mta.intake;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Seal;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Lookup;
import mailroad.mta.local.LocalReplies;
import mailroad.mta.relay.Backlog;
import mailroad.mta.relay.FlushAnswer;
import mailroad.mta.relay.RecipientCheck;
import mailroad.mta.relay.RecipientCheck.Finding;
import mailroad.mta.routing.Choice;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.NextHop;
import mailroad.mta.routing.Router;
import mailroad.mta.routing.RoutingConfig;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Departure;
import mailroad.smtp.server.Incoming;
import mailroad.smtp.server.Reception;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/**
 * Decides for SMTP sessions who may send what to whom, and takes the content.
 *
 * <p>Mail for mailboxes here and for relay domains is taken from anybody; mail for all others only from who has
 * logged in, or connects from a configured network. What a local part looks like never changes that (RFC 5321
 * section 3.6, RFC 1123 section 5.2.16). A mailbox that does not exist is refused at RCPT, so that no notice about
 * it is ever owed to a forged sender.
 */
public final class Intake implements Reception {
  private final World world;
  private final IntakeConfig config;
  private final RoutingConfig routing;
  private final Domain hostname;
  private final Blobs blobs;
  private final Router router;
  private final LocalDelivery local;
  private final Acceptance acceptance;
  private final Ownership ownership;
  private final ForgedResults forgedResults;
  private final Answers answers;
  private final RecipientCheck check;
  private final Backlog backlog;
  private final Gate gate;
  private final Judging judging;

  /** Whom intake knows. */
  public record Neighbours(
      Blobs blobs,
      Router router,
      LocalDelivery local,
      Acceptance acceptance,
      RecipientCheck check,
      Backlog backlog,
      Gate gate,
      Seal seal) {}

  /** Intake on the server of this name. */
  public Intake(
      World world,
      IntakeConfig config,
      RoutingConfig routing,
      Domain hostname,
      Neighbours neighbours) {
    this.world = world;
    this.config = config;
    this.routing = routing;
    this.hostname = hostname;
    this.blobs = neighbours.blobs();
    this.router = neighbours.router();
    this.local = neighbours.local();
    this.acceptance = neighbours.acceptance();
    this.ownership = new Ownership(local);
    this.forgedResults = new ForgedResults(config.results(), hostname);
    this.answers = new Answers(router, local, hostname);
    this.check = neighbours.check();
    this.backlog = neighbours.backlog();
    this.gate = neighbours.gate();
    this.judging =
        new Judging(neighbours.blobs(), gate, neighbours.seal(), neighbours.acceptance());
  }

  @Override
  public Duration hesitation(Client client) throws InterruptedException {
    return gate.hesitation(client);
  }

  @Override
  public Decision connected(Client client) throws InterruptedException {
    backlog.heard(client.remote().getAddress());
    return gate.connected(client);
  }

  @Override
  public void faulted(Client client, Reply reply) throws InterruptedException {
    gate.faulted(client, reply);
  }

  @Override
  public void left(Client client, Departure departure) {
    gate.left(client, departure);
  }

  @Override
  public Decision hello(Client client) throws InterruptedException {
    return gate.hello(client);
  }

  @Override
  public Decision sender(Client client, ReversePath sender, MailParameters parameters)
      throws InterruptedException {
    Decision may = sender(client, sender);
    return may instanceof Decision.Accept ? gate.sender(client, sender, parameters) : may;
  }

  private Decision sender(Client client, ReversePath sender) throws InterruptedException {
    Optional<EmailAddress> address = sender.mailbox();
    if (address.isEmpty()) {
      return Decision.accept();
    }
    if (client.login().isPresent()) {
      return ofLogin(client.login().get(), address.get());
    }
    if (config.refuseSendersWithoutMail() && router.refusesMail(address.get().domain())) {
      // RFC 7505 section 4.2: nobody could be told if this mail fails.
      return Decision.refuse(
          550, "5.7.27", "%s says that it takes no mail".formatted(address.get().domain()));
    }
    return Decision.accept();
  }

  private Decision ofLogin(EmailAddress login, EmailAddress sender) {
    try {
      return !config.senderMustBelongToLogin() || ownership.belongs(login, sender)
          ? Decision.accept()
          : Decision.refuse(553, "5.7.1", "<%s> is not an address of %s".formatted(sender, login));
    } catch (StoreException e) {
      return new Decision.Refuse(Acceptance.trouble(e));
    }
  }

  @Override
  public Decision recipient(Client client, Envelope soFar, Recipient recipient)
      throws InterruptedException {
    Rewriter rewriter = acceptance.rewriter();
    ReversePath sender =
        rewriter
            .sender(soFar.sender())
            .map(change -> ReversePath.of(change.to()))
            .orElse(soFar.sender());
    EmailAddress address =
        rewriter
            .recipient(recipient.address())
            .map(Rewriter.Change::to)
            .orElse(recipient.address());
    Decision may = decide(client, soFar, sender, address);
    if (may instanceof Decision.Refuse(var reply)) {
      gate.refused(client, soFar, recipient, reply);
      return may;
    }
    return gate.recipient(client, soFar, recipient);
  }

  private Decision decide(Client client, Envelope soFar, ReversePath sender, EmailAddress recipient)
      throws InterruptedException {
    Mail mail = Mail.from(sender).by(client.login()).sized(soFar.parameters().size());
    Choice choice = router.choose(mail, recipient);
    Decision may =
        switch (choice.domainClass()) {
          case LOCAL, RELAY -> Decision.accept();
          case REMOTE -> relay(client, recipient);
        };
    if (may instanceof Decision.Refuse) {
      return may;
    }
    return switch (choice.hop().next()) {
      case NextHop.Reject(var reply) -> new Decision.Refuse(reply);
      case NextHop.Here() -> here(recipient, soFar);
      default ->
          switch (check.check(choice, recipient)) {
            case Finding.Known _, Finding.Unasked _ -> may;
            case Finding.Unknown(var reply, _) -> new Decision.Refuse(reply);
            case Finding.Unsure(var reply, _) -> new Decision.Refuse(reply);
          };
    };
  }

  private Decision here(EmailAddress recipient, Envelope soFar) {
    try {
      long octets = soFar.parameters().size().orElse(0);
      return switch (local.lookup(router.here(recipient), octets)) {
        case Lookup.ToAccount _, Lookup.Forward _ -> Decision.accept();
        case Lookup.Unknown _ -> new Decision.Refuse(LocalReplies.nobody(recipient));
        case Lookup.Full _ -> new Decision.Refuse(config.fullMailbox().reply());
      };
    } catch (StoreException e) {
      return new Decision.Refuse(Acceptance.trouble(e));
    }
  }

  private Decision relay(Client client, EmailAddress recipient) {
    return client.login().isPresent() || isOurs(client)
        ? Decision.accept()
        : Decision.refuse(
            550,
            "5.7.1",
            "<%s>: this server does not pass mail on to there for you".formatted(recipient));
  }

  private boolean isOurs(Client client) {
    return routing.relayNetwork(client.remote().getAddress()).isPresent();
  }

  @Override
  public Reply verify(Client client, String name) {
    return answers.verify(name);
  }

  @Override
  public Reply expand(Client client, String name) {
    return answers.expand(name);
  }

  @Override
  public Reply startQueue(Client client, Etrn etrn) throws InterruptedException {
    InetAddress machine = client.remote().getAddress();
    return switch (backlog.asked(machine, etrn.domain(), etrn.below())) {
      case FlushAnswer.Refused(var reply) -> reply;
      case FlushAnswer.UnderWay() ->
          new Reply(250, "2.0.0", "Queuing for node %s is under way".formatted(etrn.node()));
      case FlushAnswer.Started(var messages) when messages == 0 ->
          new Reply(251, "2.0.0", "No messages waiting for node " + etrn.node());
      case FlushAnswer.Started(var messages) ->
          new Reply(
              253,
              "2.0.0",
              "%d pending messages for node %s started".formatted(messages, etrn.node()));
    };
  }

  @Override
  public Incoming begin(Client client, Envelope envelope) {
    IncomingMessage.Place place =
        new IncomingMessage.Place(
            world,
            config,
            hostname,
            blobs,
            acceptance,
            judging,
            this::isOurs,
            ownership,
            forgedResults);
    return new IncomingMessage(place, client, envelope);
  }
}
