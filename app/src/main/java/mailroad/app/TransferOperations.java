package mailroad.app;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Channel;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Operations;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Appended;
import mailroad.mailbox.Content;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Draft;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Listed;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Message;
import mailroad.mailbox.Outcome;
import mailroad.mailbox.SpecialUse;
import mailroad.store.StoreException;
import mailroad.transfer.FlagWords;
import tools.jackson.databind.JsonNode;

/**
 * Carries mail of an account in and out, as conversations.
 *
 * <p>{@code import}: the other side says {@code mailbox}, {@code marks}, {@code message} with its octets behind it, {@code
 * commit} and {@code end}. Messages stand in their mailbox when {@code commit} is answered, each in one batch with its mark,
 * so that a run that breaks anywhere can be repeated. {@code export}: this side says {@code mailbox}, {@code message} with
 * its octets, and {@code end}.
 */
final class TransferOperations {
  private static final int CHUNK_OCTETS = 65_536;

  private final World world;
  private final Directory directory;
  private final MailStore mail;

  TransferOperations(World world, Directory directory, MailStore mail) {
    this.world = world;
    this.directory = directory;
    this.mail = mail;
  }

  void addTo(Operations operations) {
    operations.converse("import", this::take).converse("export", this::give);
  }

  private Mailboxes mailboxes(Arguments arguments) throws StoreException, AdminException {
    EmailAddress address = arguments.address("account");
    Optional<Account> account = directory.account(address);
    return mail.of(
        account.orElseThrow(() ->
            new AdminException(
                "there is no account %s; see: %s".formatted(address, Hint.of("account list")))));
  }

  private void take(Arguments arguments, Channel channel)
      throws StoreException, AdminException, IOException {
    Intake intake = new Intake(mailboxes(arguments), arguments.flag("again"));
    channel.send(Map.of("ready", true));
    while (true) {
      JsonNode line = channel.receive();
      if (line.has("mailbox")) {
        channel.send(Map.of("mailbox", intake.mailbox(line)));
      } else if (line.has("marks")) {
        channel.send(Map.of("known", intake.known(new Arguments(line).texts("marks"))));
      } else if (line.has("message")) {
        intake.message(line.path("message"), channel);
      } else if (line.has("commit")) {
        channel.send(Map.of("stored", intake.commit()));
      } else {
        channel.send(Map.of("end", true));
        return;
      }
    }
  }

  /** What one import has in hand. */
  private final class Intake {
    private final Mailboxes mailboxes;
    private final boolean again;
    private final Map<MailboxName, Mailbox> open = new LinkedHashMap<>();
    private final Map<MailboxName, List<Marked>> waiting = new LinkedHashMap<>();

    Intake(Mailboxes mailboxes, boolean again) {
      this.mailboxes = mailboxes;
      this.again = again;
    }

    private record Marked(Draft draft, String mark) {}

    /** The mailbox that a name and a use stand for here; made if it is not there, unless this is only a rehearsal. */
    String mailbox(JsonNode line) throws StoreException, AdminException {
      MailboxName name = name(line.path("mailbox").asString(""));
      Optional<SpecialUse> use = SpecialUse.parse(line.path("use").asString(""));
      for (Listed listed : mailboxes.list()) {
        boolean same = listed.name().equals(name) && listed.kind() == Listed.Kind.SELECTABLE;
        if (same || use.isPresent() && listed.specialUse().equals(use)) {
          return listed.name().toString();
        }
      }
      if (!line.path("dry").asBoolean(false)) {
        make(name, use);
      }
      return name.toString();
    }

    private void make(MailboxName name, Optional<SpecialUse> use)
        throws StoreException, AdminException {
      if (mailboxes.create(name, use)
          instanceof Outcome.Refused<Mailbox>(Outcome.Refusal refusal)) {
        throw new AdminException("mailbox %s cannot be made: %s".formatted(name, refusal.text()));
      }
      mailboxes.subscribe(name);
    }

    Set<String> known(List<String> marks) throws StoreException {
      return again ? Set.of() : mailboxes.known(marks);
    }

    void message(JsonNode said, Channel channel)
        throws StoreException, AdminException, IOException {
      MailboxName name = name(said.path("mailbox").asString(""));
      try (Drafting drafting = mailboxes.draft()) {
        for (long left = said.path("octets").asLong(0); left > 0; ) {
          byte[] some = channel.octets((int) Math.min(left, CHUNK_OCTETS));
          drafting.write(some, 0, some.length);
          left -= some.length;
        }
        Draft draft =
            drafting.finish(
                FlagWords.of(new Arguments(said).texts("flags")),
                date(said.path("date").asString("")));
        waiting
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(new Marked(draft, said.path("mark").asString("")));
      }
    }

    private Instant date(String text) throws AdminException {
      try {
        return text.isEmpty() ? world.now() : Instant.parse(text);
      } catch (DateTimeException e) {
        throw new AdminException("not a date: " + mailroad.kernel.Text.visible(text));
      }
    }

    /** Puts what waits into the mailboxes; how many that were. */
    int commit() throws StoreException, AdminException {
      int stored = 0;
      for (Map.Entry<MailboxName, List<Marked>> entry : waiting.entrySet()) {
        stored += commit(entry.getKey(), entry.getValue());
      }
      waiting.clear();
      return stored;
    }

    private int commit(MailboxName name, List<Marked> all) throws StoreException, AdminException {
      Mailbox mailbox = open(name);
      int stored = 0;
      for (int from = 0; from < all.size(); from += Mailbox.APPENDED_MAX) {
        int to = Math.min(all.size(), from + Mailbox.APPENDED_MAX);
        stored += append(mailbox, all.subList(from, to));
      }
      return stored;
    }

    private int append(Mailbox mailbox, List<Marked> some) throws StoreException, AdminException {
      List<Marked> fresh = new ArrayList<>(some);
      while (!fresh.isEmpty()) {
        List<Draft> drafts = fresh.stream().map(Marked::draft).toList();
        Optional<Appended> appended =
            again
                ? Optional.of(mailbox.append(drafts))
                : mailbox.appendMarked(drafts, fresh.stream().map(Marked::mark).toList());
        if (appended.isPresent()) {
          return count(mailbox, appended.get());
        }
        Set<String> known = mailboxes.known(fresh.stream().map(Marked::mark).toList());
        fresh.removeIf(marked -> known.contains(marked.mark()));
      }
      return 0;
    }

    private int count(Mailbox mailbox, Appended appended) throws AdminException {
      return switch (appended) {
        case Appended.Done(_, var uids) -> uids.size();
        case Appended.OverQuota() ->
            throw new AdminException(
                "the account's quota has no room for more; what came until now is there");
        case Appended.Gone() ->
            throw new AdminException("mailbox %s was deleted meanwhile".formatted(mailbox.name()));
      };
    }

    private Mailbox open(MailboxName name) throws StoreException, AdminException {
      Mailbox known = open.get(name);
      if (known == null) {
        known =
            mailboxes
                .open(name)
                .orElseThrow(() -> new AdminException("there is no mailbox " + name));
        open.put(name, known);
      }
      return known;
    }
  }

  private static MailboxName name(String text) throws AdminException {
    return MailboxName.parse(text)
        .orElseThrow(() ->
            new AdminException(
                "no mailbox can have this name: " + mailroad.kernel.Text.visible(text)));
  }

  private void give(Arguments arguments, Channel channel)
      throws StoreException, AdminException, IOException {
    Mailboxes mailboxes = mailboxes(arguments);
    List<Mailbox> wanted = new ArrayList<>();
    long messages = 0;
    long octets = 0;
    for (Mailbox mailbox : wanted(mailboxes, arguments.texts("mailboxes"))) {
      wanted.add(mailbox);
      messages += mailbox.status().messages();
      octets += mailbox.status().octets();
    }
    channel.send(Map.of("messages", messages, "octets", octets));
    for (Mailbox mailbox : wanted) {
      channel.send(Map.of("mailbox", mailbox.name().toString()));
      for (Message message : mailbox.snapshot().messages()) {
        Optional<Content> content = mailbox.content(message.uid());
        if (content.isPresent()) {
          give(message, content.get(), channel);
        }
      }
    }
    channel.send(Map.of("end", true));
    channel.flush();
  }

  private static List<Mailbox> wanted(Mailboxes mailboxes, List<String> names)
      throws StoreException, AdminException {
    List<Mailbox> wanted = new ArrayList<>();
    if (names.isEmpty()) {
      for (Listed listed : mailboxes.list()) {
        mailboxes.open(listed.name()).ifPresent(wanted::add);
      }
    }
    for (String name : names) {
      wanted.add(
          mailboxes
              .open(name(name))
              .orElseThrow(() -> new AdminException("there is no mailbox " + name)));
    }
    return wanted;
  }

  private static void give(Message message, Content content, Channel channel)
      throws StoreException, IOException {
    channel.send(
        Map.of(
            "message",
            Map.of(
                "uid", message.uid(),
                "flags", message.flags().atoms(),
                "date", message.internalDate().toString(),
                "octets", content.octets())));
    byte[] chunk = new byte[(int) Math.min(CHUNK_OCTETS, content.octets())];
    for (long at = 0; at < content.octets(); ) {
      int n = content.read(at, chunk, 0, chunk.length);
      channel.send(chunk, 0, n);
      at += n;
    }
  }
}
