package mailroad.mta.queue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedItem.Waiting;
import mailroad.records.QueuedItemRecord;
import mailroad.records.QueuedMessageRecord;
import mailroad.records.QueuedRecipientRecord;
import mailroad.records.ReplyRecord;
import mailroad.records.TlsWishRecord;
import mailroad.smtp.Body;
import mailroad.smtp.DeliverBy;
import mailroad.smtp.FutureRelease;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import mailroad.smtp.TlsWish;
import mailroad.store.BlobId;
import mailroad.store.StoreException;

/** Messages and items as they stand on disk, and back. */
final class QueueRecords {
  /** What a reply may take of an item's value: 100 recipients and their replies fit into 100 KB. */
  private static final int REPLY_OCTETS_MAX = 500;

  private static final int REPLY_LINES_MAX = 8;

  /** What one item's recipients may take before any has a reply. */
  private static final int ITEM_OCTETS_MAX = 95_000;

  private QueueRecords() {}

  static byte[] write(QueuedMessage message) {
    QueuedMessageRecord.Builder out =
        QueuedMessageRecord.newBuilder()
            .setSender(message.sender().mailbox().map(EmailAddress::toString).orElse(""))
            .setAccount(message.account().map(EmailAddress::toString).orElse(""))
            .setEightBit(message.parameters().body() != Body.SEVEN_BIT)
            .setBinary(message.parameters().body() == Body.BINARY)
            .setUtf8(message.parameters().utf8())
            .setRet(message.parameters().ret().map(Return::name).orElse(""))
            .setEnvid(message.parameters().envid().orElse(""))
            .setBlob(message.blob().value())
            .setOctets(message.octets())
            .setArrivedMillis(message.times().arrived().toEpochMilli())
            .setExpiresMillis(message.times().expires().toEpochMilli())
            .setHeld(message.held())
            .addAllOpenItems(message.openItems())
            .setItemsMade(message.itemsMade())
            .setMessageIdField(message.messageIdField());
    message.times().delayNotice().ifPresent(at -> out.setDelayNoticeMillis(at.toEpochMilli()));
    write(message.parameters().handling(), message.times().arrived(), out);
    return out.build().toByteArray();
  }

  private static void write(Handling handling, Instant arrived, QueuedMessageRecord.Builder out) {
    handling.deliverBy().ifPresent(by -> out.setDeliverBy(by.toString()));
    handling.release(arrived).ifPresent(at -> out.setReleaseMillis(at.toEpochMilli()));
    out.setPriority(handling.priority());
    out.setTlsWish(
        switch (handling.tls()) {
          case UNSAID -> TlsWishRecord.TLS_WISH_UNSAID;
          case REQUIRED -> TlsWishRecord.TLS_WISH_REQUIRED;
          case NOT_REQUIRED -> TlsWishRecord.TLS_WISH_NOT_REQUIRED;
        });
  }

  private static Handling handling(QueuedMessageRecord record) {
    return new Handling(
        DeliverBy.parse(record.getDeliverBy()),
        Optional.of(record.getReleaseMillis())
            .filter(millis -> millis != 0)
            .map(millis -> new FutureRelease.HoldUntil(Instant.ofEpochMilli(millis))),
        record.getPriority(),
        switch (record.getTlsWish()) {
          case TLS_WISH_REQUIRED -> TlsWish.REQUIRED;
          case TLS_WISH_NOT_REQUIRED -> TlsWish.NOT_REQUIRED;
          case TLS_WISH_UNSAID, UNRECOGNIZED -> TlsWish.UNSAID;
        });
  }

  private static Body body(QueuedMessageRecord record) {
    if (record.getBinary()) {
      return Body.BINARY;
    }
    return record.getEightBit() ? Body.EIGHT_BIT : Body.SEVEN_BIT;
  }

  static QueuedMessage message(QueueId id, byte[] octets) throws StoreException {
    try {
      QueuedMessageRecord record = QueuedMessageRecord.parseFrom(octets);
      return new QueuedMessage(
          id,
          record.getSender().isEmpty()
              ? new ReversePath.Nowhere()
              : ReversePath.of(EmailAddress.of(record.getSender())),
          EmailAddress.parse(record.getAccount()),
          new MailParameters(
              OptionalLong.empty(),
              body(record),
              record.getUtf8(),
              Return.parse(record.getRet()),
              Optional.of(record.getEnvid()).filter(envid -> !envid.isEmpty()),
              Optional.empty(),
              handling(record)),
          new BlobId(record.getBlob()),
          record.getOctets(),
          new QueuedMessage.Times(
              Instant.ofEpochMilli(record.getArrivedMillis()),
              Instant.ofEpochMilli(record.getExpiresMillis()),
              Optional.of(record.getDelayNoticeMillis())
                  .filter(millis -> millis != 0)
                  .map(Instant::ofEpochMilli)),
          record.getHeld(),
          record.getOpenItemsList(),
          record.getItemsMade(),
          record.getMessageIdField());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoreException("damaged queue record of message " + id, e);
    }
  }

  static byte[] write(QueuedItem item) {
    return QueuedItemRecord.newBuilder()
        .setHop(item.hop())
        .addAllRecipients(item.recipients().stream().map(QueueRecords::write).toList())
        .setAttempts(item.attempts())
        .setNextMillis(item.next().toEpochMilli())
        .setDelayNoticed(item.delayNoticed())
        .setExpiresMillis(item.expires().map(Instant::toEpochMilli).orElse(0L))
        .setJunk(item.junk())
        .build()
        .toByteArray();
  }

  private static QueuedRecipientRecord write(Waiting waiting) {
    QueuedRecipientRecord.Builder out =
        QueuedRecipientRecord.newBuilder()
            .setAddress(waiting.recipient().address().toString())
            .setNotify(waiting.recipient().notices().toString())
            .setOriginal(
                waiting.recipient().original().map(OriginalRecipient::toString).orElse(""));
    waiting
        .last()
        .ifPresent(last -> out.setLastHost(last.host()).setLastReply(write(last.reply())));
    return out.build();
  }

  private static ReplyRecord write(Reply reply) {
    ReplyRecord.Builder out =
        ReplyRecord.newBuilder().setCode(reply.code()).setStatus(reply.status());
    int left = REPLY_OCTETS_MAX;
    for (String line : reply.lines()) {
      String fitting = prefix(line, left);
      out.addLines(fitting);
      left -= octets(fitting);
      if (left <= 0 || out.getLinesCount() == REPLY_LINES_MAX) {
        break;
      }
    }
    return out.build();
  }

  private static String prefix(String text, int octetsMax) {
    int end = Math.min(text.length(), octetsMax);
    while (octets(text.substring(0, end)) > octetsMax) {
      end--;
    }
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static QueuedItem item(QueueId id, int number, byte[] octets) throws StoreException {
    try {
      QueuedItemRecord record = QueuedItemRecord.parseFrom(octets);
      return new QueuedItem(
          number,
          record.getHop(),
          record.getRecipientsList().stream().map(QueueRecords::waiting).toList(),
          record.getAttempts(),
          Instant.ofEpochMilli(record.getNextMillis()),
          record.getDelayNoticed(),
          Optional.of(record.getExpiresMillis())
              .filter(millis -> millis != 0)
              .map(Instant::ofEpochMilli),
          record.getJunk());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoreException("damaged queue record of item %d of %s".formatted(number, id), e);
    }
  }

  private static Waiting waiting(QueuedRecipientRecord record) {
    return new Waiting(
        new Recipient(
            EmailAddress.of(record.getAddress()),
            Notify.parse(record.getNotify()).orElseThrow(IllegalArgumentException::new),
            OriginalRecipient.parse(record.getOriginal())),
        record.hasLastReply()
            ? Optional.of(
                new Said(
                    record.getLastHost(),
                    new Reply(
                        record.getLastReply().getCode(),
                        record.getLastReply().getStatus(),
                        record.getLastReply().getLinesList())))
            : Optional.empty());
  }

  /** Recipients in portions of which each fits an item, replies to come included. */
  static List<List<Recipient>> portions(List<Recipient> recipients, int most) {
    List<List<Recipient>> out = new ArrayList<>();
    List<Recipient> portion = new ArrayList<>();
    int used = 0;
    for (Recipient recipient : recipients) {
      // A last host is at most a domain name long.
      int needs =
          octets(recipient.toString()) + OriginalRecipient.OCTETS_MAX / 4 + REPLY_OCTETS_MAX + 300;
      if (!portion.isEmpty() && (portion.size() == most || used + needs > ITEM_OCTETS_MAX)) {
        out.add(List.copyOf(portion));
        portion.clear();
        used = 0;
      }
      portion.add(recipient);
      used += needs;
    }
    if (!portion.isEmpty()) {
      out.add(List.copyOf(portion));
    }
    return out;
  }
}
