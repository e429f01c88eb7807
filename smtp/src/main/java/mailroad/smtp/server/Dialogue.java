package mailroad.smtp.server;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.smtp.Auth;
import mailroad.smtp.Bdat;
import mailroad.smtp.Body;
import mailroad.smtp.Command;
import mailroad.smtp.Data;
import mailroad.smtp.Ehlo;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.Expn;
import mailroad.smtp.Foreign;
import mailroad.smtp.Handling;
import mailroad.smtp.Helo;
import mailroad.smtp.Help;
import mailroad.smtp.Lhlo;
import mailroad.smtp.MailFrom;
import mailroad.smtp.Malformed;
import mailroad.smtp.Noop;
import mailroad.smtp.Quit;
import mailroad.smtp.RcptTo;
import mailroad.smtp.Replies;
import mailroad.smtp.Rset;
import mailroad.smtp.StartTls;
import mailroad.smtp.TlsWish;
import mailroad.smtp.Vrfy;
import mailroad.smtp.XClient;
import mailroad.smtp.server.State.Addressed;
import mailroad.smtp.server.State.Chunking;
import mailroad.smtp.server.State.Closed;
import mailroad.smtp.server.State.Connected;
import mailroad.smtp.server.State.Ready;
import mailroad.smtp.server.State.Sending;
import mailroad.smtp.server.Step.End;
import mailroad.smtp.server.Step.Expand;
import mailroad.smtp.server.Step.Fault;
import mailroad.smtp.server.Step.Impersonate;
import mailroad.smtp.server.Step.Introduce;
import mailroad.smtp.server.Step.JudgeRecipient;
import mailroad.smtp.server.Step.JudgeSender;
import mailroad.smtp.server.Step.LogIn;
import mailroad.smtp.server.Step.Receive;
import mailroad.smtp.server.Step.Say;
import mailroad.smtp.server.Step.Secure;
import mailroad.smtp.server.Step.SkipChunk;
import mailroad.smtp.server.Step.StartQueue;
import mailroad.smtp.server.Step.TakeChunk;
import mailroad.smtp.server.Step.Verify;

/**
 * The order of commands, RFC 5321 section 4.1.4, as one table. Decides from its parameters and nothing
 * else; a new command compiles only once it has a row.
 */
final class Dialogue {
  private Dialogue() {}

  static Step next(State state, Command command, Facts facts) {
    return switch (command) {
      case Malformed(var reply) -> new Fault(reply);
      case Foreign() -> new End(Replies.NOT_SMTP);
      case Quit() -> new End(Replies.BYE);
      case Noop() -> new Say(Replies.OK, state);
      case Help() -> new Say(Replies.HELP, state);
      case Vrfy(var name) ->
          facts.answersVerify() ? new Verify(name) : new Say(Replies.CANNOT_VERIFY, state);
      case Expn(var name) ->
          facts.answersVerify() ? new Expand(name) : new Say(Replies.CANNOT_VERIFY, state);
      case Etrn etrn -> etrn(state, etrn, facts);
      case XClient told -> xclient(state, told, facts);
      case Rset() -> new Say(Replies.OK, state instanceof Connected ? state : new Ready());
      case Ehlo(var name) -> introduce(new Hello.Ehlo(name), facts);
      case Helo(var name) -> introduce(new Hello.Helo(name), facts);
      case Lhlo(var name) -> introduce(new Hello.Lhlo(name), facts);
      case StartTls() -> startTls(facts);
      case Auth auth -> auth(state, auth, facts);
      case MailFrom mail when state instanceof Ready -> mail(mail, facts);
      case RcptTo rcpt when state instanceof Sending(var envelope) -> rcpt(envelope, rcpt, facts);
      case RcptTo rcpt when state instanceof Addressed(var envelope) -> rcpt(envelope, rcpt, facts);
      case Data() when state instanceof Addressed(var envelope) -> data(envelope);
      case Data() when state instanceof Sending -> new Say(noRecipients(facts), state);
      case Bdat bdat -> bdat(state, bdat, facts);
      case MailFrom _, RcptTo _, Data _ -> new Fault(outOfOrder(state, command));
    };
  }

  private static Reply outOfOrder(State state, Command command) {
    if (state instanceof Connected) {
      return Replies.HELLO_FIRST;
    }
    if (state instanceof Chunking) {
      return Replies.AMID_CHUNKS;
    }
    return command instanceof MailFrom ? Replies.NESTED_MAIL : Replies.MAIL_FIRST;
  }

  /** RFC 2033 section 4.1: LHLO where LMTP is spoken, and nowhere else. */
  private static Step introduce(Hello hello, Facts facts) {
    return hello instanceof Hello.Lhlo == facts.lmtp()
        ? new Introduce(hello)
        : new Fault(Replies.UNKNOWN_COMMAND);
  }

  private static Reply noRecipients(Facts facts) {
    // RFC 2033 section 4.2 wants 503, since with no recipient there is no final answer at all.
    return facts.lmtp() ? Replies.NO_LMTP_RECIPIENTS : Replies.NO_RECIPIENTS;
  }

  private static Step data(Envelope envelope) {
    return envelope.parameters().body() == Body.BINARY
        ? new Fault(Replies.BINARY_NEEDS_CHUNKS)
        : new Receive(envelope);
  }

  /** RFC 3030 section 2: whatever is answered, the chunk is read first. */
  private static Step bdat(State state, Bdat bdat, Facts facts) {
    if (bdat.octets().isEmpty()) {
      return new End(Replies.BAD_CHUNK);
    }
    long octets = bdat.octets().getAsLong();
    return switch (state) {
      case Addressed(var envelope) -> new TakeChunk(envelope, octets, bdat.last());
      case Chunking(var envelope) -> new TakeChunk(envelope, octets, bdat.last());
      case Sending _ -> new SkipChunk(octets, noRecipients(facts));
      case Connected _, Ready _, Closed _ -> new SkipChunk(octets, outOfOrder(state, bdat));
    };
  }

  private static Step etrn(State state, Etrn etrn, Facts facts) {
    if (!facts.offersEtrn()) {
      return new Fault(Replies.NOT_IMPLEMENTED);
    }
    // RFC 1985 section 5.3: not amid a transaction.
    return state instanceof Ready ? new StartQueue(etrn) : new Fault(Replies.BAD_SEQUENCE);
  }

  private static Step xclient(State state, XClient told, Facts facts) {
    if (!facts.proxy()) {
      return new Fault(Replies.NOT_A_PROXY);
    }
    return state instanceof Connected || state instanceof Ready
        ? new Impersonate(told)
        : new Fault(Replies.BAD_SEQUENCE);
  }

  /** RFC 3207 section 4: not twice. It may come amid a transaction, which is given up then. */
  private static Step startTls(Facts facts) {
    if (facts.client().tls().isPresent()) {
      return new Fault(Replies.BAD_SEQUENCE);
    }
    return facts.offersStartTls() ? new Secure() : new Fault(Replies.NOT_IMPLEMENTED);
  }

  /** RFC 4954 section 4: after EHLO, outside a transaction, once. */
  private static Step auth(State state, Auth auth, Facts facts) {
    if (!facts.hasLogins()) {
      return new Fault(Replies.NOT_IMPLEMENTED);
    }
    if (!(state instanceof Ready) || facts.client().login().isPresent()) {
      return new Fault(state instanceof Connected ? Replies.HELLO_FIRST : Replies.BAD_SEQUENCE);
    }
    return facts.passwordsMayCome() ? new LogIn(auth) : new Fault(Replies.ENCRYPTION_REQUIRED);
  }

  private static Step mail(MailFrom mail, Facts facts) {
    if (facts.needsLogin()) {
      return new Fault(
          facts.passwordsMayCome() || !facts.offersStartTls()
              ? Replies.LOGIN_FIRST
              : Replies.STARTTLS_FIRST);
    }
    if (!isOffered(mail.parameters().handling(), facts)) {
      return new Fault(Replies.UNKNOWN_PARAMETER);
    }
    Optional<Reply> held = heldTooLong(mail.parameters().handling(), facts);
    if (held.isPresent()) {
      return new Fault(held.get());
    }
    SmtpLimits limits = facts.config().limits();
    if (facts.messages() >= limits.messagesMax()) {
      return new End(Replies.TOO_MANY_MESSAGES);
    }
    long announced = mail.parameters().size().orElse(0);
    return announced > limits.messageOctetsMax()
        ? new Say(Replies.MESSAGE_TOO_LARGE, new Ready())
        : new JudgeSender(mail);
  }

  private static boolean isOffered(Handling asked, Facts facts) {
    return (asked.release().isEmpty() || facts.offersHold())
        && (asked.tls() != TlsWish.REQUIRED || facts.client().tls().isPresent());
  }

  /** RFC 4865 section 4: no longer than announced, and not until it should have arrived. */
  private static Optional<Reply> heldTooLong(Handling asked, Facts facts) {
    Optional<Instant> release = asked.release(facts.now());
    if (release.isEmpty()) {
      return Optional.empty();
    }
    if (release.get().isAfter(facts.now().plus(facts.config().extensions().holdTimeMax()))) {
      return Optional.of(Replies.HELD_TOO_LONG);
    }
    return asked
        .deadline(facts.now())
        .filter(deadline -> !deadline.isAfter(release.get()))
        .map(_ -> Replies.HELD_PAST_DEADLINE);
  }

  private static Step rcpt(Envelope envelope, RcptTo rcpt, Facts facts) {
    if (rcpt.utf8() && !envelope.parameters().utf8()) {
      return new Fault(Replies.NEEDS_SMTPUTF8);
    }
    State stays = envelope.recipients().isEmpty() ? new Sending(envelope) : new Addressed(envelope);
    SmtpLimits limits = facts.config().limits();
    if (envelope.recipients().size() >= limits.recipientsMax()) {
      return new Say(Replies.TOO_MANY_RECIPIENTS, stays);
    }
    return hasTooManyDomains(envelope, rcpt, limits)
        ? new Say(Replies.TOO_MANY_DOMAINS, stays)
        : new JudgeRecipient(envelope, rcpt);
  }

  /** RFC 9422 section 4.3. */
  private static boolean hasTooManyDomains(Envelope envelope, RcptTo rcpt, SmtpLimits limits) {
    if (limits.recipientDomainsMax() == 0 || rcpt.address().isEmpty()) {
      return false;
    }
    Set<Domain> domains = new HashSet<>();
    envelope.recipients().forEach(recipient -> domains.add(recipient.address().domain()));
    return domains.add(rcpt.address().get().domain())
        && domains.size() > limits.recipientDomainsMax();
  }
}
