package mailroad.mta;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.Resolver;
import mailroad.journal.Journal;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mta.delivery.DeliveryConfig;
import mailroad.mta.delivery.Dialer;
import mailroad.mta.delivery.HostUse;
import mailroad.mta.delivery.RemoteCourier;
import mailroad.mta.delivery.SevenBitConversion;
import mailroad.mta.delivery.Tokens;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Seal;
import mailroad.mta.intake.Acceptance;
import mailroad.mta.intake.Intake;
import mailroad.mta.intake.Rewriter;
import mailroad.mta.intake.Submission;
import mailroad.mta.intake.Unjudged;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.queue.Administration;
import mailroad.mta.queue.Limits;
import mailroad.mta.queue.MailQueue;
import mailroad.mta.queue.QueueQuery;
import mailroad.mta.queue.QueueRunner;
import mailroad.mta.queue.Settler;
import mailroad.mta.relay.FlushRule;
import mailroad.mta.relay.RecipientCheck;
import mailroad.mta.report.Post;
import mailroad.mta.routing.ConfigLines;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.Router;
import mailroad.mta.routing.Self;
import mailroad.mta.tls.TlsPolicies;
import mailroad.mta.tls.report.TlsReports;
import mailroad.smtp.Notify;
import mailroad.smtp.Recipient;
import mailroad.smtp.client.SmtpClient;
import mailroad.smtp.server.Reception;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;

/** The transfer of mail on one node. Any number of tasks may use it at once. */
public final class Mta {
  private static final int PAGE = 200;

  private final Router router;
  private final Intake intake;
  private final Submission submission;
  private final Unjudged unjudged;
  private final MailQueue queue;
  private final RemoteCourier courier;
  private final TlsPolicies policies;
  private final TlsReports reports;
  private final QueueRunner runner;
  private final Probe probe;
  private final RecipientCheck check;
  private final Flusher flusher;
  private final Forecast forecast;

  /**
   * What the transfer of mail stands on.
   *
   * @param local the mailboxes here
   * @param trust whom to believe where a route demands TLS
   * @param tokens those that routes log in with
   * @param gate guards what comes in
   * @param seal signs what begins its way here
   */
  public record Surroundings(
      World world,
      Store store,
      Journal journal,
      Resolver resolver,
      LocalDelivery local,
      ClientTrust trust,
      Tokens tokens,
      Gate gate,
      Seal seal) {
    /** The same without tokens, unguarded and unsigned. */
    public Surroundings(
        World world,
        Store store,
        Journal journal,
        Resolver resolver,
        LocalDelivery local,
        ClientTrust trust) {
      this(world, store, journal, resolver, local, trust, Tokens.NONE, Gate.OPEN, Seal.NONE);
    }

    Dialer.Credentials credentials() {
      return new Dialer.Credentials(trust, tokens);
    }
  }

  /**
   * Who this server is.
   *
   * @param hostname as others know it
   * @param addresses that it listens on
   * @param node its name among the nodes of one store, the same after a restart
   */
  public record Identity(Domain hostname, Set<InetAddress> addresses, String node) {
    /** The record's set does not change. */
    public Identity {
      addresses = Set.copyOf(addresses);
    }
  }

  /** Ties it together, configured by no file. */
  public Mta(Surroundings on, Identity identity, MtaConfig config) {
    this(on, identity, config, ConfigLines.NONE);
  }

  /**
   * Ties it together; nothing runs before {@link #start}.
   *
   * @param lines where the configuration stands
   */
  public Mta(Surroundings on, Identity identity, MtaConfig config, ConfigLines lines) {
    World world = on.world();
    Store store = on.store();
    Domain hostname = identity.hostname();
    Self self = Self.of(hostname, identity.addresses(), config.routing());
    reports =
        new TlsReports(
            new TlsReports.Surroundings(
                world,
                store,
                on.resolver(),
                on.trust(),
                config.routing().loopbackAllowed(),
                hostname,
                identity.node()),
            config.tls().reports(),
            post("tls-reports"));
    LocalDelivery local = reports.reading(on.local());
    HostUse use = new HostUse();
    Router.Sight sight = new Router.Sight(self, local::isLocal, lines, use);
    router = new Router(world, on.resolver(), config.routing(), sight);
    Limits limits = new Limits(config.queue().flow());
    queue = new MailQueue(world, store, on.journal(), config.queue(), limits);
    Rewriter rewriter = new Rewriter(config.rewriting(), lines);
    Acceptance acceptance =
        new Acceptance(
            world,
            store,
            on.journal(),
            config.intake(),
            new Acceptance.Neighbours(queue, router, local, rewriter, on.seal()),
            hostname);
    submission =
        new Submission(
            world, config.intake(), hostname, store.blobs(), acceptance, on.gate(), on.seal());
    unjudged = new Unjudged(store.blobs(), acceptance, on.seal());
    SmtpClient client =
        new SmtpClient(world, config.delivery().client(), hostname, new SevenBitConversion());
    Dialer dialer = new Dialer(world, config.delivery(), client, on.credentials());
    policies =
        new TlsPolicies(
            world,
            store,
            config.tls(),
            on.resolver(),
            on.trust(),
            config.routing().loopbackAllowed());
    courier =
        new RemoteCourier(
            world,
            config.delivery(),
            new RemoteCourier.Neighbours(router, limits, use, policies, reports.sessions()),
            dialer,
            store);
    Settler settler =
        new Settler(
            world,
            store,
            on.journal(),
            queue,
            new Settler.Neighbours(router, local, acceptance.notices()));
    runner = new QueueRunner(world, queue, courier, settler, identity.node());
    check =
        new RecipientCheck(
            world,
            store,
            config.relay(),
            lines,
            new RecipientCheck.Asking(router, hurried(on, config, hostname)));
    FlushRule rule = new FlushRule(config.relay(), lines, router);
    flusher =
        new Flusher(
            world, config.relay(), config.intake().etrnInterval(), rule, courier, this::flush);
    intake =
        new Intake(
            world,
            config.intake(),
            config.routing(),
            hostname,
            new Intake.Neighbours(
                store.blobs(), router, local, acceptance, check, flusher, on.gate(), on.seal()));
    forecast = new Forecast(router, rewriter, acceptance, check, policies);
    probe =
        new Probe(
            world,
            config.delivery(),
            hostname,
            new Probe.Neighbours(router, policies, on.credentials()));
  }

  /** A dialer for callouts: a client waits for what they find out. */
  private static Dialer hurried(Surroundings on, MtaConfig config, Domain hostname) {
    DeliveryConfig delivery = config.delivery().withPatience(config.relay().calloutTimeout());
    SmtpClient client = new SmtpClient(on.world(), delivery.client(), hostname);
    return new Dialer(on.world(), delivery, client, on.credentials());
  }

  /**
   * Begins to work the queue.
   *
   * @throws StoreException if the machine failed
   */
  public void start() throws StoreException {
    courier.recall();
    runner.start();
    reports.start();
  }

  /** Ends; attempts under way may finish until the time is over. What is dropped is tried again after a start. */
  public void stop(Duration grace) throws InterruptedException {
    runner.stop(grace);
    courier.close();
    reports.stop();
  }

  /** What the sessions of all SMTP ports ask. */
  public Reception reception() {
    return intake;
  }

  /**
   * Where mail would go, and why: by the code that mail goes by. Nobody is asked but DNS. Works without {@link
   * #start}.
   *
   * @throws StoreException if the machine failed
   */
  public Explanation explain(Mail mail, EmailAddress to)
      throws StoreException, InterruptedException {
    return forecast.of(mail, to);
  }

  /**
   * Speaks to each mail exchanger of a domain, up to QUIT. Works without {@link #start}.
   *
   * @throws StoreException if the machine failed
   */
  public Probe.Result probe(Domain domain) throws StoreException, InterruptedException {
    return probe.probe(domain);
  }

  /**
   * Clears away what is known of others and holds no longer; how much it was.
   *
   * @throws StoreException if the machine failed
   */
  public int sweep() throws StoreException {
    return policies.sweep() + reports.sweep() + check.sweep();
  }

  /** Reports about TLS, our own and those of others. */
  public TlsReports reports() {
    return reports;
  }

  /**
   * The way of mail that this server sends of itself, of which nobody wants to hear again.
   *
   * @param by who sends, for the journey
   */
  public Post post(String by) {
    return (from, to, message) -> post(from, to, message, by);
  }

  private Reply post(EmailAddress from, EmailAddress to, byte[] message, String by)
      throws IOException, InterruptedException {
    Recipient recipient = new Recipient(to, new Notify.Never(), Optional.empty());
    return switch (submission.submit(
        ReversePath.of(from), List.of(recipient), new ByteArrayInputStream(message), by)) {
      case Submission.Result.Accepted(var id) -> new Reply(250, "2.0.0", "queued as " + id);
      case Submission.Result.Refused(var reply) -> reply;
    };
  }

  /** The way of mail that nobody judges: what was kept and is let go, and letters of this server itself. */
  public Unjudged unjudged() {
    return unjudged;
  }

  /** The queue, to look at and to change. */
  public MailQueue queue() {
    return queue;
  }

  /** Does something to a message in the queue; before a flush, hosts that rest may be asked again. */
  public boolean act(Administration.Act act, QueueId message, String by) throws StoreException {
    forgive(act);
    return queue.administration().act(act, message, by);
  }

  /** The same to all messages that fit; how many there was anything to do for. */
  public int act(Administration.Act act, QueueQuery query, String by) throws StoreException {
    forgive(act);
    return queue.administration().act(act, query, by);
  }

  private void forgive(Administration.Act act) {
    if (act == Administration.Act.FLUSH) {
      courier.forgive();
    }
  }

  /** Makes all messages due at once, or those with recipients of a domain; hosts are asked again. */
  public int flush(Optional<Domain> domain, String by) throws StoreException {
    return act(Administration.Act.FLUSH, QueueQuery.domain(domain), by);
  }

  /** Lets a next hop go on that was suspended, or rests; whether it was suspended by an administrator. */
  public boolean resume(String hop) throws StoreException {
    courier.forgive();
    return queue.administration().resume(hop);
  }

  /** Makes the messages due for a domain, and perhaps for all below it. */
  private int flush(Domain domain, boolean below, String by) throws StoreException {
    int messages = flush(Optional.of(domain), by);
    for (Domain other : below ? waitingBelow(domain) : Set.<Domain>of()) {
      messages += flush(Optional.of(other), by);
    }
    return messages;
  }

  private Set<Domain> waitingBelow(Domain domain) throws StoreException {
    Set<Domain> domains = new LinkedHashSet<>();
    Optional<QueueId> after = Optional.empty();
    while (true) {
      List<MailQueue.Entry> page = queue.list(after, PAGE);
      page.stream()
          .flatMap(entry -> entry.items().stream())
          .flatMap(item -> item.recipients().stream())
          .map(waiting -> waiting.recipient().address().domain())
          .filter(one -> one.isWithin(domain) && !one.equals(domain))
          .forEach(domains::add);
      if (page.size() < PAGE) {
        return domains;
      }
      after = Optional.of(page.getLast().message().id());
    }
  }

  /**
   * Takes a message that is handed in on this machine.
   *
   * @param content header section and body; lines may end in LF alone
   * @param by who hands it in
   * @throws IOException if the content cannot be read
   */
  public Submission.Result submit(
      ReversePath sender, List<EmailAddress> recipients, InputStream content, String by)
      throws IOException, InterruptedException {
    return submission.submit(sender, recipients.stream().map(Recipient::of).toList(), content, by);
  }
}
