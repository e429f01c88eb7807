package mailroad.mta.intake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.mime.Address;
import mailroad.mime.Addresses;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Lookup;
import mailroad.store.StoreException;

/** Which addresses an account may speak for: its own, those with a tag, and the aliases that lead to it. */
final class Ownership {
  private final LocalDelivery local;

  Ownership(LocalDelivery local) {
    this.local = local;
  }

  /** Whether mail for an address would reach the account: as its own, or as one of those behind an alias. */
  boolean belongs(EmailAddress login, EmailAddress address) throws StoreException {
    if (address.equals(login)) {
      return true;
    }
    if (!local.isLocal(address.domain())) {
      return false;
    }
    return switch (local.lookup(address, 0)) {
      case Lookup.ToAccount(var account, _, _) -> account.equals(login);
      case Lookup.Forward(var to, _) -> to.contains(login);
      case Lookup.Full _ -> sameMailbox(login, address);
      case Lookup.Unknown _ -> false;
    };
  }

  /** A full mailbox still sends. Its address may be written in another case, or with a tag. */
  private static boolean sameMailbox(EmailAddress login, EmailAddress address) {
    String name = address.localPart().toLowerCase(Locale.ROOT);
    String own = login.localPart().toLowerCase(Locale.ROOT);
    return address.domain().equals(login.domain())
        && (name.equals(own) || name.startsWith(own + "+"));
  }

  /**
   * Whether a message says that it is from its account: one of the authors is, or its sender, or who sent it again
   * (RFC 5322 sections 3.6.2 and 3.6.6). One that names nobody says nothing wrong.
   */
  boolean speaksFor(EmailAddress login, Header header) throws StoreException {
    List<String> who =
        header.count("Resent-From") > 0
            ? List.of("Resent-From", "Resent-Sender")
            : List.of("From", "Sender");
    boolean named = false;
    for (String field : who) {
      // Of several blocks of Resent fields the first is the newest; a second From is a trick.
      for (Field one : header.all(field).stream().limit(1).toList()) {
        for (Address address : Addresses.parse(one.value(), MimeLimits.DEFAULT)) {
          Optional<EmailAddress> mailbox = mailbox(address);
          named |= address instanceof Address.Mailbox;
          if (mailbox.isPresent() && belongs(login, mailbox.get())) {
            return header.count("From") <= 1;
          }
        }
      }
    }
    return !named && header.count("From") <= 1;
  }

  private static Optional<EmailAddress> mailbox(Address address) {
    return address instanceof Address.Mailbox(_, _, var localPart, var domain)
        ? EmailAddress.parse(quoted(localPart) + "@" + domain)
        : Optional.empty();
  }

  private static String quoted(String localPart) {
    return localPart.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\\-\\x{80}-\\x{10FFFF}]+")
        ? localPart
        : "\"" + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
