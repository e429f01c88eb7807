package mailroad.imap.session;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.command.MultiSearch;
import mailroad.imap.command.Returns;
import mailroad.imap.command.SearchKey;
import mailroad.imap.command.SearchSources.Below;
import mailroad.imap.command.SearchSources.Source;
import mailroad.mailbox.Listed;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Right;
import mailroad.store.StoreException;

/**
 * ESEARCH through many mailboxes: RFC 7377. Each is looked at as of the moment when it is its turn; mailboxes in which nothing
 * is found are not told of. Used by one session's task, for one command.
 */
final class MultiSearching {
  private final Mailboxes mailboxes;
  private final Optional<View> selected;
  private final Responses out;
  private final Searching.Asking asking;

  /**
   * A search.
   *
   * @param selected the mailbox that is selected, if one is
   */
  MultiSearching(
      Mailboxes mailboxes, Optional<View> selected, Responses out, Searching.Asking asking) {
    this.mailboxes = mailboxes;
    this.selected = selected;
    this.out = out;
    this.asking = asking;
  }

  Completion search(MultiSearch command) throws IOException, StoreException {
    if (command.key().isEmpty()) {
      return Searching.unknownCharset();
    }
    boolean onlySelected =
        command.in().all().stream().allMatch(source -> source instanceof Source.Selected);
    if (selected.isEmpty()
        && command.in().all().stream().anyMatch(source -> source instanceof Source.Selected)) {
      return Completion.bad("Select a mailbox first, or say IN which to search");
    }
    if (command.returns().has(Returns.Option.SAVE) && !onlySelected) {
      return Completion.bad("$ is for messages of the selected mailbox");
    }
    if (command.returns().has(Returns.Option.UPDATE)) {
      out.untagged(
          "NO [NOUPDATE "
              + Responses.string(asking.tag())
              + "] Results of many mailboxes are not kept up to date");
    }
    for (MailboxName name : names(command.in().all())) {
      Optional<Mailbox> mailbox = mailboxes.open(name);
      // RFC 4314 section 4: who may not read a mailbox learns nothing of what is in it.
      if (mailbox.isPresent() && mailbox.get().rights().has(Right.READ)) {
        tell(command, view(mailbox.get()));
      }
    }
    return Completion.ok("Searched");
  }

  private View view(Mailbox mailbox) throws StoreException {
    boolean isSelected =
        selected.filter(v -> v.mailbox().uidValidity() == mailbox.uidValidity()).isPresent();
    return isSelected ? selected.get() : View.of(mailbox, true, asking.enabled());
  }

  private void tell(MultiSearch command, View view) throws IOException, StoreException {
    SearchKey key = command.key().orElseThrow();
    Found found = new Searching(view, out, asking).find(key);
    SearchReply reply = new SearchReply(command.returns(), found, uid -> uid, key.asksForModSeqs());
    if (command.returns().has(Returns.Option.SAVE)) {
      view.save(reply.saved());
    }
    if (!found.uids().isEmpty() && reply.tellsAnything()) {
      out.untagged(
          "ESEARCH (TAG "
              + Responses.string(asking.tag())
              + " MAILBOX "
              + out.mailbox(view.mailbox().name())
              + " UIDVALIDITY "
              + view.mailbox().uidValidity()
              + ") UID"
              + reply.items());
    }
  }

  /** The mailboxes of all sources, each once. */
  private Set<MailboxName> names(List<Source> sources) throws StoreException {
    List<Listed> all = mailboxes.list();
    Set<MailboxName> names = new LinkedHashSet<>();
    for (Source source : sources) {
      switch (source) {
        case Source.Selected() -> names.add(selected.orElseThrow().mailbox().name());
        case Source.Inboxes() -> names.add(MailboxName.INBOX);
        case Source.Personal() -> all.forEach(listed -> names.add(listed.name()));
        case Source.Subscribed() ->
            all.stream().filter(Listed::subscribed).forEach(listed -> names.add(listed.name()));
        case Source.Named(var below, var arguments) ->
            arguments.stream()
                .map(MailboxArgument::name)
                .flatMap(Optional::stream)
                .forEach(name -> addNamed(name, below, all, names));
      }
    }
    return names;
  }

  private static void addNamed(
      MailboxName name, Below below, List<Listed> all, Set<MailboxName> names) {
    names.add(name);
    if (below == Below.NONE) {
      return;
    }
    int depth = name.levels().size();
    for (Listed listed : all) {
      List<String> levels = listed.name().levels();
      boolean isBelow = levels.size() > depth && levels.subList(0, depth).equals(name.levels());
      if (isBelow && (below == Below.ALL || levels.size() == depth + 1)) {
        names.add(listed.name());
      }
    }
  }
}
