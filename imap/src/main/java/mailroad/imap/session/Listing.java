package mailroad.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mailroad.imap.command.Lsub;
import mailroad.imap.syntax.MailboxPattern;
import mailroad.mailbox.Listed;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Right;
import mailroad.store.StoreException;

/**
 * LIST and LSUB: RFC 3501 section 6.3.8 and RFC 3501 section 6.3.9, with what RFC 5258 and RFC 5819 add. Which names are told
 * is decided in {@link Selection}.
 */
final class Listing {
  private final Mailboxes mailboxes;
  private final Responses out;

  Listing(Mailboxes mailboxes, Responses out) {
    this.mailboxes = mailboxes;
    this.out = out;
  }

  Completion list(mailroad.imap.command.List command) throws IOException, StoreException {
    if (!command.isExtended() && command.patterns().getFirst().isEmpty()) {
      out.untagged("LIST (\\Noselect) \"/\" \"\""); // the separator alone is asked for
      return Completion.ok("That is the separator");
    }
    Optional<List<MailboxPattern>> patterns = patterns(command.reference(), command.patterns());
    if (patterns.isEmpty()) {
      return Completion.no("[LIMIT] The patterns are too long");
    }
    List<MailboxName> subscribed = mailboxes.subscriptions();
    List<Listed> all = new ArrayList<>(mailboxes.list());
    if (asksForOthers(command, patterns.get(), subscribed)) {
      all.addAll(mailboxes.listOthers());
    }
    Selection selection = new Selection(all, subscribed, command, patterns.get());
    for (Selection.Found found : selection.found()) {
      tell("LIST", found.attributes(), found.name(), found.extended());
      tellMore(found, command.returns());
    }
    return Completion.ok("That is all");
  }

  /** What can match at all; empty if they are longer together than one may be, which would take its time (A21). */
  private Optional<List<MailboxPattern>> patterns(String reference, List<String> texts) {
    List<MailboxPattern> patterns = new ArrayList<>();
    int length = 0;
    for (String text : texts) {
      Optional<MailboxPattern> pattern = MailboxPattern.parse(reference, text, out.names());
      pattern.ifPresent(patterns::add);
      length += pattern.map(MailboxPattern::length).orElse(0);
    }
    return length > MailboxPattern.LENGTH_MAX ? Optional.empty() : Optional.of(patterns);
  }

  /**
   * RFC 2342 section 5: names of others are told to those who ask for them by their beginning, as clients do that know
   * namespaces, and wherever they are subscribed to. All other lists stay as they are without sharing.
   */
  private static boolean asksForOthers(
      mailroad.imap.command.List command,
      List<MailboxPattern> patterns,
      List<MailboxName> subscribed) {
    return patterns.stream().anyMatch(pattern -> pattern.toString().startsWith("#"))
        || command.selects().contains(mailroad.imap.command.List.Select.SUBSCRIBED)
            && subscribed.stream().anyMatch(MailboxName::isForeign);
  }

  /** RFC 5819 section 2 and RFC 8440 section 3: only of what can be opened. */
  private void tellMore(Selection.Found found, mailroad.imap.command.List.Returns returns)
      throws IOException, StoreException {
    List<mailroad.imap.command.Status.Item> items = returns.status();
    boolean nothing = items.isEmpty() && !returns.myRights() && returns.metadata().isEmpty();
    if (nothing || !found.isSelectable()) {
      return;
    }
    Optional<Mailbox> mailbox = mailboxes.open(found.name());
    if (mailbox.isEmpty()) {
      return;
    }
    if (returns.myRights()) {
      Granting.tellMine(out, mailbox.get());
    }
    if (!returns.metadata().isEmpty()) {
      Annotating.tell(
          out, out.mailbox(found.name()), mailbox.get().annotations(), returns.metadata());
    }
    if (!items.isEmpty() && mailbox.get().rights().has(Right.READ)) {
      out.untagged(
          "STATUS "
              + out.mailbox(found.name())
              + " "
              + StatusText.items(mailbox.get(), items, out));
    }
  }

  /**
   * RFC 3501 section 6.3.9: a name that {@code %} stops short of is told as {@code \Noselect}, if something below it is
   * subscribed to.
   */
  Completion lsub(Lsub command) throws IOException, StoreException {
    Optional<MailboxPattern> pattern =
        MailboxPattern.parse(command.reference(), command.pattern(), out.names());
    if (pattern.isPresent()) {
      Set<MailboxName> subscribed = new HashSet<>(mailboxes.subscriptions());
      Map<MailboxName, List<String>> found = new TreeMap<>();
      for (MailboxName name : subscribed) {
        collect(name, pattern.get(), subscribed, found);
      }
      for (var entry : found.entrySet()) {
        tell("LSUB", entry.getValue(), entry.getKey(), "");
      }
    }
    return Completion.ok("That is all");
  }

  private static void collect(
      MailboxName name,
      MailboxPattern pattern,
      Set<MailboxName> subscribed,
      Map<MailboxName, List<String>> found) {
    if (pattern.matches(name.toString())) {
      found.put(name, List.of());
      return;
    }
    if (pattern.toString().endsWith("%")) {
      Optional<MailboxName> above = name.parent();
      while (above.isPresent()) {
        if (!subscribed.contains(above.get()) && pattern.matches(above.get().toString())) {
          found.put(above.get(), List.of("\\Noselect"));
        }
        above = above.get().parent();
      }
    }
  }

  private void tell(String response, List<String> attributes, MailboxName name, String extended)
      throws IOException {
    out.untagged(
        response + " (" + String.join(" ", attributes) + ") \"/\" " + out.mailbox(name) + extended);
  }
}
