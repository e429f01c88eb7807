package mailroad.mta.relay;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.mta.relay.Answers.Kept;
import mailroad.mta.relay.Answers.Question;
import mailroad.mta.relay.Callout.Answer;
import mailroad.records.CalloutAnswerRecord;
import mailroad.store.Key;
import mailroad.store.StoreException;

/** Answers of next hops as they stand on disk, and back. What is silent is not written. */
final class AnswerRecords {
  static final Key ALL = Key.of("relay", "answer");

  /** Names that are longer are not kept: a key has its bound. */
  private static final int CHARS_MAX = 600;

  private AnswerRecords() {}

  /** A question with its answer. */
  record Pair(Question question, Kept kept) {}

  /** Where the answer to a question stands; empty where it stands nowhere. */
  static Optional<Key> key(Question question) {
    return question
        .recipient()
        .map(EmailAddress::toString)
        .filter(recipient -> question.hop().length() + recipient.length() <= CHARS_MAX)
        .map(recipient -> ALL.then(question.hop(), recipient));
  }

  static Optional<byte[]> write(Question question, Kept kept) {
    CalloutAnswerRecord.Builder record =
        CalloutAnswerRecord.newBuilder()
            .setHop(question.hop())
            .setRecipient(question.recipient().map(EmailAddress::toString).orElse(""))
            .setUntilMillis(kept.until().toEpochMilli());
    return switch (kept.answer()) {
      case Answer.Found(var host) -> Optional.of(record.setHost(host).build().toByteArray());
      case Answer.Missing(var host, var reply) ->
          Optional.of(
              record
                  .setHost(host)
                  .setCode(reply.code())
                  .setStatus(reply.status())
                  .addAllLines(reply.lines())
                  .build()
                  .toByteArray());
      case Answer.Silent _ -> Optional.empty();
    };
  }

  static Pair read(byte[] octets) throws StoreException {
    try {
      CalloutAnswerRecord record = CalloutAnswerRecord.parseFrom(octets);
      Answer answer =
          record.getCode() == 0
              ? new Answer.Found(record.getHost())
              : new Answer.Missing(
                  record.getHost(),
                  new Reply(record.getCode(), record.getStatus(), record.getLinesList()));
      return new Pair(
          new Question(record.getHop(), Optional.of(EmailAddress.of(record.getRecipient()))),
          new Kept(answer, Instant.ofEpochMilli(record.getUntilMillis())));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoreException("not an answer of a next hop", e);
    }
  }
}
