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
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.store.StoreException;

/** LIST and LSUB: RFC 3501 section 6.3.8 and RFC 3501 section 6.3.9, with CHILDREN (RFC 3348) and SPECIAL-USE (RFC 6154). */
final class Listing {
  private final Mailboxes mailboxes;
  private final Responses out;

  Listing(Mailboxes mailboxes, Responses out) {
    this.mailboxes = mailboxes;
    this.out = out;
  }

  Completion list(mailroad.imap.command.List command) throws IOException, StoreException {
    if (command.pattern().isEmpty()) {
      out.untagged("LIST (\\Noselect) \"/\" \"\""); // the separator alone is asked for
      return Completion.ok("That is the separator");
    }
    Optional<MailboxPattern> pattern = MailboxPattern.parse(command.reference(), command.pattern());
    if (pattern.isPresent()) {
      for (Listed listed : mailboxes.list()) {
        if (pattern.get().matches(listed.name().toString())) {
          tell("LIST", attributes(listed), listed.name());
        }
      }
    }
    return Completion.ok("That is all");
  }

  private static List<String> attributes(Listed listed) {
    List<String> attributes = new ArrayList<>();
    if (listed.kind() == Listed.Kind.NOSELECT) {
      attributes.add("\\Noselect");
    }
    attributes.add(listed.hasChildren() ? "\\HasChildren" : "\\HasNoChildren");
    listed.specialUse().ifPresent(use -> attributes.add(use.attribute()));
    return attributes;
  }

  /**
   * RFC 3501 section 6.3.9: a name that {@code %} stops short of is told as {@code \Noselect}, if something below it is
   * subscribed to.
   */
  Completion lsub(Lsub command) throws IOException, StoreException {
    Optional<MailboxPattern> pattern = MailboxPattern.parse(command.reference(), command.pattern());
    if (pattern.isPresent()) {
      Set<MailboxName> subscribed = new HashSet<>(mailboxes.subscriptions());
      Map<MailboxName, List<String>> found = new TreeMap<>();
      for (MailboxName name : subscribed) {
        collect(name, pattern.get(), subscribed, found);
      }
      for (var entry : found.entrySet()) {
        tell("LSUB", entry.getValue(), entry.getKey());
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

  private void tell(String response, List<String> attributes, MailboxName name) throws IOException {
    out.untagged(response + " (" + String.join(" ", attributes) + ") \"/\" " + out.mailbox(name));
  }
}
