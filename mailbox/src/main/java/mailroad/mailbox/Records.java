package mailroad.mailbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import mailroad.records.LogRecord;
import mailroad.records.MessageRecord;
import mailroad.records.NameRecord;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.Key;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Turns what stands in the store into values, and back. */
final class Records {
  /** Reads one kind of record. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(byte[] bytes) throws InvalidProtocolBufferException;
  }

  private Records() {}

  static <T> T parse(Key key, Store.Value value, Parser<T> parser) throws StoreException {
    try {
      return parser.parse(value.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new StoreException("the record at " + key + " is damaged", e);
    }
  }

  static MessageRecord message(Store.Entry entry) throws StoreException {
    return parse(entry.key(), entry.value(), MessageRecord::parseFrom);
  }

  static LogRecord log(Store.Entry entry) throws StoreException {
    return parse(entry.key(), entry.value(), LogRecord::parseFrom);
  }

  static NameRecord name(Store.Entry entry) throws StoreException {
    return parse(entry.key(), entry.value(), NameRecord::parseFrom);
  }

  static Message message(long uid, MessageRecord record) {
    return new Message(
        uid,
        record.getModseq(),
        flags(record),
        Instant.ofEpochMilli(record.getInternalMillis()),
        record.getOctets());
  }

  static Flags flags(MessageRecord record) {
    return Flags.of(record.getFlags(), record.getKeywordsList());
  }

  /** The record with other flags, and without its modseq, which the commit adds. */
  static MessageRecord withFlags(MessageRecord record, Flags flags) {
    return record.toBuilder()
        .clearModseq()
        .setFlags(flags.bits())
        .clearKeywords()
        .addAllKeywords(flags.keywords())
        .build();
  }

  /** The record of a message that comes into a mailbox now. */
  static MessageRecord saved(MessageRecord record, Instant now) {
    return record.toBuilder().setSavedMillis(now.toEpochMilli()).build();
  }

  static Origin origin(MessageRecord record) {
    Optional<Instant> saved =
        record.getSavedMillis() == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(record.getSavedMillis()));
    Optional<String> thread =
        record.hasThread()
            ? Optional.of("T" + HexFormat.of().toHexDigits(record.getThread()))
            : Optional.empty();
    return new Origin("M" + HexFormat.of().formatHex(identity(record), 0, 16), thread, saved);
  }

  /** The record of a message in its thread, or in one of its own. */
  static MessageRecord placed(MessageRecord record, Optional<Long> thread) {
    long alone = thread.orElseGet(() -> ByteBuffer.wrap(identity(record)).getLong());
    return record.toBuilder().setThread(alone).build();
  }

  /** The same for all copies, since these share the octets: RFC 8474 section 5.1. */
  private static byte[] identity(MessageRecord record) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(record.getBlob().toByteArray());
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(record.getBlobFrom()).array());
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(record.getOctets()).array());
      digest.update(record.getHead().toByteArray());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A message that comes, with these flags. */
  static MessageRecord of(Draft draft, Flags flags) {
    return MessageRecord.newBuilder()
        .setFlags(flags.bits())
        .addAllKeywords(flags.keywords())
        .setInternalMillis(draft.internalDate().toEpochMilli())
        .setHead(ByteString.copyFrom(draft.head()))
        .setBlob(ByteString.copyFrom(HexFormat.of().parseHex(draft.blob().value())))
        .setBlobFrom(draft.blobFrom())
        .setOctets(draft.octets())
        .build();
  }

  static BlobId blob(MessageRecord record) {
    return new BlobId(HexFormat.of().formatHex(record.getBlob().toByteArray()));
  }

  static Content content(Blobs blobs, MessageRecord record) {
    return new Content(
        blobs,
        record.getHead().toByteArray(),
        blob(record),
        record.getBlobFrom(),
        record.getOctets());
  }
}
