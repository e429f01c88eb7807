package mailroad.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.mta.queue.QueuedItem.Said;
import mailroad.mta.queue.QueuedItem.Waiting;
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
import mailroad.store.Batch;
import mailroad.store.BlobId;
import org.junit.jupiter.api.Test;

class QueueRecordsTest {
  private static final QueueId ID = new QueueId("01JC7K2M9XZ4T");
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00.123Z");

  private static QueuedMessage message(ReversePath sender, MailParameters parameters) {
    return new QueuedMessage(
        ID,
        sender,
        Optional.of(EmailAddress.of("anna@a.example")),
        parameters,
        new BlobId("0123456789abcdef0123456789abcdef"),
        612,
        new QueuedMessage.Times(AT, AT.plusSeconds(432_000), Optional.of(AT.plusSeconds(14_400))),
        true,
        List.of(0, 2),
        3,
        "<1@a.example>");
  }

  @Test
  void messagesAreReadAsTheyWereWritten() throws Exception {
    QueuedMessage full =
        message(
            ReversePath.of(EmailAddress.of("\"a b\"@a.example")),
            new MailParameters(
                OptionalLong.empty(),
                Body.BINARY,
                true,
                Optional.of(Return.HDRS),
                Optional.of("env+id"),
                Optional.empty(),
                new Handling(
                    Optional.of(new DeliverBy(-30, DeliverBy.Mode.NOTIFY, true)),
                    Optional.of(new FutureRelease.HoldUntil(AT.plusSeconds(60))),
                    -4,
                    TlsWish.REQUIRED)));
    QueuedMessage bare = message(new ReversePath.Nowhere(), MailParameters.NONE);
    assertThat(QueueRecords.message(ID, QueueRecords.write(full))).isEqualTo(full);
    assertThat(QueueRecords.message(ID, QueueRecords.write(bare))).isEqualTo(bare);
  }

  @Test
  void r30WishesAboutNoticesAreKept() throws Exception {
    Recipient recipient =
        new Recipient(
            EmailAddress.of("bücher@b.example"),
            new Notify.When(Set.of(Notify.Occasion.SUCCESS, Notify.Occasion.DELAY)),
            Optional.of(new OriginalRecipient("rfc822", "Bob+x@b.example")));
    QueuedItem item =
        new QueuedItem(
            4,
            "[mx.b.example]:26",
            List.of(
                new Waiting(
                    recipient,
                    Optional.of(new Said("mx", new Reply(451, "4.3.0", List.of("not", "now"))))),
                new Waiting(Recipient.of(EmailAddress.of("c@b.example")), Optional.empty())),
            3,
            AT,
            true,
            Optional.of(AT.plusSeconds(9)),
            true);
    assertThat(QueueRecords.item(ID, 4, QueueRecords.write(item))).isEqualTo(item);
  }

  @Test
  void anItemFitsAValueWhateverIsSaidOfItsRecipients() throws Exception {
    List<Recipient> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String local = "%04d".formatted(i) + "x".repeat(60);
      many.add(
          new Recipient(
              EmailAddress.of(local + "@" + "b".repeat(60) + "." + "c".repeat(60) + ".example"),
              new Notify.Unsaid(),
              Optional.of(new OriginalRecipient("rfc822", "+".repeat(150) + "@b.example"))));
    }
    Reply endless = new Reply(450, "4.0.0", java.util.Collections.nCopies(100, "ü".repeat(2000)));
    List<List<Recipient>> portions = QueueRecords.portions(many, 100);
    assertThat(portions.stream().mapToInt(List::size).sum()).isEqualTo(500);
    for (List<Recipient> portion : portions) {
      List<Waiting> waiting =
          portion.stream()
              .map(r -> new Waiting(r, Optional.of(new Said("m".repeat(250), endless))))
              .toList();
      byte[] octets =
          QueueRecords.write(
              new QueuedItem(0, "b", waiting, 1, AT, false, Optional.empty(), false));
      assertThat(octets).hasSizeLessThan(Batch.VALUE_OCTETS_MAX);
      assertThat(QueueRecords.item(ID, 0, octets).recipients()).hasSameSizeAs(portion);
    }
  }
}
