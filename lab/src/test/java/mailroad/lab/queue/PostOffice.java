package mailroad.lab.queue;

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
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import mailroad.dns.FixedResolver;
import mailroad.journal.Journal;
import mailroad.journal.JournalConfig;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.lab.sim.Simulation;
import mailroad.mta.Mta;
import mailroad.mta.MtaConfig;
import mailroad.mta.intake.Submission;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.queue.FlowConfig;
import mailroad.mta.queue.QueueConfig;
import mailroad.mta.tls.TlsPolicyConfig;
import mailroad.smtp.Envelope;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;
import mailroad.smtp.server.Incoming;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.ClientTrust;

/**
 * A transfer of mail in virtual time: recipients are at address literals, so that each address is a destination;
 * notices are filed here.
 */
final class PostOffice implements AutoCloseable {
  static final String ANNA = "anna@here.example";
  private static final byte[] CONTENT =
      "Subject: hello\r\n\r\nBody\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final String HERE = "10.7.0.1";

  private final Simulation simulation = new Simulation(11);
  private final World world = simulation.machine("here", HERE);
  private final MemoryStore disk = new MemoryStore(world);
  private CountingStore store = new CountingStore(disk);
  private final List<Event> events = new ArrayList<>();
  private final List<String> filed = new ArrayList<>();
  private QueueConfig config = flow(UnaryOperator.identity());
  private Mta mta;
  private int machines;
  private String records = "";
  private TlsPolicyConfig tls = TlsPolicyConfig.DEFAULT;

  /** A configuration without jitter that differs in its flow. */
  static QueueConfig flow(UnaryOperator<FlowConfig> change) {
    QueueConfig usual = QueueConfig.DEFAULT.withJitter(0);
    return usual.with(change.apply(usual.flow()));
  }

  PostOffice config(QueueConfig other) {
    config = other;
    return this;
  }

  /** What DNS says. */
  PostOffice dns(String text) {
    records = text;
    return this;
  }

  PostOffice tls(TlsPolicyConfig other) {
    tls = other;
    return this;
  }

  World world() {
    return world;
  }

  CountingStore store() {
    return store;
  }

  Mta mta() {
    return mta;
  }

  /** The reports and other mail that was filed here, by the message's id. */
  List<String> filed() {
    return filed;
  }

  PostOffice start() throws Exception {
    Journal journal = new Journal(world, store, JournalConfig.DEFAULT, "here");
    journal.listen(events::add);
    mta =
        new Mta(
            new Mta.Surroundings(
                world,
                store,
                journal,
                FixedResolver.of(records),
                new Mailboxes(),
                ClientTrust.any()),
            new Mta.Identity(new Domain("mail.here.example"), Set.of(), "node"),
            MtaConfig.DEFAULT.with(config).with(tls));
    play(() -> mta.start());
    return this;
  }

  /** The program ends without a word; another finds its disk. */
  PostOffice restart() throws Exception {
    play(() -> mta.stop(Duration.ZERO));
    store = new CountingStore(disk.reopen());
    return start();
  }

  /** A machine where mail may go, with nothing that listens as yet. */
  Exchanger exchanger(String address) {
    return new Exchanger(simulation.machine("mx" + machines++, address), address);
  }

  /** A machine where nothing ever listens: each connection is refused at once. */
  void deaf(String address) {
    simulation.machine("deaf" + machines++, address);
  }

  QueueId send(String from, String... to) throws Exception {
    List<QueueId> out = new ArrayList<>();
    play(() -> out.add(submit(from, to)));
    return out.getFirst();
  }

  /** To be called in a task of this simulation. */
  QueueId submit(String from, String... to) throws Exception {
    Submission.Result result =
        mta.submit(
            ReversePath.parse(from).orElseThrow(),
            List.of(to).stream().map(EmailAddress::of).toList(),
            new ByteArrayInputStream(CONTENT),
            "test");
    assertThat(result).isInstanceOf(Submission.Result.Accepted.class);
    return ((Submission.Result.Accepted) result).id();
  }

  /** Anna sends, and says at MAIL how her message is to be treated. */
  QueueId send(Handling handling, String to) throws Exception {
    Envelope envelope =
        new Envelope(
            ReversePath.parse(ANNA).orElseThrow(),
            MailParameters.NONE.with(handling),
            List.of(Recipient.of(EmailAddress.of(to))));
    InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(HERE), 587);
    Client anna =
        new Client(
            at,
            at,
            new Hello.Ehlo("[" + HERE + "]"),
            Optional.of(new Client.Security("TLSv1.3", "TLS_AES_256_GCM_SHA384")),
            Optional.of(EmailAddress.of(ANNA)));
    List<Reply> replies = new ArrayList<>();
    play(() -> {
      Incoming incoming = mta.reception().begin(anna, envelope);
      incoming.write(CONTENT, 0, CONTENT.length);
      replies.add(incoming.finish());
    });
    assertThat(replies.getFirst().text()).startsWith("OK queued as ");
    return new QueueId(replies.getFirst().text().substring("OK queued as ".length()));
  }

  void play(mailroad.kernel.Task.Body act) throws Exception {
    simulation.play(Duration.ofDays(1), act);
  }

  void run(Duration time) {
    simulation.run(time);
  }

  void await(BooleanSupplier condition, Duration atMost) {
    assertThat(simulation.runUntil(condition, atMost)).as("within %s", atMost).isTrue();
  }

  <E extends Event> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <E extends Event> List<E> all(QueueId message, Class<E> kind) {
    return all(kind).stream().filter(event -> event.message().equals(message)).toList();
  }

  @Override
  public void close() {
    simulation.close();
    assertThat(simulation.failures()).isEmpty();
  }

  private final class Mailboxes implements LocalDelivery {
    @Override
    public boolean isLocal(Domain domain) {
      return domain.name().equals("here.example");
    }

    @Override
    public Lookup lookup(EmailAddress recipient, long octets) {
      return new Lookup.ToAccount(recipient, new Why("all are known"));
    }

    @Override
    public Filing file(Batch batch, Arrival arrival, EmailAddress recipient, Lookup.ToAccount to) {
      filed.add(to.account().toString());
      return new Filing("INBOX", batch.addAndGet(Key.of("uid", to.account().toString()), 1));
    }
  }
}
