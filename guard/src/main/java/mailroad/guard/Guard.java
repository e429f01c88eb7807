package mailroad.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.door.Door;
import mailroad.guard.seal.ArcSeal;
import mailroad.guard.verdict.Action;
import mailroad.guard.verdict.Changes;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Findings;
import mailroad.guard.verdict.Panel;
import mailroad.guard.verdict.Policy;
import mailroad.guard.verdict.Sentencing;
import mailroad.guard.verdict.Sentencing.Sentence;
import mailroad.guard.verdict.Suspect;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.guard.verdict.Witness;
import mailroad.kernel.AddressRange;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mailauth.Authentication;
import mailroad.mailauth.AuthenticationResults;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Gate;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Placement;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Departure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Guards the gate: puts questions to the door and to the filters, and turns their answers into judgements. */
public final class Guard implements Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final Reply NO_ROOM =
      new Reply(452, "4.3.1", "No room on this server to keep this message for a person to see");
  private static final Reply TROUBLE = new Reply(451, "4.3.0", "Trouble on this server");

  private final GuardConfig config;
  private final Domain hostname;
  private final Door door;
  private final List<AddressRange> trusted;
  private final Trust relays;
  private final Optional<Vouching> vouching;
  private final Panel panel;
  private final Policy policy;
  private final Sentencing sentencing;
  private final Custody custody;
  private final Optional<ArcSeal> arc;
  private final Witness witness;

  /** Whom intake takes mail to others from, without a login. */
  @FunctionalInterface
  public interface Trust {
    /** Whether it does from this address. */
    boolean of(InetAddress address);
  }

  /** Finds out what vouches for a message. */
  @FunctionalInterface
  public interface Vouching {
    /**
     * Asks.
     *
     * @throws IOException if the machine failed to read the message
     */
    Authentication of(Arriving message, Client client) throws IOException, InterruptedException;
  }

  /**
   * Whom the guard knows.
   *
   * @param hostname in whose name is said what vouches for a message (RFC 8601 section 2.5)
   * @param door looks at connections
   * @param relays whose mail counts as submitted here, beside what the configuration says
   * @param vouching empty where nobody asks
   * @param filters in the order in which their evidence is shown
   * @param custody keeps what is let neither in nor back
   * @param arc seals what goes on to others; empty where nothing is sealed
   * @param witness hears what became of messages that arrived
   */
  public record Neighbours(
      World world,
      Domain hostname,
      Door door,
      Trust relays,
      Optional<Vouching> vouching,
      List<Filter> filters,
      Custody custody,
      Optional<ArcSeal> arc,
      Witness witness) {
    /** Whom a guard knows that seals nothing. */
    public Neighbours(
        World world,
        Domain hostname,
        Door door,
        Trust relays,
        Optional<Vouching> vouching,
        List<Filter> filters,
        Custody custody) {
      this(
          world,
          hostname,
          door,
          relays,
          vouching,
          filters,
          custody,
          Optional.empty(),
          Witness.NONE);
    }

    /** The record's list does not change. */
    public Neighbours {
      filters = List.copyOf(filters);
    }
  }

  /** A guard. */
  public Guard(GuardConfig config, Neighbours neighbours) {
    this.config = config;
    this.trusted = AddressRange.all("trusted-networks", config.trustedNetworks());
    this.hostname = neighbours.hostname();
    this.door = neighbours.door();
    this.relays = neighbours.relays();
    this.vouching = neighbours.vouching();
    List<Filter> filters = new ArrayList<>(neighbours.door().filters());
    filters.addAll(neighbours.filters());
    this.panel = new Panel(neighbours.world(), filters, config.recipientsMax());
    this.policy = new Policy(config.policy());
    this.sentencing = new Sentencing(policy, neighbours.custody());
    this.custody = neighbours.custody();
    this.arc = neighbours.arc();
    this.witness = neighbours.witness();
  }

  @Override
  public Duration hesitation(Client client) throws InterruptedException {
    return config.enabled() ? door.hesitation(client) : Duration.ZERO;
  }

  @Override
  public Decision connected(Client client) throws InterruptedException {
    return config.enabled() ? door.connected(client) : Gate.super.connected(client);
  }

  @Override
  public Decision hello(Client client) throws InterruptedException {
    return config.enabled() ? door.hello(client) : Decision.accept();
  }

  @Override
  public Decision sender(Client client, ReversePath sender, MailParameters parameters)
      throws InterruptedException {
    return config.enabled() ? door.sender(client, sender, parameters) : Decision.accept();
  }

  @Override
  public Decision recipient(Client client, Envelope soFar, Recipient recipient)
      throws InterruptedException {
    return config.enabled() ? door.recipient(client, soFar, recipient) : Decision.accept();
  }

  @Override
  public void refused(Client client, Envelope soFar, Recipient recipient, Reply reply)
      throws InterruptedException {
    if (config.enabled()) {
      door.refused(client, soFar, recipient, reply);
    }
  }

  @Override
  public void faulted(Client client, Reply reply) throws InterruptedException {
    if (config.enabled()) {
      door.faulted(client, reply);
    }
  }

  @Override
  public void left(Client client, Departure departure) {
    if (config.enabled()) {
      door.left(client, departure);
    }
  }

  @Override
  public Judgement judge(Arriving message) throws InterruptedException {
    if (!config.enabled()) {
      return Judgement.pass(message.envelope());
    }
    Judgement judgement = judgement(message, direction(message), witness);
    door.judged(message, isWanted(judgement));
    return judgement;
  }

  /**
   * What would become of a message that somebody asks about, by the code that mail is judged by; nobody hears of it.
   *
   * @throws InterruptedException if the task is cancelled
   */
  public Judgement consider(Arriving message) throws InterruptedException {
    return config.enabled()
        ? judgement(message, direction(message), Witness.NONE)
        : Judgement.pass(message.envelope());
  }

  /** Whether anybody gets the message where mail is read. */
  private static boolean isWanted(Judgement judgement) {
    return judgement.refusal().isEmpty()
        && judgement.envelope().recipients().stream()
            .anyMatch(recipient -> judgement.placement(recipient.address()) == Placement.USUAL);
  }

  /** Which way a message goes: from here, where intake would take mail to others from whoever sends it. */
  private Direction direction(Arriving message) {
    boolean ours =
        message
            .client()
            .map(client -> client.login().isPresent() || isOurs(client.remote().getAddress()))
            .orElse(true);
    return ours ? Direction.SUBMITTED : Direction.INCOMING;
  }

  private boolean isOurs(InetAddress address) {
    return relays.of(address) || trusted.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * The judgement of a message, whichever way it goes; the same for one that arrives and for one that somebody asks about.
   */
  private Judgement judgement(Arriving message, Direction way, Witness told)
      throws InterruptedException {
    Suspect suspect;
    try {
      suspect = suspect(message, way);
    } catch (IOException e) {
      return unread(message, "", new Why("the message could not be read back"), e);
    }
    Judgement judgement = judgement(suspect);
    told.judged(suspect, judgement);
    return judgement.refusal().isPresent()
        ? judgement
        : judgement.booking(told.booking(suspect, judgement));
  }

  private Judgement judgement(Suspect suspect) throws InterruptedException {
    Arriving message = suspect.arriving();
    if (!panel.looksAt(suspect)) {
      return Judgement.pass(message.envelope());
    }
    Findings findings = panel.ask(suspect, evidence -> isEnough(suspect, evidence));
    Sentence sentence = sentencing.decide(suspect, findings);
    if (sentence.isRefused()) {
      return Judgement.refuse(
          message.envelope(), reply(message, sentence, findings), said(sentence), sentence.why());
    }
    if (sentence.whole().greylisted()) {
      Optional<Reply> later = door.putOff(suspect);
      if (later.isPresent()) {
        String verdict = "put off, " + said(sentence);
        return Judgement.refuse(message.envelope(), later.get(), verdict, sentence.why());
      }
    }
    if (!custody.hasRoom(suspect, sentence)) {
      return Judgement.refuse(message.envelope(), NO_ROOM, said(sentence), sentence.why());
    }
    try {
      return taken(suspect, sentence, findings);
    } catch (IOException e) {
      return unread(message, said(sentence), sentence.why(), e);
    }
  }

  private static Judgement unread(Arriving message, String verdict, Why why, IOException e) {
    LOG.error("event=not-read-back queue-id={}", message.id(), e);
    return Judgement.refuse(message.envelope(), TROUBLE, verdict, why);
  }

  /** What filters want changed is carried out; where that leaves no recipient, the message is dropped for all. */
  private Judgement taken(Suspect suspect, Sentence sentence, Findings findings)
      throws IOException {
    Arriving message = suspect.arriving();
    Changes.Changed changed = Changes.apply(message, findings.changes());
    boolean nobody = changed.envelope().recipients().isEmpty();
    return new Judgement(
        Optional.empty(),
        nobody ? message.envelope() : changed.envelope(),
        fields(suspect, sentence, findings.evidence(), changed),
        changed.content(),
        nobody ? Map.of() : sentence.placements(),
        nobody ? Placement.DISCARD : Placement.USUAL,
        said(sentence),
        sentence.why(),
        custody.booking(suspect, sentence));
  }

  private Suspect suspect(Arriving message, Direction way)
      throws IOException, InterruptedException {
    Optional<Authentication> found =
        way == Direction.INCOMING && vouching.isPresent() && message.client().isPresent()
            ? Optional.of(vouching.get().of(message, message.client().get()))
            : Optional.empty();
    return new Suspect(message, way, found);
  }

  /** Whether nobody would take it, so that nobody else needs to be asked. */
  private boolean isEnough(Suspect suspect, List<Evidence> evidence) {
    return policy.action(suspect.direction(), evidence) == Action.REFUSE
        && config.policy().lines().isEmpty()
        && !custody.mightSpare(suspect);
  }

  private static String said(Sentence sentence) {
    return sentence.why().finding();
  }

  private List<String> fields(
      Suspect suspect, Sentence sentence, List<Evidence> evidence, Changes.Changed changed)
      throws IOException {
    List<String> fields = new ArrayList<>();
    if (suspect.authentication().isPresent()) {
      Authentication found = suspect.authentication().get();
      AuthenticationResults results = AuthenticationResults.of(hostname, found, address(suspect));
      if (arc.isPresent()) {
        Octets content = changed.content().orElse(suspect.arriving().content());
        fields.addAll(arc.get().seal(content, changed.envelope(), found.arc().code(), results));
      }
      fields.add(results.field());
    }
    if (config.sayVerdict() && suspect.direction() == Direction.INCOMING) {
      fields.addAll(VerdictField.of(sentence, evidence));
    }
    return fields;
  }

  private static InetAddress address(Suspect suspect) {
    return suspect.arriving().client().orElseThrow().remote().getAddress();
  }

  /** What the sender hears: the filter's own words, or what weighed most. */
  private static Reply reply(Arriving message, Sentence sentence, Findings findings) {
    Optional<Reply> said =
        sentence
            .insisting()
            .map(Findings.Insisting::demand)
            .filter(Demand.Refuse.class::isInstance)
            .map(demand -> named(((Demand.Refuse) demand).reply(), message));
    return said.orElseGet(() ->
        new Reply(
            550,
            "5.7.1",
            "Not taken: %s; postmaster can say more of %s"
                .formatted(weightiest(findings.evidence()), message.id())));
  }

  /** With the id, by which an administrator finds the reasons. */
  private static Reply named(Reply reply, Arriving message) {
    List<String> lines = new ArrayList<>(reply.lines());
    lines.set(lines.size() - 1, "%s (%s)".formatted(lines.getLast(), message.id()));
    return new Reply(reply.code(), reply.status(), lines);
  }

  private static String weightiest(List<Evidence> evidence) {
    return evidence.stream()
        .max(Comparator.comparingDouble(Evidence::score))
        .map(one -> Text.visible(one.why().finding()))
        .orElse("it looks unwanted");
  }
}
