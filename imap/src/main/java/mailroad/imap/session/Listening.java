package mailroad.imap.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.imap.command.Command;
import mailroad.imap.command.Create;
import mailroad.imap.command.Delete;
import mailroad.imap.command.MailboxArgument;
import mailroad.imap.command.Notify;
import mailroad.imap.command.Rename;
import mailroad.imap.command.SetMetadata;
import mailroad.imap.command.Subscribe;
import mailroad.imap.command.Unsubscribe;
import mailroad.kernel.Bell;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.store.StoreException;
import mailroad.wire.Wire;

/** What the client is told of without asking: of the selected mailbox only, unless NOTIFY (RFC 5465) says otherwise. */
final class Listening implements AutoCloseable {
  /** RFC 5465 section 5.9. */
  private static final Completion BAD_EVENT =
      Completion.no(
          "[BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange"
              + " MailboxMetadataChange ServerMetadataChange)]"
              + " These are told");

  private final Session.Surroundings around;
  private final Wire wire;
  private final Responses out;
  private final Enabled enabled;
  private Mode mode = new Mode.AsEver();
  private Optional<AnnotationNews> unasked = Optional.empty(); // while nothing was given to NOTIFY
  private Optional<View> selected = Optional.empty();

  Listening(Session.Surroundings around, Wire wire, Responses out, Enabled enabled) {
    this.around = around;
    this.wire = wire;
    this.out = out;
    this.enabled = enabled;
  }

  /** What NOTIFY was given. */
  private sealed interface Mode {
    /** None. */
    record AsEver() implements Mode {}

    /** NOTIFY NONE, or more was asked for than can be told. */
    record Never() implements Mode {}

    /** NOTIFY SET. */
    record ToEvents(Notifier notifier) implements Mode {}
  }

  Completion notify(State.LoggedIn state, Notify command) throws IOException, StoreException {
    if (command.setting().isEmpty()) {
      set(new Mode.Never());
      return Completion.ok("Nothing is told");
    }
    Notify.Setting setting = command.setting().get();
    if (!setting.unknown().isEmpty()) {
      return BAD_EVENT;
    }
    int max = around.config().notifyMailboxesMax();
    Notifier notifier = new Notifier(state.mailboxes(), setting, max, view(state), out);
    if (notifier.isOverflown()) {
      notifier.close();
      return Completion.no(
          "[NOTIFICATIONOVERFLOW] No more than " + max + " mailboxes can be watched");
    }
    set(new Mode.ToEvents(notifier));
    return Completion.ok("You will be told");
  }

  private void set(Mode next) {
    if (mode instanceof Mode.ToEvents(var notifier)) {
      notifier.close();
    }
    mode = next;
    selected.ifPresent(view -> view.listen(eventsOfSelected()));
  }

  private Set<Notify.Event> eventsOfSelected() {
    return switch (mode) {
      case Mode.AsEver() -> Set.of(Notify.Event.values());
      case Mode.Never() -> Set.of();
      case Mode.ToEvents(var notifier) -> notifier.eventsOfSelected();
    };
  }

  private static Optional<View> view(State state) {
    return state instanceof State.Selected(_, var view) ? Optional.of(view) : Optional.empty();
  }

  /** Takes note of where the session stands after a command, and of what the command did to names. */
  void follow(State state, Command command) throws IOException, StoreException {
    if (state instanceof State.NotAuthenticated) {
      set(new Mode.AsEver());
      unasked = Optional.empty();
    }
    Optional<View> now = view(state);
    boolean same =
        now.isEmpty() ? selected.isEmpty() : selected.filter(v -> v == now.get()).isPresent();
    if (!same) {
      selected = now;
      selected.ifPresent(view -> view.listen(eventsOfSelected()));
      if (mode instanceof Mode.ToEvents(var notifier)) {
        notifier.select(now);
      }
    }
    if (mode instanceof Mode.ToEvents(var notifier)) {
      absorb(notifier, command);
    }
    if (state instanceof State.LoggedIn loggedIn) {
      followAnnotations(loggedIn, command);
    }
  }

  private void followAnnotations(State.LoggedIn state, Command command)
      throws IOException, StoreException {
    boolean ofServer = enabled.has(Enabled.Feature.METADATA_SERVER);
    boolean ofMailbox = enabled.has(Enabled.Feature.METADATA);
    if (unasked.isEmpty() && (ofServer || ofMailbox)) {
      unasked = Optional.of(new AnnotationNews(state.mailboxes(), out));
    }
    Optional<AnnotationNews> news =
        mode instanceof Mode.ToEvents(var notifier) ? Optional.of(notifier.annotations()) : unasked;
    if (news.isEmpty()) {
      return;
    }
    if (command instanceof SetMetadata own) {
      absorb(news.get(), state, own);
    }
    if (mode instanceof Mode.AsEver) {
      news.get().tellOfServer();
    }
    if (mode instanceof Mode.AsEver && ofMailbox && selected.isPresent()) {
      news.get().retain(Set.of(selected.get().mailbox().uidValidity()));
      news.get().tell(selected.get().mailbox());
    }
  }

  private static void absorb(AnnotationNews news, State.LoggedIn state, SetMetadata own)
      throws StoreException {
    if (own.mailbox().text().isEmpty()) {
      news.absorbServer(own.changes().keySet());
      return;
    }
    Optional<MailboxName> name = own.mailbox().name();
    Optional<Mailbox> mailbox =
        name.isEmpty() ? Optional.empty() : state.mailboxes().open(name.get());
    if (mailbox.isPresent()) {
      news.absorb(mailbox.get(), own.changes().keySet());
    }
  }

  private static void absorb(Notifier notifier, Command command) throws StoreException {
    List<MailboxArgument> own =
        switch (command) {
          case Create create -> List.of(create.mailbox());
          case Delete delete -> List.of(delete.mailbox());
          case Rename rename -> List.of(rename.from(), rename.to());
          case Subscribe subscribe -> List.of(subscribe.mailbox());
          case Unsubscribe unsubscribe -> List.of(unsubscribe.mailbox());
          default -> List.of();
        };
    if (!own.isEmpty()) {
      notifier.absorb(
          own.stream().map(MailboxArgument::nameToCreate).flatMap(Optional::stream).toList());
    }
  }

  /** Tells of mailboxes that are not selected, at the end of a command. */
  void tellOthers() throws IOException, StoreException {
    if (mode instanceof Mode.ToEvents(var notifier)) {
      notifier.tellOthers();
      endIfOverflown(notifier);
    }
  }

  /** Tells of the selected mailbox, at the end of a command. */
  void tell(View view, View.Expunges expunges, boolean withUid) throws IOException, StoreException {
    if (mode instanceof Mode.ToEvents(var notifier)) {
      notifier.tellSelected(view, expunges, withUid);
    } else {
      view.tell(out, expunges, withUid);
    }
  }

  /** RFC 5465 section 5.8: from now on it is as with NOTIFY NONE. */
  private void endIfOverflown(Notifier notifier) throws IOException {
    if (notifier.isOverflown()) {
      set(new Mode.Never());
      out.untagged(
          "OK [NOTIFICATIONOVERFLOW] There is too much to watch: nothing is told any more");
    }
  }

  /** Waits for the next command, and tells meanwhile what may be told between commands. */
  void awaitCommand() throws IOException, InterruptedException, StoreException {
    if (mode instanceof Mode.ToEvents(var notifier) && !wire.hasInput()) {
      Meanwhile.News news = watched(notifier, notifier);
      long seen = news.bell().rings();
      news.tell();
      out.flush();
      new Meanwhile(around, wire, out)
          .await(
              news,
              seen,
              Optional.empty(),
              () -> {
                wire.awaitInput(around.config().sessionTimeout());
                return true;
              });
    }
  }

  /** IDLE, which tells what NOTIFY asks for where it was given. */
  Completion idle(State.LoggedIn state) throws IOException, InterruptedException, StoreException {
    Idling idling = new Idling(around, wire, out);
    return switch (mode) {
      case Mode.AsEver() -> idling.idle(view(state));
      case Mode.Never() -> idling.idle(Optional.empty());
      case Mode.ToEvents(var notifier) -> idling.idle(watched(notifier, notifier.whileIdle()));
    };
  }

  /** News that end when there is too much to watch. */
  private Meanwhile.News watched(Notifier notifier, Meanwhile.News news) {
    return new Meanwhile.News() {
      @Override
      public Bell bell() {
        return news.bell();
      }

      @Override
      public void tell() throws IOException, StoreException {
        if (mode instanceof Mode.ToEvents) {
          news.tell();
          endIfOverflown(notifier);
        }
      }
    };
  }

  @Override
  public void close() {
    set(new Mode.AsEver());
  }
}
