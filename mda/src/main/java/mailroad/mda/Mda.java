package mailroad.mda;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Account;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Draft;
import mailroad.mailbox.Filing;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.SpecialUse;
import mailroad.mime.Field;
import mailroad.mime.MimeLimits;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Store;
import mailroad.store.StoreException;

/** Local delivery. Any number of tasks may use it at once; all calls may block. */
public final class Mda {
  private final Store store;
  private final MailStore mail;
  private final Addresses addresses;
  private final Resolving resolving;
  private final ReturnPaths returnPaths;

  /** Local delivery into these mailboxes. */
  public Mda(Store store, Directory directory, MailStore mail, MdaConfig config) {
    this.store = store;
    this.mail = mail;
    this.addresses = new DirectoryAddresses(directory, mail);
    this.resolving = new Resolving(addresses, config);
    this.returnPaths = new ReturnPaths(store.blobs(), MimeLimits.DEFAULT);
  }

  /** Whether mail for the domain ends here. */
  public boolean isLocal(Domain domain) throws StoreException {
    return addresses.isLocal(domain);
  }

  /** What becomes of a recipient, whatever the size of the message. */
  public Resolution resolve(EmailAddress recipient) throws StoreException {
    return resolve(recipient, 0);
  }

  /**
   * What becomes of a recipient.
   *
   * @param octets size of the message, 0 if it is not known yet
   */
  public Resolution resolve(EmailAddress recipient, long octets) throws StoreException {
    return resolving.resolve(recipient, octets);
  }

  /** What becomes of a recipient that ends here for certain; see {@link Resolving#resolveHere}. */
  public Resolution resolveHere(EmailAddress recipient, long octets) throws StoreException {
    return resolving.resolveHere(recipient, octets);
  }

  /**
   * Adds to a batch what files a message. If the batch is refused because of it, which {@link Filing#isOverQuota} and
   * {@link Filing#isGone} tell, the recipient is to be resolved anew.
   *
   * @return what to ask for mailbox and UID once the batch is committed; empty if the account was removed meanwhile
   */
  public Optional<Filing> file(Batch batch, Resolution.ToAccount to, Delivered message)
      throws StoreException {
    Optional<Mailbox> mailbox = message.junk() ? junk(to) : mailbox(to);
    return mailbox.isEmpty()
        ? Optional.empty()
        : Optional.of(mailbox.get().deliver(batch, draft(to, message)));
  }

  /** The mailbox for junk, or where there is none, where the message would go anyway. */
  private Optional<Mailbox> junk(Resolution.ToAccount to) throws StoreException {
    Optional<Mailbox> junk = mail.of(to.account()).open(SpecialUse.JUNK);
    return junk.isPresent() ? junk : mailbox(to);
  }

  /** Deliveries that were refused find INBOX where their mailbox is gone. */
  private Optional<Mailbox> mailbox(Resolution.ToAccount to) throws StoreException {
    Account account = to.account();
    Mailboxes mailboxes = mail.of(account);
    Optional<Mailbox> mailbox = mailboxes.open(to.mailbox());
    return mailbox.isPresent() ? mailbox : mailboxes.open(MailboxName.INBOX);
  }

  /** RFC 5321 section 4.4: final delivery puts one Return-Path in front, and older ones go. */
  private Draft draft(Resolution.ToAccount to, Delivered message) throws StoreException {
    byte[] ours = fields(to, message);
    List<Field> old =
        message.bringsReturnPath() ? returnPaths.find(message.blob(), message.octets()) : List.of();
    if (old.isEmpty()) {
      return draft(ours, message.blob(), 0, message.octets(), message);
    }
    long end = old.getLast().to();
    if (end + ours.length > Draft.HEAD_OCTETS_MAX) {
      BlobId cleaned = returnPaths.copyWithout(old, message.blob(), message.octets());
      return draft(ours, cleaned, 0, store.blobs().size(cleaned), message);
    }
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(ours);
    head.writeBytes(returnPaths.before(end, old, message.blob()));
    return draft(head.toByteArray(), message.blob(), end, message.octets() - end, message);
  }

  private static Draft draft(
      byte[] head, BlobId blob, long blobFrom, long octetsFromBlob, Delivered message) {
    long octets = head.length + octetsFromBlob;
    return new Draft(head, blob, blobFrom, octets, Flags.NONE, message.arrived());
  }

  private static byte[] fields(Resolution.ToAccount to, Delivered message) {
    String fields =
        "Return-Path: %s\r\nDelivered-To: %s\r\n".formatted(message.sender(), to.recipient());
    return fields.getBytes(StandardCharsets.UTF_8);
  }
}
