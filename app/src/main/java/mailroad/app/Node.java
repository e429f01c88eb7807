package mailroad.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.app.admin.AdminServer;
import mailroad.app.admin.Operations;
import mailroad.dns.IterativeResolver;
import mailroad.dns.Resolver;
import mailroad.guard.quarantine.Warden;
import mailroad.guard.quarantine.tell.CoverLetters;
import mailroad.guard.quarantine.tell.Office;
import mailroad.guard.quarantine.tell.Teller;
import mailroad.imap.ImapServer;
import mailroad.imap.session.Session;
import mailroad.journal.EventLog;
import mailroad.journal.Journal;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mailauth.suffix.SuffixList;
import mailroad.mailbox.Account;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.Directory;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Passwords;
import mailroad.mailbox.Witness;
import mailroad.mda.Mda;
import mailroad.mta.Mta;
import mailroad.mta.delivery.Tokens;
import mailroad.mta.routing.ConfigLines;
import mailroad.pop3.MailAccess;
import mailroad.pop3.Pop3Server;
import mailroad.sasl.TokenCheck;
import mailroad.search.FullText;
import mailroad.smtp.server.SmtpServer;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;
import mailroad.wire.Listener;
import mailroad.wire.ServerKeys;
import mailroad.wire.Service;
import mailroad.wire.Tls;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One whole Mailroad: its store, mailboxes, transfer and protocols, wired by plain constructors. It plays the
 * role that its configuration gives it, in the real World or in a simulated one.
 */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private static final int DEPTHS_MAX = 100_000;

  private final World world;
  private final NodeConfig config;
  private final Store store;
  private final Resolver resolver;
  private final Optional<ServerKeys> keys;
  private final Journal journal;
  private final Directory directory;
  private final Authenticator authenticator;
  private final MailStore mailboxes;
  private final Optional<FullText> index;
  private final LocalMail local;
  private final Gatehouse gatehouse;
  private final Warden warden;
  private final Teller teller;
  private final Mta mta;
  private final Leniencies leniencies;
  private final Operations operations;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<String> listening = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<AutoCloseable> admins = new ArrayList<>();
  private Optional<Instant> since = Optional.empty();

  /**
   * What a node stands on.
   *
   * @param addresses of this machine, by which the node knows itself in MX records
   * @param keys the server's own certificate and key
   * @param trust whom to believe where TLS is demanded of others
   * @param lines where the configuration stands
   * @param tokens knows whose a token is; empty takes none
   * @param routeTokens those that routes log in with
   * @param indexFiles where the index for searching text is kept
   * @param suffixes the list of public suffixes
   * @param signingKeys those that the configuration names
   */
  public record Ground(
      World world,
      Store store,
      Resolver resolver,
      Set<InetAddress> addresses,
      Optional<ServerKeys> keys,
      ClientTrust trust,
      ConfigLines lines,
      Optional<TokenCheck> tokens,
      Tokens routeTokens,
      org.apache.lucene.store.Directory indexFiles,
      SuffixList.Source suffixes,
      List<SigningKey> signingKeys) {
    /** The ground of a node that is configured by no file. */
    public Ground(
        World world,
        Store store,
        Resolver resolver,
        Set<InetAddress> addresses,
        Optional<ServerKeys> keys,
        ClientTrust trust) {
      this(
          world,
          store,
          resolver,
          addresses,
          keys,
          trust,
          ConfigLines.NONE,
          Optional.empty(),
          Tokens.NONE,
          new ByteBuffersDirectory(),
          SuffixList.BUNDLED,
          List.of());
    }

    /** The record's set does not change. */
    public Ground {
      addresses = Set.copyOf(addresses);
      signingKeys = List.copyOf(signingKeys);
    }
  }

  /** Wires a node; nothing is started. */
  public Node(NodeConfig config, Ground ground) throws StoreException {
    this.world = ground.world();
    this.config = config;
    this.store = ground.store();
    this.resolver = ground.resolver();
    this.keys = ground.keys();
    journal = new Journal(world, store, config.journal(), config.hostname());
    journal.listen(new EventLog());
    Passwords passwords = new Passwords(world, config.password());
    directory = new Directory(world, store, config.mailbox(), passwords);
    authenticator = new Authenticator(world, directory, passwords, config.auth(), ground.tokens());
    Classification classification =
        new Classification(world, store, config.guard().classifier(), directory, config.host());
    // Where nothing is looked at, nothing is learned from either.
    Witness witness = config.guard().enabled() ? classification.lessons() : Witness.NONE;
    mailboxes = new MailStore(world, store, config.mailbox(), witness);
    classification.lessons().at(mailboxes);
    index =
        config.fullText().enabled()
            ? Optional.of(
                new FullText(world, directory, mailboxes, config.fullText(), ground.indexFiles()))
            : Optional.empty();
    local = new LocalMail(world, directory, new Mda(store, directory, mailboxes, config.mda()));
    gatehouse =
        new Gatehouse(
            new Gatehouse.Surroundings(config, ground, journal, directory, local, classification));
    gatehouse.watch(authenticator);
    mta =
        new Mta(
            new Mta.Surroundings(
                world,
                store,
                journal,
                ground.resolver(),
                local,
                ground.trust(),
                ground.routeTokens(),
                gatehouse.gate(),
                gatehouse.seal()),
            new Mta.Identity(config.host(), ground.addresses(), config.hostname()),
            config.mta(),
            ground.lines());
    Office office = new Office(world, config.host(), local::isLocal);
    ZoneId zone = ZoneId.of(config.guard().quarantine().digestZone());
    warden =
        new Warden(
            world,
            store,
            journal,
            gatehouse.quarantine(),
            new Warden.Neighbours(
                mta.unjudged(),
                new CoverLetters(office, store.blobs(), zone),
                id -> mta.queue().show(id).isPresent(),
                classification));
    teller =
        new Teller(
            world,
            store,
            journal,
            gatehouse.quarantine(),
            new Teller.Neighbours(mta.unjudged(), office));
    leniencies = new Leniencies(config, ground.resolver());
    operations = new Operations();
    new DirectoryOperations(world, config.hostname(), directory, mailboxes, local)
        .addTo(operations);
    new MailOperations(mta, journal).addTo(operations);
    new TransferOperations(world, directory, mailboxes).addTo(operations);
    new QueueOperations(mta, store.blobs()).addTo(operations);
    new TlsOperations(mta.reports()).addTo(operations);
    new SearchOperations(index).addTo(operations);
    gatehouse.addTo(operations);
    new QuarantineOperations(world, gatehouse.quarantine(), warden, store.blobs())
        .addTo(operations);
    new DnsOperations(world, config.dns(), ground.resolver(), new StoredAnchors(store))
        .addTo(operations);
    operations.add("status", _ -> status());
  }

  /** Opens the store and reads the keys that the configuration names, and wires a node over them. */
  public static Node open(World world, NodeConfig config, Path file)
      throws IOException, InterruptedException {
    return Grounds.open(world, config, file);
  }

  /** Begins to listen and to deliver. */
  public void start() throws IOException, InterruptedException {
    try {
      local.refresh();
      mta.start();
      tasks.addAll(gatehouse.start(mta));
    } catch (StoreException e) {
      throw new IOException("the store failed: " + e.getMessage(), e);
    }
    Optional<Tls.Handshake> tls = keys.map(Tls::server);
    Optional<Tls.Handshake> users = keys.map(Tls::serverForUsers);
    ListenConfig at = config.listen();
    SmtpServer submission = smtp(config.submission(), users);
    Pop3Server pop3 =
        new Pop3Server(world, config.pop3(), new MailAccess(authenticator, mailboxes), keys);
    ImapServer imap =
        new ImapServer(
            new Session.Surroundings(world, config.imap(), mailboxes, authenticator, users, index));
    listen(at.smtp(), smtp(config.smtp(), tls));
    listen(at.submission(), submission);
    listen(at.lmtp(), smtp(config.lmtp(), tls));
    listen(at.pop3(), pop3);
    listen(at.imap(), imap);
    if (users.isPresent()) {
      listen(at.submissions(), submission.over(users.get()));
      listen(at.pop3s(), pop3.overTls());
      listen(at.imaps(), imap.over(users.get()));
    } else {
      LOG.warn(
          "event=no-tls reason=\"tls.certificate is not set: submissions, pop3s and imaps are off\"");
    }
    tasks.add(world.start("sweep", this::sweep));
    if (resolver instanceof IterativeResolver iterative) {
      tasks.add(world.start("trust anchors", iterative::keepAnchors));
    }
    tasks.add(world.start("quarantine letters", teller::run));
    index.ifPresent(kept -> tasks.add(world.start("search index", kept::run)));
    since = Optional.of(world.now());
  }

  private SmtpServer smtp(SmtpServerConfig role, Optional<Tls.Handshake> tls) {
    return new SmtpServer(
        world,
        role,
        config.host(),
        mta.reception(),
        Optional.of(authenticator.map(Account::address)),
        tls);
  }

  private void listen(List<String> addresses, Service service) throws IOException {
    for (InetSocketAddress address : Addresses.all(addresses, 0)) {
      Listener listener =
          Listener.open(world, address, config.connections(), service, gatehouse.porter());
      listeners.add(listener);
      listening.add(service.name() + " " + Addresses.show(listener.address()));
    }
  }

  /** Answers administrators on this socket while the node runs. */
  public void administer(Path socket) throws IOException {
    admins.add(new AdminServer(world, socket, operations));
  }

  /** Clears away, now and then, what nothing needs any more. */
  private void sweep() throws InterruptedException {
    try {
      mailboxes.resumeRemovals();
    } catch (StoreException e) {
      LOG.warn("event=removals-failed reason=\"{}\"", e.getMessage());
    }
    while (true) {
      world.sleep(config.sweepInterval());
      try {
        int expired = warden.expire();
        Gatehouse.Swept learned = gatehouse.sweep();
        int events = journal.sweep();
        int blobs = store.blobs().sweep(world.now().minus(config.sweepInterval()));
        int policies = mta.sweep();
        LOG.info(
            "event=swept events={} blobs={} policies={} reports={} quarantine={} lists={} tokens={}",
            events,
            blobs,
            policies,
            learned.reports(),
            expired,
            learned.lists(),
            learned.tokens());
      } catch (StoreException e) {
        LOG.warn("event=sweep-failed reason=\"{}\"", e.getMessage());
      }
    }
  }

  /** Takes no new work, lets sessions and deliveries end within this time, and closes the store. */
  public void stop(Duration grace) {
    LOG.info("event=stopping");
    try {
      List<Task> ending = new ArrayList<>();
      for (Listener listener : listeners) {
        ending.add(world.start("stop", () -> listener.shutdown(grace)));
      }
      mta.stop(grace);
      gatehouse.stop();
      for (Task task : ending) {
        task.join();
      }
    } catch (InterruptedException e) {
      LOG.warn("event=stop-interrupted");
    }
    close();
  }

  /** Ends at once; what was accepted is on disk. */
  public void close() {
    // Before its task is cancelled: an interrupt amid a file would cost what was not committed yet.
    index.ifPresent(Node::closeQuietly);
    tasks.forEach(Task::cancel);
    listeners.forEach(Listener::close);
    for (AutoCloseable admin : admins) {
      closeQuietly(admin);
    }
    closeQuietly(gatehouse::flush);
    closeQuietly(store);
    LOG.info("event=stopped");
  }

  private static void closeQuietly(AutoCloseable what) {
    try {
      what.close();
    } catch (Exception e) {
      LOG.warn("event=close-failed reason=\"{}\"", e.getMessage());
    }
  }

  /** Where the node listens, such as {@code smtp 127.0.0.1:2525}. */
  public List<String> listening() {
    return List.copyOf(listening);
  }

  /** What an administrator can do. */
  public Operations operations() {
    return operations;
  }

  /** What befell each message. */
  public Journal journal() {
    return journal;
  }

  /** The transfer of mail. */
  public Mta mta() {
    return mta;
  }

  /** Domains, accounts and aliases. */
  public Directory directory() {
    return directory;
  }

  /** The mailboxes. */
  public MailStore mailboxes() {
    return mailboxes;
  }

  /**
   * How the node is.
   *
   * @param ignored where others' DNSSEC and policies are not insisted on
   */
  record StatusView(
      String hostname,
      boolean running,
      String since,
      List<String> listening,
      long waiting,
      List<Leniencies.Leniency> ignored) {}

  private StatusView status() throws StoreException {
    return new StatusView(
        config.hostname(),
        since.isPresent(),
        since.map(Instant::toString).orElse(""),
        listening(),
        mta.queue().view().waiting(DEPTHS_MAX),
        leniencies.all());
  }
}
