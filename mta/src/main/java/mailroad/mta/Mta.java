package mailroad.mta;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.Resolver;
import mailroad.journal.Journal;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mta.delivery.Dialer;
import mailroad.mta.delivery.RemoteCourier;
import mailroad.mta.delivery.SevenBitConversion;
import mailroad.mta.intake.Acceptance;
import mailroad.mta.intake.Intake;
import mailroad.mta.intake.Submission;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.queue.MailQueue;
import mailroad.mta.queue.QueueRunner;
import mailroad.mta.queue.Settler;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Router;
import mailroad.mta.routing.Self;
import mailroad.smtp.client.SmtpClient;
import mailroad.smtp.server.Reception;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;

/** The transfer of mail on one node. Any number of tasks may use it at once. */
public final class Mta {
  private final Router router;
  private final Intake intake;
  private final Submission submission;
  private final MailQueue queue;
  private final RemoteCourier courier;
  private final QueueRunner runner;
  private final Probe probe;

  /**
   * What the transfer of mail stands on.
   *
   * @param local the mailboxes here
   * @param trust whom to believe where a route demands TLS
   */
  public record Surroundings(
      World world,
      Store store,
      Journal journal,
      Resolver resolver,
      LocalDelivery local,
      ClientTrust trust) {}

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

  /** Ties it together; nothing runs before {@link #start}. */
  public Mta(Surroundings on, Identity identity, MtaConfig config) {
    World world = on.world();
    Store store = on.store();
    Domain hostname = identity.hostname();
    Self self = Self.of(hostname, identity.addresses(), config.routing());
    router = new Router(world, on.resolver(), config.routing(), self, on.local()::isLocal);
    queue = new MailQueue(world, store, on.journal(), config.queue());
    Acceptance acceptance =
        new Acceptance(
            world,
            store,
            on.journal(),
            config.intake(),
            new Acceptance.Neighbours(queue, router, on.local()),
            hostname);
    intake =
        new Intake(
            world,
            config.intake(),
            config.routing(),
            hostname,
            new Intake.Neighbours(
                store.blobs(),
                router,
                on.local(),
                acceptance,
                domain -> flush(Optional.of(domain), "etrn")));
    submission = new Submission(world, config.intake(), hostname, store.blobs(), acceptance);
    SmtpClient client =
        new SmtpClient(world, config.delivery().client(), hostname, new SevenBitConversion());
    Dialer dialer = new Dialer(world, config.delivery(), client, on.trust());
    courier = new RemoteCourier(world, config.delivery(), router, dialer, store.blobs());
    Settler settler =
        new Settler(
            world,
            store,
            on.journal(),
            queue,
            new Settler.Neighbours(router, on.local(), acceptance.notices()));
    runner = new QueueRunner(world, store, queue, courier, settler, identity.node());
    probe = new Probe(world, config.delivery(), hostname, router, on.trust());
  }

  /**
   * Begins to work the queue.
   *
   * @throws StoreException if the machine failed
   */
  public void start() throws StoreException {
    runner.start();
  }

  /** Ends; attempts under way may finish until the time is over. What is dropped is tried again after a start. */
  public void stop(Duration grace) throws InterruptedException {
    runner.stop(grace);
    courier.close();
  }

  /** What the sessions of all SMTP ports ask. */
  public Reception reception() {
    return intake;
  }

  /** Where mail would go, and why. Works without {@link #start}. */
  public Explanation explain(ReversePath from, EmailAddress to) throws InterruptedException {
    return router.explain(from, to);
  }

  /** Speaks to each mail exchanger of a domain, up to QUIT. Works without {@link #start}. */
  public Probe.Result probe(Domain domain) throws InterruptedException {
    return probe.probe(domain);
  }

  /** The queue, to look at and to change. */
  public MailQueue queue() {
    return queue;
  }

  /** Makes all messages due at once, or those with recipients of a domain; hosts are asked again. */
  public int flush(Optional<Domain> domain, String by) throws StoreException {
    runner.forgive();
    return queue.flush(domain, by);
  }

  /** Makes a message due at once; hosts are asked again. */
  public boolean flush(QueueId message, String by) throws StoreException {
    runner.forgive();
    return queue.flush(message, by);
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
      throws IOException {
    return submission.submit(sender, recipients, content, by);
  }
}
