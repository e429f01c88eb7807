package mailroad.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import mailroad.imap.command.GetMetadata;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.command.SetMetadata;
import mailroad.mailbox.Annotated;
import mailroad.mailbox.Annotation;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Right;
import mailroad.store.StoreException;

/** GETMETADATA and SETMETADATA, of mailboxes and of the server itself: RFC 5464 section 4. */
final class Annotating {
  private static final Completion MISSING = Completion.no("[NONEXISTENT] There is no such mailbox");

  private final Mailboxes mailboxes;
  private final boolean isAdministrator;
  private final int valueOctetsMax;
  private final Responses out;

  /**
   * For one user.
   *
   * @param isAdministrator whether the user may change what all see of the server
   */
  Annotating(Mailboxes mailboxes, boolean isAdministrator, Responses out) {
    this.mailboxes = mailboxes;
    this.isAdministrator = isAdministrator;
    this.valueOctetsMax = mailboxes.annotationOctetsMax();
    this.out = out;
  }

  Completion get(GetMetadata command) throws IOException, StoreException {
    if (command.mailbox().text().isEmpty()) {
      return tell("\"\"", mailboxes.serverAnnotations(), command);
    }
    Optional<Mailbox> mailbox = open(command.mailbox());
    if (mailbox.isEmpty()) {
      return MISSING;
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.LOOKUP);
    return refusal.isPresent()
        ? refusal.get()
        : tell(out.mailbox(mailbox.get().name()), mailbox.get().annotations(), command);
  }

  private Optional<Mailbox> open(MailboxArgument argument) throws StoreException {
    Optional<MailboxName> name = argument.name();
    return name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
  }

  /** RFC 5464 section 4.2.1: values that are too long are left out, and the longest of them is named. */
  private Completion tell(String name, NavigableMap<Annotation, byte[]> all, GetMetadata command)
      throws IOException {
    long octetsMax = command.octetsMax().orElse(Long.MAX_VALUE);
    long longest = 0;
    List<Annotation> told = new ArrayList<>();
    for (var entry : all.entrySet()) {
      boolean wanted =
          command.entries().stream().anyMatch(e -> e.includes(entry.getKey(), command.depth()));
      if (wanted && entry.getValue().length > octetsMax) {
        longest = Math.max(longest, entry.getValue().length);
      } else if (wanted) {
        told.add(entry.getKey());
      }
    }
    if (command.depth() == 0) {
      command.entries().stream().filter(e -> !all.containsKey(e)).forEach(told::add);
    }
    tell(out, name, all, told);
    return Completion.ok(
        longest > 0
            ? "[METADATA LONGENTRIES " + longest + "] Some are longer"
            : "That is what is known");
  }

  /** One METADATA response with values (RFC 5464 section 4.4.1), also in LIST (RFC 9590 section 3). */
  static void tell(
      Responses out, String name, Map<Annotation, byte[]> all, List<Annotation> entries)
      throws IOException {
    if (entries.isEmpty()) {
      return;
    }
    out.text("* METADATA " + name + " (");
    String space = "";
    for (Annotation entry : entries) {
      out.text(space + entry + " ");
      byte[] value = all.get(entry);
      if (value == null) {
        out.text("NIL");
      } else {
        out.value(value);
      }
      space = " ";
    }
    out.text(")\r\n");
  }

  Completion set(SetMetadata command) throws StoreException {
    if (command.mailbox().text().isEmpty()) {
      return completion(setOfServer(command.changes()));
    }
    Optional<Mailbox> mailbox = open(command.mailbox());
    if (mailbox.isEmpty()) {
      return MISSING;
    }
    Optional<Completion> refusal = Permission.refusal(mailbox.get(), Right.LOOKUP);
    return refusal.isPresent()
        ? refusal.get()
        : completion(mailbox.get().annotate(command.changes()));
  }

  private Annotated setOfServer(Map<Annotation, Optional<byte[]>> changes) throws StoreException {
    boolean forAll = changes.keySet().stream().anyMatch(a -> a.scope() == Annotation.Scope.SHARED);
    boolean own = changes.keySet().stream().anyMatch(a -> a.scope() == Annotation.Scope.PRIVATE);
    if (forAll && (own || !isAdministrator)) {
      return Annotated.NO_RIGHT;
    }
    return forAll ? mailboxes.annotateServerForAll(changes) : mailboxes.annotateServer(changes);
  }

  private Completion completion(Annotated annotated) {
    return switch (annotated) {
      case DONE -> Completion.ok("Noted");
      case TOO_LONG ->
          Completion.no("[METADATA MAXSIZE " + valueOctetsMax + "] A value is too long");
      case TOO_MANY -> Completion.no("[METADATA TOOMANY] There are too many");
      case OVER_QUOTA -> Completion.no("[OVERQUOTA] There is no room for it");
      case NO_RIGHT -> Completion.no("[NOPERM] You have no right to do that");
      case GONE -> MISSING;
    };
  }
}
