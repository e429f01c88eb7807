package mailroad.pop3;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Login;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Presence;
import mailroad.mailbox.UidSet;
import mailroad.pop3.Dialogue.Step;
import mailroad.pop3.State.Authorization;
import mailroad.pop3.State.Ended;
import mailroad.pop3.State.Transaction;
import mailroad.sasl.Negotiation;
import mailroad.store.StoreException;
import mailroad.wire.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Talks to one client until it leaves. Blocks: one session, one task. */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final World world;
  private final Pop3Config config;
  private final MailAccess access;
  private final Link link;
  private final Presence presence;
  private final MaildropLocks locks;
  private final LoginDelays delays;
  private final Deadline loginBy;
  private Optional<Presence.Stay> stay = Optional.empty();
  private Optional<MaildropLocks.Lease> lease = Optional.empty();
  private Optional<Account> account = Optional.empty();
  private int badCommands;
  private int failedLogins;
  private int sent;
  private long deleted;

  /** What all sessions of a server share. */
  record Surroundings(
      World world,
      Pop3Config config,
      MailAccess access,
      Presence presence,
      MaildropLocks locks,
      LoginDelays delays) {}

  Session(Surroundings around, Link link) {
    this.world = around.world();
    this.config = around.config();
    this.access = around.access();
    this.link = link;
    this.presence = around.presence();
    this.locks = around.locks();
    this.delays = around.delays();
    this.loginBy = Deadline.in(world, config.loginTimeout());
  }

  /**
   * Talks. What is marked as deleted is removed at QUIT alone: however else this ends, nothing is lost (RFC 1939
   * section 6).
   */
  void run() throws IOException, InterruptedException {
    String end = "cut";
    try {
      link.ok("Mailroad POP3 is ready");
      State state = Authorization.FRESH;
      while (!(state instanceof Ended)) {
        state = turn(state);
      }
      end = ((Ended) state).why().name().toLowerCase(Locale.ROOT);
    } catch (SocketTimeoutException e) {
      end = "timeout"; // RFC 1939 section 3: without a word, and without UPDATE
      throw e;
    } catch (EOFException e) {
      end = "gone";
      throw e;
    } finally {
      leave();
      log(end);
    }
  }

  private State turn(State state) throws IOException, InterruptedException {
    Command command = link.command(patience(state));
    Step step = Dialogue.next(state, command, link.offer());
    return perform(step);
  }

  private Duration patience(State state) throws SocketTimeoutException {
    return state instanceof Authorization ? loginBy.left() : config.idleTimeout();
  }

  private State perform(Step step) throws IOException, InterruptedException {
    switch (step.answer()) {
      case Answer.Ok(String text) -> link.ok(text);
      case Answer.No(String text) -> link.error(text);
      case Answer.Wrong(String text) -> {
        return wrong(text, step.state());
      }
      case Answer.Lines(String text, var lines) -> {
        link.ok(text);
        link.lines(lines);
      }
      case Answer.Content content -> send(content);
      case Answer.Check(Credentials credentials) -> {
        return login(credentials);
      }
      case Answer.Exchange(String mechanism, Optional<String> response) -> {
        return exchange(negotiation().run(mechanism, response));
      }
      case Answer.BeginTls() -> {
        link.ok("begin TLS");
        link.startTls();
      }
      case Answer.Update(Transaction transaction) -> update(transaction);
    }
    return step.state();
  }

  private State wrong(String text, State next) throws IOException {
    badCommands++;
    if (badCommands < config.badCommandsMax()) {
      link.error(text);
      return next;
    }
    link.error("too many bad commands");
    return new Ended(State.Why.TOO_MANY_BAD_COMMANDS);
  }

  private Negotiation<Account> negotiation() {
    return new Negotiation<>(
        world,
        access.authenticator(),
        link.peerOfLogin(),
        challenge -> {
          link.challenge(challenge);
          return link.response(loginBy.left());
        });
  }

  private State exchange(Negotiation.Result<Account> result)
      throws IOException, InterruptedException {
    return switch (result) {
      case Negotiation.Result.Granted<Account>(Account granted, _) -> enter(granted);
      case Negotiation.Result.Denied<Account>(_) -> denied();
      case Negotiation.Result.Cancelled<Account>() -> spoiled("cancelled as you wish");
      case Negotiation.Result.Malformed<Account>(String why) -> spoiled("[AUTH] " + why);
      case Negotiation.Result.Unreadable<Account>() -> spoiled("[AUTH] not a line to read");
      case Negotiation.Result.NotOffered<Account>() -> spoiled("unknown mechanism");
      case Negotiation.Result.Busy<Account>() -> busy();
      case Negotiation.Result.Unavailable<Account>(var cause) -> unavailable("log in", cause);
    };
  }

  private State spoiled(String why) throws IOException {
    return wrong(why, Authorization.FRESH);
  }

  private State login(Credentials credentials) throws IOException, InterruptedException {
    try {
      Login login =
          access
              .authenticator()
              .authenticate(credentials.login(), credentials.password(), link.address());
      return switch (login) {
        case Login.Granted(Account granted) -> enter(granted);
        case Login.Denied(Login.Reason reason) -> reason == Login.Reason.BUSY ? busy() : denied();
      };
    } catch (StoreException e) {
      return unavailable("log in", e);
    }
  }

  private State busy() throws IOException {
    link.error("[SYS/TEMP] too busy, try later");
    return Authorization.FRESH;
  }

  private State denied() throws IOException {
    failedLogins++;
    // RFC 3206 section 4; the same whatever was wrong, so that nobody learns who has an account.
    link.error("[AUTH] wrong name or password");
    return failedLogins < config.failedLoginsMax()
        ? Authorization.FRESH
        : new Ended(State.Why.TOO_MANY_FAILED_LOGINS);
  }

  private State enter(Account who) throws IOException, InterruptedException {
    stay = presence.enter(who, link.address());
    if (stay.isEmpty()) {
      // RFC 3206 section 3: it will pass; with [AUTH] clients would ask their user for a password.
      return wrong("[SYS/TEMP] you have too many sessions, try later", Authorization.FRESH);
    }
    lease = locks.take(who, config.lockTimeout());
    if (lease.isEmpty()) {
      leave();
      return wrong("[IN-USE] another session has this maildrop", Authorization.FRESH);
    }
    if (!delays.admit(who)) {
      leave();
      // RFC 2449 section 8.1.1
      return wrong("[LOGIN-DELAY] you were here a moment ago", Authorization.FRESH);
    }
    try {
      Mailbox inbox = access.mailStore().of(who).inbox();
      Maildrop maildrop = Maildrop.of(inbox);
      account = Optional.of(who);
      link.ok("welcome, " + TransactionDialogue.inWords(maildrop));
      return new Transaction(inbox, maildrop);
    } catch (StoreException e) {
      leave();
      return unavailable("open INBOX", e);
    }
  }

  private State unavailable(String what, Exception e) throws IOException {
    LOG.error("event=pop3 result=store-failed what=\"{}\" peer={}", what, link.peer(), e);
    link.error("[SYS/TEMP] the mail store does not answer, try later");
    return Authorization.FRESH;
  }

  private void send(Answer.Content answer) throws IOException {
    try {
      Delivery delivery = new Delivery(link);
      if (delivery.send(answer)) {
        sent++;
      }
    } catch (StoreException e) {
      // Amid the content no error can be told: what lacks its last dot is not taken for whole.
      throw new IOException("cannot read message " + answer.entry().uniqueId(), e);
    }
  }

  /** RFC 1939 section 6. The maildrop is free before the client hears of it, so that it may come again at once. */
  private void update(Transaction transaction) throws IOException {
    UidSet marked = transaction.maildrop().marked();
    try {
      if (!marked.isEmpty()) {
        deleted = transaction.mailbox().expunge(marked).size();
      }
      leave();
      link.ok("bye");
    } catch (StoreException e) {
      LOG.error("event=pop3 result=store-failed what=\"delete\" peer={}", link.peer(), e);
      leave();
      link.error("[SYS/TEMP] some deleted messages were not removed");
    }
  }

  private void leave() {
    lease.ifPresent(MaildropLocks.Lease::close);
    lease = Optional.empty();
    stay.ifPresent(Presence.Stay::close);
    stay = Optional.empty();
  }

  private void log(String end) {
    LOG.info(
        "event=pop3 result={} account={} peer={} tls={} sent={} deleted={}",
        end,
        account.map(who -> Text.visible(who.address().toString())).orElse("none"),
        link.peer(),
        link.protection(),
        sent,
        deleted);
  }
}
