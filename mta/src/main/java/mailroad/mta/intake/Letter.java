package mailroad.mta.intake;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.mime.Header;
import mailroad.mta.gate.Judgement;
import mailroad.mta.gate.Placement;
import mailroad.mta.routing.Mail;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.BlobId;

/**
 * A message that lies on disk and is to be taken over.
 *
 * @param octets size of the blob
 * @param messageIdField empty if it has none
 * @param header its header section
 * @param addressed how its addresses were written anew
 * @param judgement what the gate said of it
 */
record Letter(
    QueueId id,
    Envelope envelope,
    BlobId blob,
    long octets,
    Event.Source source,
    String messageIdField,
    Header header,
    Rewriter.Addressed addressed,
    Judgement judgement) {
  /** A letter that nobody judged, and whose addresses are as they came. */
  Letter(
      QueueId id,
      Envelope envelope,
      BlobId blob,
      long octets,
      Event.Source source,
      String messageIdField,
      Header header) {
    this(
        id,
        envelope,
        blob,
        octets,
        source,
        messageIdField,
        header,
        Rewriter.Addressed.asIs(envelope),
        Judgement.pass(envelope));
  }

  /** The same to other recipients. */
  Letter to(List<Recipient> others) {
    return new Letter(
        id,
        new Envelope(envelope.sender(), envelope.parameters(), others),
        blob,
        octets,
        source,
        messageIdField,
        header,
        addressed.to(others),
        judgement);
  }

  /** The same, judged: its envelope is as the gate left it. */
  Letter with(Judgement other) {
    Envelope left = other.envelope();
    return new Letter(
        id,
        left,
        blob,
        octets,
        source,
        messageIdField,
        header,
        left.recipients().equals(envelope.recipients())
            ? addressed
            : addressed.to(left.recipients()),
        other);
  }

  /** The same with other content. */
  Letter with(Header otherHeader, BlobId otherBlob, long otherOctets) {
    return new Letter(
        id,
        envelope,
        otherBlob,
        otherOctets,
        source,
        messageIdField,
        otherHeader,
        addressed,
        judgement);
  }

  /** The envelope as it came, before its addresses were written anew. */
  Envelope said() {
    return addressed.said(envelope);
  }

  /** The same, once its content has no octets above 127 any more: each host can take it as it is. */
  Letter asSevenBit() {
    Envelope fit =
        new Envelope(
            envelope.sender(), envelope.parameters().with(Body.SEVEN_BIT), envelope.recipients());
    return new Letter(id, fit, blob, octets, source, messageIdField, header, addressed, judgement);
  }

  /** Those whose copies go on from here. */
  List<Recipient> passing() {
    return envelope.recipients().stream()
        .filter(recipient -> !isStopped(placement(recipient)))
        .toList();
  }

  /** Those whose copies go nowhere, or nowhere for now. */
  List<Recipient> stopped() {
    return envelope.recipients().stream()
        .filter(recipient -> isStopped(placement(recipient)))
        .toList();
  }

  private Placement placement(Recipient recipient) {
    return judgement.placement(recipient.address());
  }

  private static boolean isStopped(Placement placement) {
    return switch (placement) {
      case QUARANTINE, DISCARD -> true;
      case USUAL, JUNK -> false;
    };
  }

  /** Who handed it in, logged in. */
  Optional<EmailAddress> account() {
    return switch (source) {
      case Event.Source.Smtp(_, _, _, _, var login) -> login;
      case Event.Source.Kept(_, _, var login) -> login;
      case Event.Source.Notice _, Event.Source.Local _ -> Optional.empty();
    };
  }

  /** Whether it may have Return-Path fields: not, as a rule, before its final delivery. */
  boolean bringsReturnPath() {
    return header.cut() || header.count("Return-Path") > 0;
  }

  /** What routes may depend on. */
  Mail mail() {
    Mail mail =
        Mail.from(envelope.sender())
            .by(account())
            .sized(OptionalLong.of(octets))
            .with(Optional.of(header));
    return source instanceof Event.Source.Kept ? mail.asReleased() : mail;
  }
}
