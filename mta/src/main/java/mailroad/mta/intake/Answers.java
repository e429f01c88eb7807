package mailroad.mta.intake;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.mta.local.LocalDelivery;
import mailroad.mta.local.LocalDelivery.Lookup;
import mailroad.mta.local.LocalReplies;
import mailroad.mta.routing.Choice.DomainClass;
import mailroad.mta.routing.Router;
import mailroad.smtp.Replies;
import mailroad.store.StoreException;

/** Answers VRFY and EXPN for who may know (RFC 5321 sections 3.5.1 to 3.5.3). */
final class Answers {
  private static final Reply NOT_READ = new Reply(553, "5.1.3", "That is not a mailbox");

  private final Router router;
  private final LocalDelivery local;
  private final Domain hostname;

  Answers(Router router, LocalDelivery local, Domain hostname) {
    this.router = router;
    this.local = local;
    this.hostname = hostname;
  }

  /** Whether there is such a mailbox. */
  Reply verify(String name) {
    return answer(name, false);
  }

  /** Who stands behind an alias. */
  Reply expand(String name) {
    return answer(name, true);
  }

  private Reply answer(String name, boolean members) {
    Optional<EmailAddress> address = address(name);
    if (address.isEmpty()) {
      return NOT_READ;
    }
    try {
      return answer(address.get(), members);
    } catch (StoreException e) {
      return Acceptance.trouble(e);
    }
  }

  private Reply answer(EmailAddress address, boolean members) throws StoreException {
    if (router.choose(new ReversePath.Nowhere(), address).domainClass() != DomainClass.LOCAL) {
      return Replies.CANNOT_VERIFY;
    }
    return switch (local.lookup(router.here(address), 0)) {
      case Lookup.Unknown _ -> LocalReplies.NOBODY;
      case Lookup.Forward(var to, _) when members -> said(to);
      case Lookup.Forward _, Lookup.ToAccount _, Lookup.Full _ -> said(List.of(address));
    };
  }

  private static Reply said(List<EmailAddress> addresses) {
    return new Reply(250, "2.1.5", addresses.stream().map(one -> "<" + one + ">").toList());
  }

  /** A mailbox with or without its brackets; without a domain it is one of this host. */
  private Optional<EmailAddress> address(String name) {
    String text =
        name.startsWith("<") && name.endsWith(">") ? name.substring(1, name.length() - 1) : name;
    return EmailAddress.parse(text).or(() -> EmailAddress.parse(text + "@" + hostname));
  }
}
