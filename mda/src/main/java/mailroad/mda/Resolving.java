package mailroad.mda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.mailbox.Account;
import mailroad.mailbox.Alias;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Usage;
import mailroad.store.StoreException;

/**
 * Decides what becomes of a recipient: nothing but the answers of {@link Addresses} and the configuration count.
 *
 * <p>In this order: the account of this address; its alias; without its tag, account or alias ({@code user+tag});
 * postmaster; the catch-all of the domain. Aliases are followed to their ends, which are accounts here and addresses
 * elsewhere; an alias that leads back to where it came from is passed over, and the explanation says so.
 */
public final class Resolving {
  private final Addresses addresses;
  private final MdaConfig config;

  /** Decides over these addresses. */
  public Resolving(Addresses addresses, MdaConfig config) {
    this.addresses = addresses;
    this.config = config;
  }

  /**
   * Decides.
   *
   * @param octets size of the message, 0 if it is not known yet
   */
  public Resolution resolve(EmailAddress recipient, long octets) throws StoreException {
    if (!addresses.isLocal(recipient.domain())) {
      return new Resolution.NotLocal(new Why(recipient.domain() + " is not a local domain"));
    }
    List<Why> steps = new ArrayList<>();
    return resolution(recipient, step(recipient, steps), octets, steps);
  }

  /**
   * Decides for a recipient that the caller knows to end here: as {@link #resolve}, but postmaster at our host name, which
   * need not be a local domain, is there too (RFC 5321 section 4.5.1).
   */
  public Resolution resolveHere(EmailAddress recipient, long octets) throws StoreException {
    if (addresses.isLocal(recipient.domain()) || !isPostmaster(recipient)) {
      return resolve(recipient, octets);
    }
    List<Why> steps = new ArrayList<>();
    return resolution(recipient, postmaster(recipient, steps), octets, steps);
  }

  private Resolution resolution(EmailAddress recipient, Step step, long octets, List<Why> steps)
      throws StoreException {
    return switch (step) {
      case Step.Here(Account account, MailboxName mailbox) ->
          toAccount(account, recipient, mailbox, octets, steps);
      case Step.Others others -> expand(recipient, others, octets, steps);
      case Step.Nobody() ->
          new Resolution.Unknown(new Why("nobody has the address " + recipient, steps));
    };
  }

  /** What one address means, no alias followed. */
  sealed interface Step {
    /** An account has it. */
    record Here(Account account, MailboxName mailbox) implements Step {}

    /** It stands for others. */
    record Others(List<EmailAddress> targets) implements Step {}

    /** Nobody has it. */
    record Nobody() implements Step {}
  }

  Step step(EmailAddress address, List<Why> why) throws StoreException {
    Step exact = exact(address, MailboxName.INBOX, why);
    if (!(exact instanceof Step.Nobody)) {
      return exact;
    }
    Step tagged = subaddress(address, why);
    if (!(tagged instanceof Step.Nobody)) {
      return tagged;
    }
    if (isPostmaster(address)) {
      Step postmaster = postmaster(address, why);
      if (!(postmaster instanceof Step.Nobody)) {
        return postmaster;
      }
    }
    return catchAll(address, why);
  }

  private Step exact(EmailAddress address, MailboxName mailbox, List<Why> why)
      throws StoreException {
    Optional<Account> account = addresses.account(address);
    if (account.isPresent()) {
      why.add(new Why(address + " is an account", "account " + account.get().address()));
      return new Step.Here(account.get(), mailbox);
    }
    Optional<Alias> alias = addresses.alias(address);
    if (alias.isPresent()) {
      why.add(new Why(address + " is an alias", text(alias.get())));
      return new Step.Others(alias.get().targets());
    }
    why.add(new Why(address + " is neither account nor alias"));
    return new Step.Nobody();
  }

  /** RFC 5233: what is left of the first separator is the user, what is right of it the detail. */
  private Step subaddress(EmailAddress address, List<Why> why) throws StoreException {
    String local = address.localPart();
    int at = 1;
    while (at < local.length() && config.separators().indexOf(local.charAt(at)) < 0) {
      at++;
    }
    if (at >= local.length()) {
      return new Step.Nobody();
    }
    EmailAddress user = new EmailAddress(local.substring(0, at), address.domain());
    String tag = local.substring(at + 1);
    Step step = exact(user, MailboxName.INBOX, why);
    return step instanceof Step.Here(Account account, MailboxName _)
        ? new Step.Here(account, mailboxFor(account, tag, why))
        : step;
  }

  private static boolean isPostmaster(EmailAddress address) {
    return address.localPart().equalsIgnoreCase("postmaster");
  }

  private MailboxName mailboxFor(Account account, String tag, List<Why> why) throws StoreException {
    Optional<MailboxName> named =
        config.tagMailboxes() && !tag.isEmpty()
            ? addresses.mailboxNamed(account, tag)
            : Optional.empty();
    why.add(
        named
            .map(name -> new Why("the tag names the mailbox " + name))
            .orElseGet(() -> new Why("the tag \"" + tag + "\" names no mailbox: INBOX")));
    return named.orElse(MailboxName.INBOX);
  }

  /** RFC 5321 section 4.5.1: always taken, in any case. */
  private Step postmaster(EmailAddress address, List<Why> why) throws StoreException {
    if (!config.postmaster().isEmpty()) {
      EmailAddress target = EmailAddress.of(config.postmaster());
      why.add(new Why("postmaster is " + target, "mda.postmaster"));
      return new Step.Others(List.of(target));
    }
    Optional<Account> first = addresses.firstAccount(address.domain());
    if (first.isEmpty()) {
      why.add(new Why("there is no account that could be postmaster"));
      return new Step.Nobody();
    }
    why.add(
        new Why(
            "postmaster goes to the first account, "
                + first.get().address()
                + ": neither account nor alias has the name",
            "RFC 5321 section 4.5.1"));
    return new Step.Here(first.get(), MailboxName.INBOX);
  }

  private Step catchAll(EmailAddress address, List<Why> why) throws StoreException {
    Optional<Alias> all = addresses.catchAll(address.domain());
    if (all.isEmpty()) {
      why.add(new Why(address.domain() + " has no catch-all"));
      return new Step.Nobody();
    }
    why.add(new Why("the catch-all takes " + address, text(all.get())));
    return new Step.Others(all.get().targets());
  }

  private Resolution expand(
      EmailAddress recipient, Step.Others others, long octets, List<Why> steps)
      throws StoreException {
    Expansion expansion = new Expansion(this, addresses, config, recipient);
    expansion.follow(others.targets(), steps);
    if (expansion.isTooMany()) {
      String bound = "it becomes more than " + config.aliasTargetsMax() + " addresses";
      steps.add(new Why(bound, "mda.alias-targets-max"));
      return new Resolution.Unknown(new Why(recipient + " cannot be expanded", steps));
    }
    if (!expansion.reachesSomebody()) {
      return new Resolution.Unknown(new Why(recipient + " leads to nobody", steps));
    }
    Optional<Step.Here> only = expansion.onlyAccount();
    return only.isPresent()
        ? toAccount(only.get().account(), recipient, only.get().mailbox(), octets, steps)
        : new Resolution.Forward(
            expansion.ends(), new Why(recipient + " stands for others", steps));
  }

  private Resolution toAccount(
      Account account, EmailAddress recipient, MailboxName mailbox, long octets, List<Why> steps)
      throws StoreException {
    String finding = "%s goes into %s of %s".formatted(recipient, mailbox, account.address());
    Why why = new Why(finding, steps);
    Resolution.ToAccount to = new Resolution.ToAccount(account, recipient, mailbox, why);
    Usage usage = addresses.usage(account);
    return usage.fits(octets) ? to : new Resolution.Full(to, noRoom(to, usage, octets));
  }

  private static Why noRoom(Resolution.ToAccount to, Usage usage, long octets) {
    String used =
        "it uses %d of %d octets and %d of %d messages; this message has %d octets"
            .formatted(
                usage.octets(), usage.octetsMax(), usage.messages(), usage.messagesMax(), octets);
    return new Why(to.account().address() + " has no room", List.of(to.why(), new Why(used)));
  }

  private static String text(Alias alias) {
    int shown = Math.min(5, alias.targets().size());
    List<String> targets =
        alias.targets().subList(0, shown).stream().map(EmailAddress::toString).toList();
    String more = alias.targets().size() > shown ? ", ..." : "";
    return "alias " + alias.name() + " -> " + String.join(", ", targets) + more;
  }
}
