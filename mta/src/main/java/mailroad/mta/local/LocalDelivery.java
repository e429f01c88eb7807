package mailroad.mta.local;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.StoreException;

/** The mailboxes here, as the transfer of mail sees them. Any number of tasks may call at once. */
public interface LocalDelivery {
  /** Whether mail for this domain ends here. Does not block. */
  boolean isLocal(Domain domain);

  /**
   * Where mail for a recipient of a local domain goes. Asked at RCPT, and again when the message is whole.
   *
   * @param recipient of a local domain; {@code postmaster} must exist there (RFC 5321 section 4.5.1)
   * @param octets size of the message; 0 while it is not known
   * @throws StoreException if the machine failed
   */
  Lookup lookup(EmailAddress recipient, long octets) throws StoreException;

  /**
   * Whose mailbox a recipient's mail goes into; empty where it goes to none here, or to those behind an alias.
   *
   * @throws StoreException if the machine failed
   */
  default Optional<EmailAddress> owner(EmailAddress recipient) throws StoreException {
    if (!isLocal(recipient.domain())) {
      return Optional.empty();
    }
    return switch (lookup(recipient, 0)) {
      case Lookup.ToAccount(var account, _, _) -> Optional.of(account);
      case Lookup.Full(var account, _) -> Optional.of(account);
      case Lookup.Forward _, Lookup.Unknown _ -> Optional.empty();
    };
  }

  /**
   * Puts a message into a mailbox, as part of the batch that accepts it: adds to the batch all that is
   * needed, references to the blob and assertions included. Where an assertion does not hold at the commit,
   * the caller looks up and files again in a new batch.
   *
   * @param recipient as addressed; its subaddress may choose the mailbox
   * @param to what {@link #lookup} said of this recipient, a moment ago
   */
  Filing file(Batch batch, Arrival arrival, EmailAddress recipient, Lookup.ToAccount to)
      throws StoreException;

  /** Where mail for a recipient goes, and the alias, account or rule that says so. */
  sealed interface Lookup {
    /** What decided. */
    Why why();

    /**
     * Into an account here.
     *
     * @param place what whoever said so knows besides, so that it need not be found out again when the message is filed
     */
    record ToAccount(EmailAddress account, Why why, Place place) implements Lookup {
      /** Into an account of which no more is known. */
      public ToAccount(EmailAddress account, Why why) {
        this(account, why, Place.UNSAID);
      }
    }

    /** On to others, here or elsewhere, which are looked up in their turn. */
    record Forward(List<EmailAddress> to, Why why) implements Lookup {
      /** The record's list does not change. */
      public Forward {
        to = List.copyOf(to);
      }
    }

    /** Nobody: 550 5.1.1. */
    record Unknown(Why why) implements Lookup {}

    /** Somebody whose mailbox takes nothing now for want of room. */
    record Full(EmailAddress account, Why why) implements Lookup {}
  }

  /** Where in an account, in the words of who answered. */
  interface Place {
    /** It is to be found out. */
    Place UNSAID = new Place() {};
  }

  /**
   * A message to be filed.
   *
   * @param sender for the Return-Path field (RFC 5321 section 4.4)
   * @param blob our trace fields and the content; the Return-Path field is final delivery's to add
   * @param octets size of the blob
   * @param arrived when it was accepted
   * @param bringsReturnPath whether its header section may have Return-Path fields, which final delivery has to
   *     leave out
   * @param junk whether it is for the account's mailbox for junk
   */
  record Arrival(
      ReversePath sender,
      BlobId blob,
      long octets,
      Instant arrived,
      boolean bringsReturnPath,
      boolean junk) {}

  /**
   * Where a message will be.
   *
   * @param mailbox its name
   * @param uid the slot for the UID that the commit makes
   */
  record Filing(String mailbox, Batch.Slot uid) {}
}
