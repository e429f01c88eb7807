package mailroad.mta.intake;

import java.util.List;
import java.util.Optional;
import mailroad.journal.Journal;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.content.BlobOctets;
import mailroad.mta.gate.Seal;
import mailroad.smtp.Envelope;
import mailroad.smtp.Recipient;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Blobs;
import mailroad.store.StoreException;

/**
 * Takes over mail that nobody judges: messages that were kept and are let go, and letters that this server writes
 * itself. They are routed, filed and queued as all others are. Any number of tasks may use it; blocks.
 */
public final class Unjudged {
  private static final int MESSAGE_ID_CHARACTERS_MAX = 998;

  private final Blobs blobs;
  private final Acceptance acceptance;
  private final Sealing sealing;

  /** The way of mail that nobody judges. */
  public Unjudged(Blobs blobs, Acceptance acceptance, Seal seal) {
    this.blobs = blobs;
    this.acceptance = acceptance;
    this.sealing = new Sealing(blobs, seal);
  }

  /** What a message consists of. */
  public sealed interface Content {
    /** What lies in the store, as it is. */
    record Stored(BlobId blob, long octets) implements Content {}

    /** A letter of this server: it is made fit for seven bits, signed, and written to the store. Each line with its CRLF. */
    record Letter(Octets octets) implements Content {}
  }

  /**
   * A message that is to go on.
   *
   * @param source as the journey shows it
   * @param envelope with at least one recipient
   */
  public record Parcel(Event.Source source, Envelope envelope, Content content) {
    /** What was kept goes on, perhaps within a letter. */
    public static Parcel kept(
        QueueId from, String by, Optional<EmailAddress> login, Envelope envelope, Content content) {
      return new Parcel(new Event.Source.Kept(from, by, login), envelope, content);
    }

    /** A letter of this server. */
    public static Parcel letter(String by, Envelope envelope, Octets octets) {
      return new Parcel(new Event.Source.Local(by), envelope, new Content.Letter(octets));
    }
  }

  /** Takes a message out of where it was kept, in the very commit by which it goes on. */
  @FunctionalInterface
  public interface Withdrawal {
    /** Nothing is to be taken out. */
    Withdrawal NONE = (_, _, _, _) -> true;

    /**
     * Adds to the batch, assertions included; called again with another batch where they did not hold.
     *
     * @param as by which id the message goes on
     * @param to for whom it does
     * @return false if it is not there any more: then nothing happens
     */
    boolean withdraw(Batch batch, Journal.Draft draft, QueueId as, List<Recipient> to)
        throws StoreException;
  }

  /** What came of it. */
  public sealed interface Result {
    /**
     * Said for each recipient, in their order.
     *
     * @param as by which id the message goes on for those that are answered 250; empty if there are none
     */
    record Answered(Optional<QueueId> as, List<Recipient> recipients, List<Reply> replies)
        implements Result {
      /** The record's lists do not change. */
      public Answered {
        recipients = List.copyOf(recipients);
        replies = List.copyOf(replies);
      }

      /** Whether the message goes on for a recipient. */
      public boolean goesOn(int recipient) {
        return replies.get(recipient).kind() == Reply.Kind.DONE;
      }
    }

    /** It was not there any more. */
    record Gone() implements Result {}
  }

  /**
   * Has a message go on for those recipients whom it can reach: either all of that is in one commit, or nothing
   * happened.
   *
   * @throws StoreException if the machine failed; only then may it have gone on or not
   */
  public Result resume(Parcel parcel, Withdrawal withdrawal) throws StoreException {
    Letter letter = letter(parcel);
    Result result = acceptance.resume(letter, withdrawal);
    if (parcel.content() instanceof Content.Letter && !isTaken(result)) {
      blobs.forget(letter.blob());
    }
    return result;
  }

  private Letter letter(Parcel parcel) throws StoreException {
    return switch (parcel.content()) {
      case Content.Stored(var blob, var size) -> {
        Header header = Sealing.header(new BlobOctets(blobs, blob, size));
        yield letter(parcel, new Sealing.Written(blob, size, header));
      }
      case Content.Letter(var octets) -> {
        Header header = Sealing.header(octets);
        Optional<Sealing.Written> coded =
            sealing.coded(List.of(), octets, header, parcel.envelope().parameters().body());
        yield coded.isPresent()
            ? letter(parcel, coded.get()).asSevenBit()
            : letter(parcel, sealing.sealed(List.of(), octets, header));
      }
    };
  }

  private Letter letter(Parcel parcel, Sealing.Written written) {
    return new Letter(
        acceptance.ids().next(),
        parcel.envelope(),
        written.blob(),
        written.octets(),
        parcel.source(),
        messageId(written.header()),
        written.header());
  }

  private static String messageId(Header header) {
    String field = header.value("Message-ID").map(String::strip).orElse("");
    return field.substring(0, Math.min(field.length(), MESSAGE_ID_CHARACTERS_MAX));
  }

  private static boolean isTaken(Result result) {
    return result instanceof Result.Answered answered && answered.as().isPresent();
  }
}
