package mailroad.imap.session;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import mailroad.imap.ImapConfig;
import mailroad.imap.command.Append;
import mailroad.imap.command.Authenticate;
import mailroad.imap.command.BringsMessages;
import mailroad.imap.command.CancelUpdate;
import mailroad.imap.command.Capability;
import mailroad.imap.command.Check;
import mailroad.imap.command.Close;
import mailroad.imap.command.Command;
import mailroad.imap.command.Compress;
import mailroad.imap.command.Copy;
import mailroad.imap.command.Create;
import mailroad.imap.command.Delete;
import mailroad.imap.command.DeleteAcl;
import mailroad.imap.command.Enable;
import mailroad.imap.command.Expunge;
import mailroad.imap.command.Fetch;
import mailroad.imap.command.GetAcl;
import mailroad.imap.command.GetMetadata;
import mailroad.imap.command.GetQuota;
import mailroad.imap.command.GetQuotaRoot;
import mailroad.imap.command.Id;
import mailroad.imap.command.Idle;
import mailroad.imap.command.List;
import mailroad.imap.command.ListRights;
import mailroad.imap.command.Login;
import mailroad.imap.command.Logout;
import mailroad.imap.command.Lsub;
import mailroad.imap.command.Move;
import mailroad.imap.command.MultiSearch;
import mailroad.imap.command.MyRights;
import mailroad.imap.command.Namespace;
import mailroad.imap.command.Noop;
import mailroad.imap.command.Notify;
import mailroad.imap.command.Parsed;
import mailroad.imap.command.Rename;
import mailroad.imap.command.Replace;
import mailroad.imap.command.Search;
import mailroad.imap.command.SearchKey;
import mailroad.imap.command.Select;
import mailroad.imap.command.SetAcl;
import mailroad.imap.command.SetMetadata;
import mailroad.imap.command.SetQuota;
import mailroad.imap.command.Sort;
import mailroad.imap.command.StartTls;
import mailroad.imap.command.Status;
import mailroad.imap.command.Store;
import mailroad.imap.command.Subscribe;
import mailroad.imap.command.ThreadSearch;
import mailroad.imap.command.Unauthenticate;
import mailroad.imap.command.Unselect;
import mailroad.imap.command.Unsubscribe;
import mailroad.imap.session.RequestReader.Request;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Presence;
import mailroad.mailbox.Right;
import mailroad.mailbox.UidSet;
import mailroad.search.FullText;
import mailroad.store.StoreException;
import mailroad.store.StoreFullException;
import mailroad.wire.Tls;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The talk with one client. Blocks: one session, one task. */
public final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** RFC 9586 section 3.2. */
  private static final Completion UID_REQUIRED =
      Completion.bad("[UIDREQUIRED] Messages are named by their UIDs");

  private final Surroundings around;
  private final Wire wire;
  private final Enabled enabled = new Enabled();
  private final Responses out;
  private final RequestReader reader;
  private final Listening listening;
  private State state = new State.NotAuthenticated();
  private int mistakes;
  private int loginFailures;
  private Optional<Presence.Stay> stay = Optional.empty();

  /**
   * What all sessions of a server share.
   *
   * @param handshake for STARTTLS; empty if it is not offered
   * @param index of the text of messages; empty if there is none
   * @param presence who is here
   */
  public record Surroundings(
      World world,
      ImapConfig config,
      MailStore mail,
      Authenticator authenticator,
      Optional<Tls.Handshake> handshake,
      Optional<FullText> index,
      Presence presence) {
    /** The same when nobody is here yet. */
    public Surroundings(
        World world,
        ImapConfig config,
        MailStore mail,
        Authenticator authenticator,
        Optional<Tls.Handshake> handshake,
        Optional<FullText> index) {
      this(world, config, mail, authenticator, handshake, index, new Presence(config.sessions()));
    }
  }

  /** A session over a connection that was just made. */
  public Session(Surroundings around, Wire wire) {
    this.around = around;
    this.wire = wire;
    this.out = new Responses(wire, enabled, around.config().messageOctetsMax());
    this.reader = new RequestReader(wire, out, around.config(), enabled);
    this.listening = new Listening(around, wire, out, enabled);
  }

  /**
   * Talks until the client leaves, is sent away, or the server ends.
   *
   * @throws IOException if the connection fails; there is nobody left to tell
   */
  public void run() throws IOException, InterruptedException {
    LOG.debug("imap begins peer={}", wire.peer());
    out.untagged("OK [CAPABILITY " + capabilities() + "] Mailroad ready");
    out.flush();
    try {
      while (!(state instanceof State.Logout)) {
        listening.awaitCommand();
        step(reader.read(state instanceof State.LoggedIn));
        out.flush();
      }
    } catch (StoreException e) {
      LOG.error("imap session failed peer={}", wire.peer(), e);
      out.bye("[UNAVAILABLE] The store has failed, try again later");
    } catch (SocketTimeoutException e) {
      out.bye("Silent for too long");
    } catch (EOFException e) {
      LOG.debug("imap ends peer={} reason=\"{}\"", wire.peer(), e.getMessage());
    } finally {
      listening.close();
      leave();
    }
  }

  private void step(Request request) throws IOException, InterruptedException {
    switch (request) {
      case Request.Whole(Parsed.Right(var tag, var command)) -> carryOut(tag, command);
      case Request.Whole(Parsed.Wrong(var tag, var reason)) -> mistake(tag, reason);
      case Request.Message(Parsed.Right(var tag, var command)) -> carryOut(tag, command);
      case Request.Hopeless(var reason) -> leave(reason);
    }
  }

  /** The user is no longer here. */
  private void leave() {
    stay.ifPresent(Presence.Stay::close);
    stay = Optional.empty();
  }

  private void leave(String reason) throws IOException {
    LOG.info("imap session ended by us peer={} reason=\"{}\"", wire.peer(), Text.visible(reason));
    out.bye(reason);
    state = new State.Logout();
  }

  private void mistake(String tag, String reason) throws IOException {
    out.tagged(tag, Completion.bad(reason));
    if (isOtherProtocol(tag) || ++mistakes >= around.config().mistakesMax()) {
      leave("Too many mistakes");
    }
  }

  /** A browser that was sent here by somebody else's page (cross-protocol attacks): nothing it says is meant for us. */
  private boolean isOtherProtocol(String tag) {
    return state instanceof State.NotAuthenticated
        && java.util.List.of(
                "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "PATCH", "EHLO",
                "HELO")
            .contains(tag);
  }

  private void carryOut(String tag, Command command) throws IOException, InterruptedException {
    Completion completion;
    try {
      enableModSeqs(command);
      completion =
          switch (command) {
            case Command.AnyTime any -> atAnyTime(any);
            case Command.BeforeLogin before -> beforeLogin(tag, before);
            case Command.AfterLogin after ->
                state instanceof State.LoggedIn loggedIn
                    ? afterLogin(tag, loggedIn, after)
                    : refused(command, Completion.bad("Log in first"));
            case Command.WhileSelected selected
                when enabled.isUidOnly() && selected.namesNumbers() ->
                refused(command, UID_REQUIRED);
            case Command.WhileSelected selected ->
                state instanceof State.Selected(_, var view)
                    ? whileSelected(tag, view, selected)
                    : refused(command, Completion.bad("Select a mailbox first"));
          };
      tellNews(command);
    } catch (StoreFullException e) {
      LOG.warn(
          "imap command refused peer={} command={} error=\"{}\"",
          wire.peer(),
          command.name(),
          e.getMessage());
      completion = Completion.no("[UNAVAILABLE] There is no room left, try again later");
    } catch (StoreException e) {
      LOG.error("imap command failed peer={} command={}", wire.peer(), command.name(), e);
      completion = Completion.no("[UNAVAILABLE] The store has failed, try again later");
    }
    if (completion.status() == Completion.Status.BAD) {
      mistake(tag, completion.text());
      return;
    }
    mistakes = 0;
    if (!(command instanceof StartTls && completion.status() == Completion.Status.OK)) {
      out.tagged(tag, completion);
    }
    if (command instanceof Compress && completion.status() == Completion.Status.OK) {
      wire.compress(around.config().compression()); // RFC 4978 section 3: right behind that line
    }
  }

  /** Refuses a command that was not looked at; the messages that it brings are read and dropped, never taken for commands. */
  private Completion refused(Command command, Completion completion) throws IOException {
    if (command instanceof BringsMessages brings && !reader.drain(brings.first().literal())) {
      leave(completion.text());
    }
    return completion;
  }

  /** RFC 7162 section 3.1: whoever asks for modseqs once is told them from now on. */
  private void enableModSeqs(Command command) throws IOException {
    boolean asks =
        switch (command) {
          case Fetch fetch -> fetch.asksForModSeqs();
          case Store store -> store.unchangedSince().isPresent();
          case Search search -> search.key().filter(SearchKey::asksForModSeqs).isPresent();
          case Sort sort -> sort.key().filter(SearchKey::asksForModSeqs).isPresent();
          case ThreadSearch thread -> thread.key().filter(SearchKey::asksForModSeqs).isPresent();
          case Status status -> status.items().contains(Status.Item.HIGHESTMODSEQ);
          case Select select -> select.condstore();
          default -> false;
        };
    if (asks && enabled.enable(Enabled.Feature.CONDSTORE) && !(command instanceof Select)) {
      tellHighestModSeq();
    }
  }

  private void tellHighestModSeq() throws IOException {
    if (state instanceof State.Selected(_, var view)) {
      out.untagged("OK [HIGHESTMODSEQ " + view.highestModSeq() + "] Highest modseq");
    }
  }

  /** RFC 3501 section 7.4.1: numbers must not change while FETCH, STORE or SEARCH name messages by them. */
  private void tellNews(Command command) throws IOException, StoreException {
    listening.follow(state, command);
    listening.tellOthers();
    if (!(state instanceof State.Selected(_, var view)) || command instanceof Select) {
      return;
    }
    boolean byNumber =
        switch (command) {
          case Fetch fetch -> !fetch.uid();
          case Store store -> !store.uid();
          case Search search -> !search.uid();
          case Sort sort -> !sort.uid();
          case ThreadSearch thread -> !thread.uid();
          default -> false;
        };
    boolean uid =
        command instanceof Fetch fetch && fetch.uid()
            || command instanceof Store store && store.uid();
    listening.tell(view, byNumber ? View.Expunges.HOLD_BACK : View.Expunges.TELL, uid);
  }

  private Completion atAnyTime(Command.AnyTime command) throws IOException {
    return switch (command) {
      case Capability() -> {
        out.untagged("CAPABILITY " + capabilities());
        yield Completion.ok("That is what there is");
      }
      case Noop() -> Completion.ok("Done");
      case Id(var parameters) -> {
        LOG.info("imap client peer={} id=\"{}\"", wire.peer(), Text.visible(parameters.toString()));
        out.untagged("ID (\"name\" \"Mailroad\")");
        yield Completion.ok("Pleased to meet you");
      }
      case Logout() -> {
        out.untagged("BYE See you");
        state = new State.Logout();
        yield Completion.ok("Logged out");
      }
    };
  }

  private Completion beforeLogin(String tag, Command.BeforeLogin command)
      throws IOException, InterruptedException, StoreException {
    if (!(state instanceof State.NotAuthenticated)) {
      return Completion.bad("You are logged in already");
    }
    LoggingIn login = new LoggingIn(around, wire, out);
    LoggingIn.Result result =
        switch (command) {
          case Login plain -> login.login(plain);
          case Authenticate sasl -> login.authenticate(sasl);
          case StartTls() -> login.startTls(tag);
        };
    return switch (result) {
      case LoggingIn.Result.In(var mailboxes, var counted) -> {
        stay = Optional.of(counted);
        state = new State.Authenticated(mailboxes);
        yield Completion.ok("[CAPABILITY " + capabilities() + "] Logged in");
      }
      case LoggingIn.Result.Out(var completion) -> completion;
      case LoggingIn.Result.Failed(var completion) -> failedLogin(completion);
      case LoggingIn.Result.Left(var reason) -> {
        leave(reason);
        yield Completion.no(reason);
      }
    };
  }

  private Completion failedLogin(Completion completion) throws IOException {
    if (++loginFailures >= around.config().loginFailuresMax()) {
      out.untagged("BYE Too many failed logins");
      state = new State.Logout();
    }
    return completion;
  }

  private Completion afterLogin(String tag, State.LoggedIn loggedIn, Command.AfterLogin command)
      throws IOException, InterruptedException, StoreException {
    Naming naming = new Naming(loggedIn.mailboxes(), out);
    return switch (command) {
      case Append append -> append(loggedIn, append);
      case Create create -> naming.create(create);
      case Delete delete -> naming.delete(delete);
      case Rename rename -> naming.rename(rename);
      case Subscribe subscribe -> naming.subscribe(subscribe);
      case Unsubscribe unsubscribe -> naming.unsubscribe(unsubscribe);
      case List list -> new Listing(loggedIn.mailboxes(), out).list(list);
      case Lsub lsub -> new Listing(loggedIn.mailboxes(), out).lsub(lsub);
      case Status status -> naming.status(status);
      case Notify notify -> listening.notify(loggedIn, notify);
      case Namespace() -> naming.namespace();
      case Enable enable -> enable(enable);
      case GetQuota get -> accounting(loggedIn).get(get);
      case GetQuotaRoot get -> accounting(loggedIn).getRoots(get);
      case SetQuota set -> accounting(loggedIn).set(set);
      case GetMetadata get -> annotating(loggedIn).get(get);
      case SetMetadata set -> annotating(loggedIn).set(set);
      case SetAcl set -> new Granting(loggedIn.mailboxes(), out).set(set);
      case DeleteAcl delete -> new Granting(loggedIn.mailboxes(), out).delete(delete);
      case GetAcl get -> new Granting(loggedIn.mailboxes(), out).get(get);
      case ListRights list -> new Granting(loggedIn.mailboxes(), out).list(list);
      case MyRights mine -> new Granting(loggedIn.mailboxes(), out).mine(mine);
      case Select select -> select(loggedIn, select);
      case Idle() -> listening.idle(loggedIn);
      case Compress compress -> Compressing.allow(compress, wire);
      case Unauthenticate() -> {
        state = new State.NotAuthenticated(); // RFC 8437 section 2: as after the greeting
        enabled.clear();
        leave();
        yield Completion.ok("Nobody is logged in any more");
      }
      case MultiSearch search ->
          new MultiSearching(loggedIn.mailboxes(), selected(loggedIn), out, asking(tag))
              .search(search);
    };
  }

  private Accounting accounting(State.LoggedIn loggedIn) {
    return new Accounting(
        loggedIn.mailboxes(), around.mail(), isAdministrator(loggedIn.mailboxes()), out);
  }

  private Annotating annotating(State.LoggedIn loggedIn) {
    return new Annotating(loggedIn.mailboxes(), isAdministrator(loggedIn.mailboxes()), out);
  }

  private boolean isAdministrator(Mailboxes mailboxes) {
    return around.config().isAdministrator(mailboxes.account().address());
  }

  /** RFC 5161 section 3.2: what is new is named; what is not known is passed over. */
  private Completion enable(Enable command) throws IOException {
    StringBuilder fresh = new StringBuilder("ENABLED");
    boolean knewModSeqs = enabled.tellsModSeqs();
    enabled.enable(command.extensions()).forEach(f -> fresh.append(' ').append(f.word()));
    out.untagged(fresh.toString());
    if (enabled.tellsModSeqs() && !knewModSeqs) {
      tellHighestModSeq();
    }
    return Completion.ok("Enabled");
  }

  private Completion append(State.LoggedIn loggedIn, Append append)
      throws IOException, StoreException {
    return ended(appending(loggedIn).append(append));
  }

  private Completion replace(View view, Replace replace) throws IOException, StoreException {
    return ended(appending((State.LoggedIn) state).replace(view, replace));
  }

  private Appending appending(State.LoggedIn loggedIn) {
    return new Appending(out, loggedIn, new Gathering(around, wire, out, reader, loggedIn));
  }

  private Completion ended(Appending.Result result) throws IOException {
    return switch (result) {
      case Appending.Result.Ended(var completion) -> completion;
      case Appending.Result.Hopeless(var reason) -> {
        leave(reason);
        yield Completion.no(reason);
      }
    };
  }

  private Completion select(State.LoggedIn loggedIn, Select select)
      throws IOException, StoreException {
    if (select.resync().isPresent() && !enabled.has(Enabled.Feature.QRESYNC)) {
      return Completion.bad("QRESYNC is to be enabled first"); // RFC 7162 section 3.2.5
    }
    if (enabled.isUidOnly() && select.resync().flatMap(Select.Resync::matches).isPresent()) {
      return UID_REQUIRED;
    }
    if (loggedIn instanceof State.Selected) {
      // RFC 9051 section 7.1, RFC 7162 section 3.2.11
      out.untagged("OK [CLOSED] What follows is about another mailbox");
    }
    // RFC 3501 section 6.3.1: whatever comes of it, the mailbox selected before is no longer.
    state = new State.Authenticated(loggedIn.mailboxes());
    Optional<Completion> refusal =
        Permission.refusal(loggedIn.mailboxes(), select.mailbox(), Right.READ);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<View> view = Selecting.select(loggedIn.mailboxes(), select, enabled, out);
    if (view.isEmpty()) {
      return Completion.no("[NONEXISTENT] There is no such mailbox");
    }
    state = new State.Selected(loggedIn.mailboxes(), view.get());
    return Completion.ok(
        view.get().isReadOnly() ? "[READ-ONLY] Examined" : "[READ-WRITE] Selected");
  }

  private static Optional<View> selected(State.LoggedIn loggedIn) {
    return loggedIn instanceof State.Selected(_, var selected)
        ? Optional.of(selected)
        : Optional.empty();
  }

  private Searching.Asking asking(String tag) {
    return new Searching.Asking(around, tag, enabled);
  }

  private Completion whileSelected(String tag, View view, Command.WhileSelected command)
      throws IOException, StoreException {
    return switch (command) {
      case Check() -> Completion.ok("All is on disk");
      case Close() -> close(view);
      case Unselect() -> unselect("Unselected");
      case Expunge expunge -> new Expunging(view, out).expunge(expunge);
      case Fetch fetch -> new Fetching(view, out).fetch(fetch);
      case Search search -> new Searching(view, out, asking(tag)).search(search);
      case Sort sort -> new Searching(view, out, asking(tag)).sort(sort);
      case ThreadSearch thread -> new Searching(view, out, asking(tag)).thread(thread);
      case CancelUpdate(var tags) -> {
        view.contexts().cancel(tags);
        yield Completion.ok("Nothing more will be told of them");
      }
      case Store store -> new Storing(view, out, new Progress(around, tag, out)).store(store);
      case Copy copy -> copying(tag, view).copy(copy);
      case Move move -> copying(tag, view).move(move);
      case Replace replace -> replace(view, replace);
    };
  }

  private Copying copying(String tag, View view) {
    State.LoggedIn loggedIn = (State.LoggedIn) state;
    return new Copying(loggedIn.mailboxes(), view, out, new Progress(around, tag, out));
  }

  /** RFC 3501 section 6.4.2: what is marked goes, and the client is not told. */
  private Completion close(View view) throws IOException, StoreException {
    if (view.isReadOnly()) {
      return unselect("Closed");
    }
    String highest = Expunging.highest(view, out);
    UidSet removed = view.mailbox().expungeDeleted(view.known());
    return unselect(removed.isEmpty() ? "Closed" : highest + "Closed");
  }

  private Completion unselect(String text) {
    state = new State.Authenticated(((State.LoggedIn) state).mailboxes());
    return Completion.ok(text);
  }

  private String capabilities() {
    return Capabilities.of(state, wire, around);
  }
}
