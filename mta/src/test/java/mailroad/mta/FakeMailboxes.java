package mailroad.mta;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.mta.local.LocalDelivery;
import mailroad.store.Batch;
import mailroad.store.BlobId;
import mailroad.store.Key;
import mailroad.store.Store;

/** Mailboxes for tests: each message is a key, so that what was filed shares the fate of its batch. */
public final class FakeMailboxes implements LocalDelivery {
  private static final Key BOX = Key.of("box");

  private final Set<Domain> domains = new HashSet<>();
  private final Map<EmailAddress, EmailAddress> accounts = new HashMap<>();
  private final Map<EmailAddress, List<EmailAddress>> forwards = new HashMap<>();
  private final Set<EmailAddress> full = new HashSet<>();

  public synchronized FakeMailboxes account(String address) {
    EmailAddress account = EmailAddress.of(address);
    domains.add(account.domain());
    accounts.put(account, account);
    return this;
  }

  public synchronized FakeMailboxes remove(String address) {
    accounts.remove(EmailAddress.of(address));
    return this;
  }

  public synchronized FakeMailboxes forward(String address, String... to) {
    EmailAddress from = EmailAddress.of(address);
    domains.add(from.domain());
    forwards.put(from, List.of(to).stream().map(EmailAddress::of).toList());
    return this;
  }

  public synchronized FakeMailboxes full(String address, boolean isFull) {
    if (isFull) {
      full.add(EmailAddress.of(address));
    } else {
      full.remove(EmailAddress.of(address));
    }
    return this;
  }

  @Override
  public synchronized boolean isLocal(Domain domain) {
    return domains.contains(domain);
  }

  @Override
  public synchronized Lookup lookup(EmailAddress recipient, long octets) {
    if (full.contains(recipient)) {
      return new Lookup.Full(recipient, new Why("full"));
    }
    if (forwards.containsKey(recipient)) {
      List<EmailAddress> to = forwards.get(recipient);
      return new Lookup.Forward(to, new Why(recipient + " is an alias", "alias " + recipient));
    }
    return accounts.containsKey(recipient)
        ? new Lookup.ToAccount(accounts.get(recipient), new Why("account"))
        : new Lookup.Unknown(new Why("nobody"));
  }

  @Override
  public Filing file(Batch batch, Arrival arrival, EmailAddress recipient, Lookup.ToAccount to) {
    String mailbox = arrival.junk() ? "Junk" : "INBOX";
    Batch.Slot uid = batch.addAndGet(Key.of("uid", to.account().toString()), 1);
    Key box = BOX.then(to.account().toString());
    batch.put(
        box.form(uid),
        mailroad.store.ValueForm.of(arrival.blob().value().getBytes(StandardCharsets.US_ASCII)));
    batch.reference(arrival.blob(), Key.of("box-reference", to.account().toString()).form(uid));
    return new Filing(mailbox, uid);
  }

  /** All messages of an account, oldest first. */
  public static List<String> messages(Store store, String account) throws Exception {
    List<String> out = new java.util.ArrayList<>();
    for (Store.Entry entry : store.range(Store.Range.under(BOX.then(account), 1000))) {
      BlobId blob = new BlobId(new String(entry.value().bytes(), StandardCharsets.US_ASCII));
      byte[] octets = new byte[(int) store.blobs().size(blob)];
      store.blobs().read(blob, 0, octets, 0, octets.length);
      out.add(new String(octets, StandardCharsets.UTF_8));
    }
    return out;
  }
}
