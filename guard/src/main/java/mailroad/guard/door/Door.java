package mailroad.guard.door;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.Resolver;
import mailroad.guard.door.FirstLookConfig.Act;
import mailroad.guard.door.RateConfig.Of;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailbox.LoginWatch;
import mailroad.mta.gate.Arriving;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.Replies;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Conduct;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Departure;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.store.Store;
import mailroad.store.StoreException;
import mailroad.wire.Porter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the door: answers what {@link mailroad.mta.gate.Gate} is asked before a message is whole. Any number of sessions
 * ask at once, and may wait.
 */
public final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
  private static final int BAD_COMMANDS_OF_A_BAD_SESSION = 5;
  private static final Decision BARRED =
      Decision.refuse(421, "4.7.0", "Nobody from your address may come in for now");

  /** Who always hears: RFC 5321 section 4.5.1, RFC 2142 section 4. */
  private static final Set<String> ALWAYS_HEARD = Set.of("postmaster", "abuse");

  private final World world;
  private final DoorConfig config;
  private final Inquiry inquiry;
  private final Exempt exempt;
  private final Bans bans;
  private final Offences offences;
  private final Standings standings;
  private final Greylist greylist;
  private final Rates rates;
  private final Tarpit tarpit;
  private final HelloCheck hello;
  private final DnsLists lists;
  private final Assessor assessor;
  private final Administrators administrators;
  private final Constable constable;
  private final Visits visits = new Visits();

  /**
   * What the door stands on.
   *
   * @param hostname this server's name
   * @param addresses its own addresses, which nothing is held against
   * @param trusted networks that nothing is held against
   * @param inquiry what is asked about clients
   */
  public record Surroundings(
      World world,
      Store store,
      Resolver resolver,
      Domain hostname,
      Set<InetAddress> addresses,
      List<AddressRange> trusted,
      Inquiry inquiry) {
    /** The record's collections do not change. */
    public Surroundings {
      addresses = Set.copyOf(addresses);
      trusted = List.copyOf(trusted);
    }

    /** The same, where nothing is asked about clients. */
    public Surroundings(
        World world,
        Store store,
        Resolver resolver,
        Domain hostname,
        Set<InetAddress> addresses,
        List<AddressRange> trusted) {
      this(world, store, resolver, hostname, addresses, trusted, Inquiry.NONE);
    }
  }

  /**
   * A door that knows the bans which the store has.
   *
   * @throws StoreException if the machine failed
   */
  public Door(Surroundings on, DoorConfig config) throws StoreException {
    this.world = on.world();
    this.config = config;
    this.inquiry = on.inquiry();
    this.exempt = new Exempt(on.addresses(), on.trusted(), config.bans());
    this.bans = new Bans(world, on.store(), config.bans(), exempt);
    this.offences = new Offences(world, config.bans());
    this.standings = new Standings(world, on.store(), config.standing());
    this.greylist = new Greylist(world, on.store(), config.greylist());
    this.rates = new Rates(world, config.rates(), config.countsMax());
    this.tarpit = new Tarpit(world, config.tarpit());
    this.hello = new HelloCheck(on.resolver(), config.hello(), on.hostname(), on.addresses());
    this.lists = new DnsLists(world, on.resolver(), config.dnsLists());
    this.assessor = new Assessor(config, hello, lists, inquiry);
    this.administrators = new Administrators(on.store());
    this.constable =
        new Constable(
            config.bans(),
            new Constable.Parts(
                exempt, bans, offences, new Flood(world), standings, rates, administrators));
    constable.load();
  }

  /** Knows from where nobody comes in, for all listeners. */
  public Porter porter() {
    return config.enabled() ? constable : Porter.OPEN;
  }

  /** Notices who guesses passwords. */
  public LoginWatch loginWatch() {
    return config.enabled() ? constable : LoginWatch.NONE;
  }

  /** What an administrator sees of it and does with it. */
  public DoorDesk desk() {
    return new DoorDesk(new DoorDesk.Parts(exempt, bans, offences, standings, rates, lists));
  }

  /** Keeps what is learned in the store, and forgets what is old, until the task is cancelled. */
  public void run() throws InterruptedException {
    Instant swept = world.now();
    while (true) {
      world.sleep(config.flushInterval());
      try {
        flush();
        follow();
        if (!world.now().isBefore(swept.plus(BETWEEN_SWEEPS))) {
          swept = world.now();
          int forgotten = bans.sweep() + standings.sweep() + greylist.sweep();
          LOG.info("event=door-swept forgotten={}", forgotten);
        }
      } catch (StoreException e) {
        LOG.warn("event=door-not-kept reason=\"{}\"", e.getMessage());
      }
    }
  }

  /** Writes down what was learned and is not written yet: for the end, and for commands. */
  public void flush() throws StoreException {
    bans.flush();
    standings.flush();
    greylist.flush();
    administrators.flush();
  }

  /** Learns from where nobody comes in by what other nodes have written. */
  void follow() throws StoreException {
    bans.follow();
  }

  /** Whether something could be held against a client: not at ports of our users and our own servers. */
  private boolean isStranger(Client client) {
    return config.enabled()
        && client.role() == SmtpServerConfig.Role.MTA
        && client.login().isEmpty()
        && !exempt.isTrusted(client.remote().getAddress());
  }

  /** Whether there are bounds for a client. */
  private boolean isCounted(Client client) {
    return config.enabled()
        && (client.login().isPresent() || !exempt.isTrusted(client.remote().getAddress()));
  }

  /** How long a stranger has to wait for the greeting. */
  public Duration hesitation(Client client) throws InterruptedException {
    if (!isStranger(client)
        || config.firstLook().silence().isZero()
        || standings.isKnown(client.remote().getAddress())) {
      return Duration.ZERO;
    }
    visits.of(client).hesitate();
    return config.firstLook().silence();
  }

  /** Somebody connected. */
  public Decision connected(Client client) throws InterruptedException {
    Visit visit = visits.of(client);
    if (!isStranger(client)) {
      return Decision.accept();
    }
    InetAddress address = client.remote().getAddress();
    if (client.conduct().earlyTalk()) {
      constable.offend(address, Offence.EARLY_TALK, "it spoke before the greeting");
      return config.firstLook().earlyTalk() == Act.REFUSE
          ? new Decision.Refuse(Replies.EARLY_TALKER)
          : Decision.accept();
    }
    if (visit.hesitated()) {
      standings.looked(address);
    }
    return rates
        .beyond(Subjects.of(address), Of.FAILURES)
        .<Decision>map(reply -> new Decision.Refuse(new Reply(421, "4.7.0", reply.text())))
        .orElse(Decision.accept());
  }

  /** The client introduced itself. */
  public Decision hello(Client client) throws InterruptedException {
    if (!isStranger(client)) {
      return Decision.accept();
    }
    Optional<Evidence> refused = hello.refusal(client.remote().getAddress(), client.hello().name());
    return refused
        .map(found -> Decision.refuse(550, "5.7.1", "Not taken: " + found.why().finding()))
        .orElse(Decision.accept());
  }

  /** MAIL. */
  public Decision sender(Client client, ReversePath sender, MailParameters parameters)
      throws InterruptedException {
    if (isStranger(client) && bans.bars(client.remote().getAddress())) {
      return BARRED;
    }
    if (!isCounted(client)) {
      return Decision.accept();
    }
    List<Rates.Subject> subjects = Subjects.of(client, sender);
    Optional<Reply> beyond =
        rates
            .beyond(subjects, Of.OCTETS)
            .or(() -> rates.beyond(subjects, Of.FAILURES))
            .or(() -> rates.count(subjects, Of.MESSAGES, 1));
    return refusal(beyond);
  }

  private static Decision refusal(Optional<Reply> beyond) {
    return beyond.<Decision>map(Decision.Refuse::new).orElse(Decision.accept());
  }

  /** RCPT, for a recipient whom intake takes. */
  public Decision recipient(Client client, Envelope soFar, Recipient recipient)
      throws InterruptedException {
    if (isStranger(client)) {
      offences.makeGood(client.remote().getAddress(), Offence.UNKNOWN_RECIPIENT);
      if (bans.bars(client.remote().getAddress())) {
        return BARRED;
      }
      Optional<Reply> no = refusal(client, soFar, recipient);
      if (no.isPresent()) {
        return new Decision.Refuse(no.get());
      }
    }
    return isCounted(client)
        ? refusal(
            rates.count(Subjects.of(client, soFar.sender(), recipient.address()), Of.RECIPIENTS, 1))
        : Decision.accept();
  }

  private Optional<Reply> refusal(Client client, Envelope soFar, Recipient recipient)
      throws InterruptedException {
    String local = recipient.address().localPart().toLowerCase(Locale.ROOT);
    if (ALWAYS_HEARD.contains(local)) {
      return Optional.empty();
    }
    Visit.Assessment found = assessment(client, soFar.sender());
    double refuseAt = config.dnsLists().refuseAt();
    if (refuseAt > 0 && found.listed() >= refuseAt) {
      return Optional.of(listed(found));
    }
    return putOff(client, soFar.sender(), recipient, found.suspicion());
  }

  private Visit.Assessment assessment(Client client, ReversePath sender)
      throws InterruptedException {
    Visit visit = visits.of(client);
    Optional<Visit.Assessment> known = visit.assessment(client.hello().name(), sender);
    if (known.isPresent()) {
      return known.get();
    }
    Visit.Assessment found = assessor.assess(client, sender);
    visit.assessed(found);
    return found;
  }

  private static Reply listed(Visit.Assessment found) {
    String why =
        found.listings().stream()
            .filter(one -> one.score() > 0)
            .map(one -> Text.visible(one.why().finding()))
            .findFirst()
            .orElse("it is listed");
    return new Reply(550, "5.7.1", "Not taken: " + why);
  }

  private Optional<Reply> putOff(
      Client client, ReversePath sender, Recipient recipient, double suspicion)
      throws InterruptedException {
    InetAddress address = client.remote().getAddress();
    boolean meant =
        switch (config.greylist().whom()) {
          case NOBODY -> false;
          case SUSPICIOUS -> suspicion >= config.greylist().suspicion();
          case EVERYBODY -> true;
        };
    if (!meant || standings.isGood(address)) {
      return Optional.empty();
    }
    SpfResult spf = inquiry.spf(address, client.hello().name(), sender);
    String pool = pool(address, Optional.of(spf));
    return switch (greylist.ask(pool, sender, recipient.address())) {
      case Greylist.Answer.Pass _ -> Optional.empty();
      case Greylist.Answer.PutOff putOff -> {
        LOG.info(
            "event=greylisted peer={} sender={} recipient={} until={}",
            address.getHostAddress(),
            Text.visible(sender.toString()),
            Text.visible(recipient.address().toString()),
            putOff.until());
        yield Optional.of(greylist.reply(putOff));
      }
    };
  }

  /** The hosts that send for one another: all that may send for a domain by SPF, or else the neighbours. */
  private static String pool(InetAddress address, Optional<SpfResult> spf) {
    return spf.filter(one -> one.code() == SpfResult.Code.PASS)
        .map(one -> "spf " + one.domain())
        .orElseGet(() -> "net " + Net.neighbours(address));
  }

  /** RCPT, for a recipient whom intake refused. */
  public void refused(Client client, Envelope soFar, Recipient recipient, Reply reply)
      throws InterruptedException {
    if (!isCounted(client)) {
      return;
    }
    rates.add(Subjects.of(client, soFar.sender()), Of.FAILURES, 1);
    if (!isStranger(client)) {
      return;
    }
    String seen = "RCPT TO:<%s>".formatted(Text.visible(recipient.address().toString()));
    InetAddress address = client.remote().getAddress();
    switch (reply.status()) {
      case "5.1.1" -> constable.offend(address, Offence.UNKNOWN_RECIPIENT, seen);
      case "5.7.1" -> constable.offend(address, Offence.RELAY_ATTEMPT, seen);
      default -> {
        return;
      }
    }
    tarpit.hold(visits.of(client).wrong());
  }

  /** A command was wrong. */
  public void faulted(Client client, Reply reply) throws InterruptedException {
    if (isStranger(client)) {
      tarpit.hold(visits.of(client).wrong());
    }
  }

  /** A message was judged. What is asked about without a session, nothing is learned from. */
  public void judged(Arriving message, boolean wanted) {
    Optional<Client> client = message.client();
    if (client.isEmpty() || visits.find(client.get()).isEmpty()) {
      return;
    }
    if (isCounted(client.get())) {
      rates.add(Subjects.of(client.get(), message.sender()), Of.OCTETS, message.content().size());
    }
    if (isStranger(client.get())) {
      standings.message(client.get().remote().getAddress(), wanted);
    }
  }

  /**
   * What is said to the client of a whole message that has to come back; empty if it has come back already, and for
   * what is asked about without a session.
   */
  public Optional<Reply> putOff(Suspect suspect) {
    Arriving message = suspect.arriving();
    Optional<Client> client = message.client().filter(this::isStranger);
    if (client.isEmpty() || visits.find(client.get()).isEmpty()) {
      return Optional.empty();
    }
    InetAddress address = client.get().remote().getAddress();
    String pool = pool(address, suspect.authentication().map(Authentication::mail));
    // All are asked, so that none of them begins its time only when the message is back for
    // another.
    List<Greylist.Answer> answers =
        message.said().recipients().stream()
            .map(recipient -> greylist.ask(pool, message.sender(), recipient.address()))
            .toList();
    return answers.stream()
        .filter(Greylist.Answer.PutOff.class::isInstance)
        .map(answer -> greylist.reply((Greylist.Answer.PutOff) answer))
        .findFirst();
  }

  /** The session is over. Waits for nothing. */
  public void left(Client client, Departure departure) {
    visits.end(client);
    if (!isStranger(client)) {
      return;
    }
    InetAddress address = client.remote().getAddress();
    Conduct conduct = client.conduct();
    if (conduct.foreignCommands() > 0) {
      constable.offend(address, Offence.FOREIGN_COMMAND, "it spoke another protocol");
    }
    if (departure.messages() == 0 && conduct.badCommands() >= BAD_COMMANDS_OF_A_BAD_SESSION) {
      constable.offend(
          address,
          Offence.BAD_SESSION,
          "%d wrong commands, and no mail".formatted(conduct.badCommands()));
    }
  }

  /** The filters that look at messages by what the door knows. */
  public List<Filter> filters() {
    return config.enabled()
        ? List.of(new MannersFilter(assessor), new DnsListFilter(assessor))
        : List.of();
  }
}
