package mailroad.mta.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mime.Report;
import mailroad.mta.content.BlobOctets;
import mailroad.mta.dsn.Action;
import mailroad.mta.dsn.NoticeWriter;
import mailroad.mta.dsn.ReportFacts;
import mailroad.mta.dsn.ReportedRecipient;
import mailroad.mta.gate.Seal;
import mailroad.mta.queue.Notices;
import mailroad.mta.queue.QueuedMessage;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import mailroad.smtp.TlsWish;
import mailroad.store.Batch;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/**
 * Sends notices: writes the report (RFC 3464) to a blob, and has it taken over like any message, from {@code <>}.
 * So none of them is ever answered (RFC 5321 section 4.5.5).
 */
final class NoticeSender implements Notices {
  /** RFC 3463 section 3.5: delivery time expired. */
  private static final String EXPIRED = "4.4.7";

  private final World world;
  private final Blobs blobs;
  private final IntakeConfig config;
  private final Domain hostname;
  private final Acceptance acceptance;
  private final Sealing sealing;

  NoticeSender(
      World world,
      Blobs blobs,
      IntakeConfig config,
      Domain hostname,
      Acceptance acceptance,
      Seal seal) {
    this.world = world;
    this.blobs = blobs;
    this.config = config;
    this.hostname = hostname;
    this.acceptance = acceptance;
    this.sealing = new Sealing(blobs, seal);
  }

  @Override
  public Optional<QueueId> add(Batch batch, Journal.Draft draft, Notice notice)
      throws StoreException {
    Optional<EmailAddress> to = notice.about().sender().mailbox();
    if (to.isEmpty()) {
      return Optional.empty();
    }
    QueueId id = acceptance.ids().next();
    Report report = report(notice, to.get(), id);
    Octets octets = Octets.of(report.octets("=_" + id));
    Body body = report.isEightBit() ? Body.EIGHT_BIT : Body.SEVEN_BIT;
    Header header = Sealing.header(octets);
    Envelope envelope =
        envelope(to.get(), report, body, notice.about().parameters().handling().tls());
    Optional<Sealing.Written> coded = sealing.coded(List.of(), octets, header, body);
    Sealing.Written written =
        coded.isPresent() ? coded.get() : sealing.sealed(List.of(), octets, header);
    Letter letter =
        new Letter(
            id,
            envelope,
            written.blob(),
            written.octets(),
            new Event.Source.Notice(notice.about().id()),
            report.messageId(),
            header);
    acceptance.add(batch, draft, coded.isPresent() ? letter.asSevenBit() : letter);
    return Optional.of(id);
  }

  /** RFC 8689 section 5: what tells of a message that must be protected must be protected as well. */
  private static Envelope envelope(EmailAddress to, Report report, Body body, TlsWish tls) {
    MailParameters parameters =
        MailParameters.NONE
            .with(body)
            .withUtf8(report.utf8())
            .with(Handling.NONE.with(tls == TlsWish.REQUIRED ? tls : TlsWish.UNSAID));
    // RFC 3461 section 6.2: nobody wants to hear of a notice.
    Recipient recipient = new Recipient(to, new Notify.Never(), Optional.empty());
    return new Envelope(new ReversePath.Nowhere(), parameters, List.of(recipient));
  }

  private Report report(Notice notice, EmailAddress to, QueueId id) throws StoreException {
    QueuedMessage about = notice.about();
    boolean full = about.parameters().ret().filter(Return.FULL::equals).isPresent();
    ReportFacts facts =
        new ReportFacts(
            hostname,
            about.id(),
            about.times().arrived(),
            to,
            about.parameters().envid().orElse(""),
            full,
            notice.told().stream().map(told -> reported(notice, told)).toList());
    return NoticeWriter.report(
        facts,
        read(about, headerOctets(about)),
        full && about.octets() <= config.noticeReturnOctetsMax()
            ? Optional.of(read(about, about.octets()))
            : Optional.empty(),
        id.value(),
        world.now());
  }

  private static ReportedRecipient reported(Notice notice, Told told) {
    Reply reply = told.said().reply();
    boolean success =
        switch (notice.action()) {
          case DELIVERED, RELAYED, EXPANDED -> true;
          case FAILED, DELAYED -> false;
        };
    boolean ours = told.said().host().isEmpty();
    Instant expires = notice.about().times().expires();
    return new ReportedRecipient(
        told.address(),
        told.recipient().original().map(NoticeSender::named),
        notice.action(),
        told.expired() ? EXPIRED : success ? "2.0.0" : reply.statusOrDefault(),
        ours ? Optional.empty() : Optional.of(told.said().host()),
        ours && success ? Optional.empty() : Optional.of(reply),
        told.at(),
        notice.action() == Action.DELAYED ? Optional.of(expires) : Optional.empty(),
        told.expired()
            ? "It was tried for %s, which is as long as this server tries."
                .formatted(days(notice.about().times()))
            : "");
  }

  private static String named(OriginalRecipient original) {
    return original.type() + ";" + original.address();
  }

  private static String days(QueuedMessage.Times times) {
    long hours = java.time.Duration.between(times.arrived(), times.expires()).toHours();
    return hours >= 48 ? hours / 24 + " days" : hours + " hours";
  }

  private long headerOctets(QueuedMessage about) throws StoreException {
    Octets octets = new BlobOctets(blobs, about.blob(), about.octets());
    try {
      Header header = Header.read(octets, 0, about.octets(), MimeLimits.DEFAULT);
      return Math.min(header.end(), config.headerOctetsMax());
    } catch (IOException e) {
      throw new StoreException("cannot read the header section of " + about.id(), e);
    }
  }

  private byte[] read(QueuedMessage about, long most) throws StoreException {
    byte[] out = new byte[(int) most];
    int at = 0;
    while (at < out.length) {
      int n = blobs.read(about.blob(), at, out, at, out.length - at);
      if (n <= 0) {
        throw new StoreException("blob %s ends at octet %d".formatted(about.blob(), at));
      }
      at += n;
    }
    return out;
  }
}
