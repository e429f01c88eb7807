package mailroad.guard.report.received;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.guard.report.received.FeedbackReader.Reading;
import mailroad.guard.verdict.Suspect;
import mailroad.guard.verdict.Witness;
import mailroad.journal.Journal;
import mailroad.kernel.Bell;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Text;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.gate.Booking;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Placement;
import mailroad.mta.report.DomainDay;
import mailroad.mta.report.Tray;
import mailroad.records.DmarcMailRecord;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.Key;
import mailroad.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where reports of others arrive: lays messages that may be some into a tray as they are taken, and reads them. Any number
 * of tasks may use it.
 */
final class Inbox implements Witness {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final String BY = "dmarc-reports";
  private static final String UNREAD = "dmarc-reports-in";
  private static final Key MAIL = Key.of("dmarc", "received", "mail");
  private static final Duration RETRY = Duration.ofMinutes(10);
  private static final Duration GIVE_UP = Duration.ofDays(1);
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private final ReceivedReports.Surroundings on;
  private final ReceivedConfig config;
  private final Shelf shelf;
  private final Tray tray;
  private final FeedbackMail mail;
  private final Set<EmailAddress> appointed;
  private final Runnable arrived;

  /**
   * An inbox.
   *
   * @param arrived called when something was laid into the tray; must not block
   */
  Inbox(ReceivedReports.Surroundings on, ReceivedConfig config, Shelf shelf, Runnable arrived) {
    this.on = on;
    this.arrived = arrived;
    this.config = config;
    this.shelf = shelf;
    this.tray = new Tray(on.world(), on.store(), new Tray.Names(UNREAD, MAIL, on.node()));
    this.mail = new FeedbackMail(config);
    this.appointed =
        config.readAt().stream().map(EmailAddress::of).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void judged(Suspect suspect, Judgement judgement) {}

  @Override
  public Booking booking(Suspect suspect, Judgement judgement) {
    if (!config.read()) {
      return Booking.NONE;
    }
    List<EmailAddress> at = addresses(suspect.arriving().header(), judgement);
    if (at.isEmpty()) {
      return Booking.NONE;
    }
    Vouched vouched = Vouched.of(suspect, on.hostname());
    DmarcMailRecord.Builder note =
        DmarcMailRecord.newBuilder()
            .setMessage(suspect.arriving().id().value())
            .setSender(suspect.arriving().sender().toString())
            .setVouchedDomain(vouched.domain())
            .setVouchedBy(vouched.by())
            .setAppointed(at.stream().anyMatch(appointed::contains));
    at.forEach(address -> note.addRecipients(address.toString()));
    byte[] octets = note.build().toByteArray();
    Instant now = suspect.arriving().now();
    return (batch, draft, kept) -> {
      tray.put(batch, new Tray.Item(now, kept.blob(), kept.id().value(), octets));
      draft.afterwards(arrived);
    };
  }

  /** Where it may be a report: at addresses where all mail is one, and at all others here if it looks like one. */
  private List<EmailAddress> addresses(Header header, Judgement judgement) {
    boolean looks = FeedbackMail.looksLikeOne(header);
    return judgement.envelope().recipients().stream()
        .map(Recipient::address)
        .filter(address -> appointed.contains(address) || looks && isHere(address))
        .filter(address -> isDelivered(judgement.placement(address)))
        .toList();
  }

  private boolean isHere(EmailAddress address) {
    return on.home().isLocal(address.domain());
  }

  private static boolean isDelivered(Placement placement) {
    return switch (placement) {
      case USUAL, JUNK -> true;
      case QUARANTINE, DISCARD -> false;
    };
  }

  /** Reads what comes into the tray, at once when the bell rings; for a task. */
  void keepReading(Bell bell) throws InterruptedException {
    tray.keepReading(bell, this::read);
  }

  private Tray.Read read(Tray.Item item, Octets message, Batch batch)
      throws StoreException, IOException, InterruptedException {
    DmarcMailRecord note = note(item);
    return switch (mail.read(message)) {
      case Reading.Faulty(var reason) -> unread(batch, note, reason);
      case Reading.Sound(var feedback) -> {
        Fit fit = fit(feedback, note, item.arrived());
        yield switch (fit) {
          case Fit.Yes() -> keep(batch, note, feedback, item.arrived());
          case Fit.No(var reason) -> unread(batch, note, reason);
          case Fit.Unknown() -> new Tray.Read.Later(on.world().now().plus(RETRY));
        };
      }
    };
  }

  private static DmarcMailRecord note(Tray.Item item) throws StoreException {
    try {
      return DmarcMailRecord.parseFrom(item.note());
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("not a note about a message that may bring a report", e);
    }
  }

  /** Whether a report is for us, and of our time. */
  private sealed interface Fit {
    record Yes() implements Fit {}

    record No(String reason) implements Fit {}

    record Unknown() implements Fit {}
  }

  private Fit fit(Feedback feedback, DmarcMailRecord note, Instant arrived)
      throws InterruptedException {
    if (feedback.end().isAfter(arrived.plus(CLOCKS_APART))
        || feedback.end().isBefore(arrived.minus(config.keptFor()))) {
      return new Fit.No(
          "it is about a time until %s, and came at %s".formatted(feedback.end(), arrived));
    }
    Domain domain = feedback.domain();
    if (note.getAppointed() && isOurs(domain)) {
      return new Fit.Yes();
    }
    boolean known = true;
    for (String recipient : note.getRecipientsList()) {
      Optional<Boolean> named = on.named().isNamed(domain, EmailAddress.of(recipient));
      if (named.orElse(false)) {
        return new Fit.Yes();
      }
      known &= named.isPresent();
    }
    if (!known && on.world().now().isBefore(arrived.plus(GIVE_UP))) {
      return new Fit.Unknown();
    }
    String asks =
        known ? "does not ask for reports at" : "cannot be asked whether it wants them at";
    return new Fit.No(
        "%s %s %s".formatted(domain, asks, String.join(", ", note.getRecipientsList())));
  }

  /** Whether mail for a domain, or for one above it, ends here. */
  private boolean isOurs(Domain domain) {
    String name = domain.name();
    while (!on.home().isLocal(new Domain(name))) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        return false;
      }
      name = name.substring(dot + 1);
    }
    return true;
  }

  private Tray.Read keep(Batch batch, DmarcMailRecord note, Feedback feedback, Instant arrived)
      throws StoreException {
    return switch (shelf.put(batch, feedback, note, arrived)) {
      case KNOWN ->
          done(
              batch,
              note,
              "a copy of DMARC report %s of %s, which was read before"
                  .formatted(feedback.id(), feedback.organization()));
      case NO_ROOM -> unread(batch, note, "too many reports are kept already");
      case KEPT -> {
        LOG.info(
            "event=dmarc-report-received organization=\"{}\" domain={} day={} messages={} failed={} vouched={}",
            Text.visible(feedback.organization()),
            feedback.domain(),
            DomainDay.dayOf(feedback.end()),
            feedback.tally().messages(),
            feedback.tally().failed(),
            note.getVouchedDomain().isEmpty() ? "none" : note.getVouchedDomain());
        yield done(batch, note, told(feedback, note));
      }
    };
  }

  private String told(Feedback feedback, DmarcMailRecord note) {
    String counted =
        !note.getVouchedDomain().isEmpty()
            ? ", vouched for by %s of %s".formatted(note.getVouchedBy(), note.getVouchedDomain())
            : config.vouchedOnly()
                ? ", not counted: nothing vouches for its sender"
                : ", though nothing vouches for its sender";
    return "DMARC report of %s about %s read: %s, %d failed%s"
        .formatted(
            feedback.organization(),
            feedback.domain(),
            Text.count(feedback.tally().messages(), "message"),
            feedback.tally().failed(),
            counted);
  }

  private Tray.Read unread(Batch batch, DmarcMailRecord note, String reason) {
    LOG.warn(
        "event=dmarc-report-unreadable queue-id={} sender={} reason=\"{}\"",
        note.getMessage(),
        Text.visible(note.getSender()),
        Text.visible(reason));
    return done(batch, note, "not read as a DMARC report: " + reason);
  }

  /** What came of it stands in the journey of its message. */
  private Tray.Read done(Batch batch, DmarcMailRecord note, String act) {
    Journal.Draft draft = on.journal().draft(batch);
    Event event = new Event.Administered(new QueueId(note.getMessage()), on.world().now(), act, BY);
    draft.add(event);
    return new Tray.Read.Done(draft::commit);
  }
}
