package mailroad.guard.quarantine;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.records.Endpoint;
import mailroad.records.QuarantineCauseRecord;
import mailroad.records.QuarantineDeedRecord;
import mailroad.records.QuarantineRecord;
import mailroad.records.QuarantinedRecipientRecord;
import mailroad.records.TlsWishRecord;
import mailroad.records.WhyRecord;
import mailroad.smtp.Body;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import mailroad.smtp.TlsWish;
import mailroad.store.BlobId;
import mailroad.store.StoreException;

/** What is kept as it stands on disk, and back. */
final class EntryRecords {
  private EntryRecords() {}

  static byte[] write(Entry entry) {
    QuarantineRecord.Builder out =
        QuarantineRecord.newBuilder()
            .setCause(
                switch (entry.cause()) {
                  case UNWANTED -> QuarantineCauseRecord.QUARANTINE_CAUSE_UNWANTED;
                  case DANGEROUS -> QuarantineCauseRecord.QUARANTINE_CAUSE_DANGEROUS;
                })
            .setSinceMillis(entry.since().toEpochMilli())
            .setExpiresMillis(entry.expires().toEpochMilli())
            .setVerdict(entry.finding().verdict())
            .setWhy(write(entry.finding().why()))
            .addAllAuthentication(entry.finding().authentication());
    write(entry.origin(), out);
    write(entry.content(), out);
    write(entry.parameters(), out);
    entry
        .deeds()
        .forEach(deed ->
            out.addDeeds(
                QuarantineDeedRecord.newBuilder()
                    .setAtMillis(deed.at().toEpochMilli())
                    .setAct(deed.act())
                    .setBy(deed.by())));
    return out.build().toByteArray();
  }

  private static void write(Entry.Origin origin, QuarantineRecord.Builder out) {
    out.setSender(origin.sender().mailbox().map(EmailAddress::toString).orElse(""))
        .setSubmitted(origin.direction() == Direction.SUBMITTED)
        .setHelo(origin.helo())
        .setLogin(origin.login().map(EmailAddress::toString).orElse(""));
    origin
        .client()
        .ifPresent(client ->
            out.setClient(
                Endpoint.newBuilder()
                    .setAddress(ByteString.copyFrom(client.getAddress().getAddress()))
                    .setPort(client.getPort())));
  }

  private static void write(Entry.Content content, QuarantineRecord.Builder out) {
    out.setBlob(content.blob().value())
        .setOctets(content.octets())
        .setAuthor(content.author())
        .setSubject(content.subject())
        .setMessageIdField(content.messageIdField());
  }

  private static void write(MailParameters parameters, QuarantineRecord.Builder out) {
    out.setEightBit(parameters.body() != Body.SEVEN_BIT)
        .setBinary(parameters.body() == Body.BINARY)
        .setUtf8(parameters.utf8())
        .setRet(parameters.ret().map(Return::name).orElse(""))
        .setEnvid(parameters.envid().orElse(""))
        .setPriority(parameters.handling().priority())
        .setTlsWish(
            switch (parameters.handling().tls()) {
              case UNSAID -> TlsWishRecord.TLS_WISH_UNSAID;
              case REQUIRED -> TlsWishRecord.TLS_WISH_REQUIRED;
              case NOT_REQUIRED -> TlsWishRecord.TLS_WISH_NOT_REQUIRED;
            });
  }

  private static WhyRecord write(Why why) {
    return WhyRecord.newBuilder()
        .setFinding(why.finding())
        .setSource(why.source())
        .addAllBecause(why.because().stream().map(EntryRecords::write).toList())
        .build();
  }

  static Entry entry(QueueId id, byte[] octets) throws StoreException {
    try {
      QuarantineRecord record = QuarantineRecord.parseFrom(octets);
      return new Entry(
          id,
          switch (record.getCause()) {
            case QUARANTINE_CAUSE_UNWANTED -> Cause.UNWANTED;
            case QUARANTINE_CAUSE_DANGEROUS, UNRECOGNIZED -> Cause.DANGEROUS;
          },
          origin(record),
          parameters(record),
          new Entry.Content(
              new BlobId(record.getBlob()),
              record.getOctets(),
              record.getAuthor(),
              record.getSubject(),
              record.getMessageIdField()),
          new Entry.Finding(
              record.getVerdict(), why(record.getWhy()), record.getAuthenticationList()),
          Instant.ofEpochMilli(record.getSinceMillis()),
          Instant.ofEpochMilli(record.getExpiresMillis()),
          record.getDeedsList().stream()
              .map(deed ->
                  new Deed(Instant.ofEpochMilli(deed.getAtMillis()), deed.getAct(), deed.getBy()))
              .toList());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoreException("damaged quarantine record of message " + id, e);
    }
  }

  private static Entry.Origin origin(QuarantineRecord record) {
    return new Entry.Origin(
        record.getSender().isEmpty()
            ? new ReversePath.Nowhere()
            : ReversePath.of(EmailAddress.of(record.getSender())),
        record.getSubmitted() ? Direction.SUBMITTED : Direction.INCOMING,
        record.hasClient() ? Optional.of(endpoint(record.getClient())) : Optional.empty(),
        record.getHelo(),
        EmailAddress.parse(record.getLogin()));
  }

  private static InetSocketAddress endpoint(Endpoint endpoint) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(endpoint.getAddress().toByteArray()), endpoint.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of neither 4 nor 16 octets", e);
    }
  }

  private static MailParameters parameters(QuarantineRecord record) {
    Handling handling =
        Handling.NONE
            .withPriority(record.getPriority())
            .with(
                switch (record.getTlsWish()) {
                  case TLS_WISH_REQUIRED -> TlsWish.REQUIRED;
                  case TLS_WISH_NOT_REQUIRED -> TlsWish.NOT_REQUIRED;
                  case TLS_WISH_UNSAID, UNRECOGNIZED -> TlsWish.UNSAID;
                });
    Body eight = record.getEightBit() ? Body.EIGHT_BIT : Body.SEVEN_BIT;
    return new MailParameters(
        OptionalLong.empty(),
        record.getBinary() ? Body.BINARY : eight,
        record.getUtf8(),
        Return.parse(record.getRet()),
        Optional.of(record.getEnvid()).filter(envid -> !envid.isEmpty()),
        Optional.empty(),
        handling);
  }

  private static Why why(WhyRecord why) {
    return new Why(
        why.getFinding(),
        why.getSource(),
        why.getBecauseList().stream().map(EntryRecords::why).toList());
  }

  static byte[] write(Copy copy) {
    return QuarantinedRecipientRecord.newBuilder()
        .setAddress(copy.address().toString())
        .setOwner(copy.owner().toString())
        .setNotify(copy.recipient().notices().toString())
        .setOriginal(copy.recipient().original().map(OriginalRecipient::toString).orElse(""))
        .build()
        .toByteArray();
  }

  static Copy copy(QueueId id, byte[] octets) throws StoreException {
    try {
      QuarantinedRecipientRecord record = QuarantinedRecipientRecord.parseFrom(octets);
      return new Copy(
          new Recipient(
              EmailAddress.of(record.getAddress()),
              Notify.parse(record.getNotify()).orElseThrow(IllegalArgumentException::new),
              OriginalRecipient.parse(record.getOriginal())),
          EmailAddress.of(record.getOwner()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoreException("damaged quarantine record of a recipient of " + id, e);
    }
  }
}
