package mailroad.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.journal.Journal;
import mailroad.journal.JournalConfig;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.delivery.DeliveryConfig;
import mailroad.mta.delivery.Tokens;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Seal;
import mailroad.mta.intake.IntakeConfig;
import mailroad.mta.intake.RewritingConfig;
import mailroad.mta.intake.Submission;
import mailroad.mta.queue.QueueConfig;
import mailroad.mta.relay.RelayConfig;
import mailroad.mta.routing.RoutingConfig;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.mta.tls.TlsPolicyConfig;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;
import mailroad.smtp.server.Incoming;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;

/** A whole transfer of mail over a store in memory, real loopback connections, and a clock that the test moves. */
public final class Bench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  public final TestWorld world = new TestWorld(7);
  public final FakeMailboxes mailboxes =
      new FakeMailboxes().account("anna@local.example").account("postmaster@local.example");
  private final List<FakeMx> exchangers = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Bell happened = world.bell();
  private Resolver resolver = FixedResolver.of("");
  private RoutingConfig routing = new RoutingConfigBuilder().loopback(25).build();
  private QueueConfig queueConfig = quietQueue();
  private IntakeConfig intakeConfig = IntakeConfig.DEFAULT;
  private DeliveryConfig deliveryConfig = DeliveryConfig.DEFAULT;
  private RelayConfig relayConfig = RelayConfig.DEFAULT;
  private RewritingConfig rewriting = RewritingConfig.DEFAULT;
  private Optional<Mta> running = Optional.empty();
  private Tokens tokens = Tokens.NONE;
  private Gate gate = Gate.OPEN;
  private TlsPolicyConfig tlsConfig = TlsPolicyConfig.DEFAULT;
  private ClientTrust trust = ClientTrust.any();
  private Journal journal;
  public MemoryStore store = new MemoryStore(world);

  /** The default without jitter, so that tests can tell times. */
  public static QueueConfig quietQueue() {
    return QueueConfig.DEFAULT.withJitter(0);
  }

  public Bench dns(String records) {
    resolver = FixedResolver.of(records);
    return this;
  }

  public Bench dns(Resolver other) {
    resolver = other;
    return this;
  }

  public Bench routing(RoutingConfig config) {
    routing = config;
    return this;
  }

  public Bench queue(QueueConfig config) {
    queueConfig = config;
    return this;
  }

  public Bench intake(IntakeConfig config) {
    intakeConfig = config;
    return this;
  }

  public Bench delivery(DeliveryConfig config) {
    deliveryConfig = config;
    return this;
  }

  public Bench relay(RelayConfig config) {
    relayConfig = config;
    return this;
  }

  public Bench rewriting(RewritingConfig config) {
    rewriting = config;
    return this;
  }

  public Bench tokens(Tokens other) {
    tokens = other;
    return this;
  }

  public Bench gate(Gate other) {
    gate = other;
    return this;
  }

  public Bench tls(TlsPolicyConfig config) {
    tlsConfig = config;
    return this;
  }

  public Bench trust(ClientTrust other) {
    trust = other;
    return this;
  }

  public FakeMx exchanger(String address, int port) throws Exception {
    FakeMx mx = new FakeMx(world, address, port);
    exchangers.add(mx);
    return mx;
  }

  /** Begins, or begins again after {@link #crash}. */
  public Bench start() throws Exception {
    mta().start();
    return this;
  }

  /** The parts, tied together when first asked for. */
  public Mta mta() throws Exception {
    if (running.isEmpty()) {
      journal = new Journal(world, store, JournalConfig.DEFAULT, "us.example");
      journal.listen(event -> {
        synchronized (events) {
          events.add(event);
        }
        happened.ring();
      });
      running =
          Optional.of(
              new Mta(
                  new Mta.Surroundings(
                      world, store, journal, resolver, mailboxes, trust, tokens, gate, Seal.NONE),
                  new Mta.Identity(
                      new Domain("us.local.example"),
                      Set.of(InetAddress.getByName("198.51.100.1")),
                      "node"),
                  MtaConfig.DEFAULT
                      .with(tlsConfig)
                      .with(intakeConfig)
                      .with(routing)
                      .with(queueConfig)
                      .with(deliveryConfig)
                      .with(relayConfig)
                      .with(rewriting)));
    }
    return running.get();
  }

  public Journal journal() {
    return journal;
  }

  /** Loses all but what was committed; the next {@link #start} finds the disk. */
  public void crash() throws Exception {
    Mta gone = mta();
    store = store.reopen();
    running = Optional.empty();
    gone.stop(Duration.ZERO);
  }

  /** Submits on this machine. */
  public QueueId send(String from, String... to) throws Exception {
    return send(from, "Subject: hello\n\nBody\n", to);
  }

  public QueueId send(String from, String content, String[] to) throws Exception {
    Submission.Result result = submit(from, content, to);
    assertThat(result).isInstanceOf(Submission.Result.Accepted.class);
    return ((Submission.Result.Accepted) result).id();
  }

  public Submission.Result submit(String from, String content, String... to) throws Exception {
    return mta()
        .submit(
            ReversePath.parse(from).orElseThrow(),
            List.of(to).stream().map(EmailAddress::of).toList(),
            new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
            "test");
  }

  /** Takes a message by what a session would ask. */
  public mailroad.kernel.Reply receive(
      Client client, String from, MailParameters parameters, String content, Recipient... to)
      throws Exception {
    Envelope envelope =
        new Envelope(ReversePath.parse(from).orElseThrow(), parameters, List.of(to));
    Incoming incoming = mta().reception().begin(client, envelope);
    byte[] octets = content.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i += 7) {
      incoming.write(octets, i, Math.min(7, octets.length - i));
    }
    return incoming.finish();
  }

  /** A client on the network. */
  public static Client stranger() {
    return new Client(
        endpoint("203.0.113.9"),
        endpoint("198.51.100.1"),
        new Hello.Ehlo("client.example"),
        Optional.empty(),
        Optional.empty());
  }

  /** A client that has logged in. */
  public static Client loggedIn(String account) {
    return new Client(
        endpoint("203.0.113.9"),
        endpoint("198.51.100.1"),
        new Hello.Ehlo("[203.0.113.9]"),
        Optional.of(new Client.Security("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
        Optional.of(EmailAddress.of(account)));
  }

  public static InetSocketAddress endpoint(String address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address), 4321);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Moves the clock and has the queue looked at. */
  public void pass(Duration time) throws Exception {
    world.pass(time);
    mta().queue().ring();
  }

  /** Waits for an event. */
  public <E extends Event> E await(Class<E> kind, Predicate<E> which) throws Exception {
    while (true) {
      long seen = happened.rings();
      for (Event event : events()) {
        if (kind.isInstance(event) && which.test(kind.cast(event))) {
          return kind.cast(event);
        }
      }
      if (!happened.await(seen, PATIENCE)) {
        throw new AssertionError(
            "no such %s; there were %s; %s"
                .formatted(kind.getSimpleName(), events(), world.failures()));
      }
    }
  }

  public <E extends Event> E await(QueueId message, Class<E> kind) throws Exception {
    return await(kind, event -> event.message().equals(message));
  }

  /** Waits until there were so many events of a kind. */
  public <E extends Event> List<E> await(Class<E> kind, int count) throws Exception {
    await(Event.class, _ -> all(kind).size() >= count);
    return all(kind);
  }

  public <E extends Event> List<E> all(Class<E> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public List<Event> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  public List<String> inbox(String account) throws Exception {
    return FakeMailboxes.messages(store, account);
  }

  @Override
  public void close() {
    try {
      if (running.isPresent()) {
        running.get().stop(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    exchangers.forEach(FakeMx::close);
    assertThat(world.failures()).isEmpty();
  }
}
