package mailroad.smtp.server;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.sasl.Doorkeeper;
import mailroad.sasl.Mechanism;
import mailroad.sasl.Negotiation;
import mailroad.smtp.Auth;
import mailroad.smtp.Command;
import mailroad.smtp.Data;
import mailroad.smtp.Ehlo;
import mailroad.smtp.Envelope;
import mailroad.smtp.Etrn;
import mailroad.smtp.Foreign;
import mailroad.smtp.Helo;
import mailroad.smtp.Lhlo;
import mailroad.smtp.MailFrom;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Malformed;
import mailroad.smtp.Noop;
import mailroad.smtp.Quit;
import mailroad.smtp.RcptTo;
import mailroad.smtp.Recipient;
import mailroad.smtp.Replies;
import mailroad.smtp.ReplyForm;
import mailroad.smtp.StartTls;
import mailroad.smtp.XClient;
import mailroad.smtp.server.ContentReceiver.Received;
import mailroad.smtp.server.Decision.Accept;
import mailroad.smtp.server.Decision.Refuse;
import mailroad.smtp.server.Departure.Manner;
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
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.SaslPeer;
import mailroad.wire.Tls;
import mailroad.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to one client until it leaves: reads a command, lets {@link Dialogue} decide, does what was
 * decided. Blocks: one session, one task.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private static final int SHOWN_CHARS_MAX = 80;

  /** What a session works with; the same for all sessions of a port. */
  record Parts(
      World world,
      SmtpServerConfig config,
      Domain hostname,
      Reception reception,
      Optional<Doorkeeper<EmailAddress>> doorkeeper,
      Optional<Tls.Handshake> startTls) {}

  private final Parts parts;
  private final SmtpServerConfig config;
  private final Wire wire;
  private final Tally tally;
  private final Contents contents;
  private final Patience patience;
  private final boolean proxy;
  private State state = new Connected();
  private Client client;
  private Optional<XClient> told = Optional.empty();
  private List<Mechanism> mechanisms;

  Session(Parts parts, Wire wire) {
    this.parts = parts;
    this.config = parts.config();
    this.wire = wire;
    this.tally = new Tally(config.limits());
    this.contents = new Contents(parts, wire);
    this.patience = new Patience(parts.world(), config.times());
    this.proxy =
        config.extensions().proxies().stream()
            .anyMatch(range -> range.contains(wire.remote().getAddress()));
    this.client =
        new Client(
            wire.remote(),
            wire.local(),
            new Hello.Unsaid(),
            wire.tls().map(tls -> new Client.Security(tls.protocol(), tls.cipher())),
            Optional.empty(),
            config.role(),
            Conduct.FAULTLESS);
    this.mechanisms = mechanisms();
  }

  /** By what the client could log in, over its connection as it is. */
  private List<Mechanism> mechanisms() {
    return parts
        .doorkeeper()
        .map(doorkeeper ->
            Negotiation.offered(doorkeeper, SaslPeer.of(wire, client.remote().getAddress())))
        .orElse(List.of());
  }

  /** Runs to the end of the session; who called closes the wire. */
  void run() throws IOException, InterruptedException {
    Manner end = Manner.BROKEN;
    try {
      converse();
      end = Manner.DONE;
    } catch (EOFException e) {
      end = wire.isDismissed() ? Manner.DISMISSED : Manner.LEFT;
    } catch (SSLException e) {
      end = Manner.TLS_FAILED;
      throw e;
    } catch (SocketTimeoutException e) {
      end = Manner.TIMEOUT;
      say(Replies.TIMEOUT);
      wire.flush();
    } catch (RuntimeException e) {
      end = Manner.FAILED;
      LOG.error("smtp session failed peer={}", wire.peer(), e);
      say(Replies.INTERNAL_ERROR);
      wire.flush();
    } finally {
      contents.forget();
      parts.reception().left(client, tally.departure(end));
      LOG.info(
          "smtp session peer={} hello={} tls=\"{}\" login={} {} end={}",
          wire.peer(),
          Text.visible(client.hello().name()),
          client.tls().map(Client.Security::toString).orElse(""),
          client.login().map(login -> Text.visible(login.toString())).orElse(""),
          tally,
          end.toString().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  private void converse() throws IOException, InterruptedException {
    greet();
    Command command = new Noop();
    while (!(state instanceof Closed)) {
      // RFC 2920 section 3.2: answers to commands that came together go out together.
      if (!wire.hasLine()) {
        wire.flush();
      }
      command = read();
      observe(command);
      Step step = Dialogue.next(state, command, facts());
      perform(step);
      tidy();
      if (command instanceof Data && !(step instanceof Receive) && wire.hasInput()) {
        // The client did not wait for 354: its content would be taken for commands.
        client = client.with(client.conduct().withEarlyCommand());
        end(Replies.EARLY_CONTENT);
      }
      Optional<Reply> exceeded = tally.exceeded();
      if (exceeded.isPresent() && !(state instanceof Closed)) {
        end(exceeded.get());
      }
    }
    wire.flush();
    if (command instanceof Quit && !wire.hasInput()) {
      // It said that it leaves: nothing is under way to us that a close would answer with a reset.
      wire.close();
    }
  }

  /** Notes what the command shows of its client. */
  private void observe(Command command) {
    Conduct conduct = client.conduct();
    if (command instanceof Foreign) {
      conduct = conduct.withForeignCommand();
    } else if (!(command instanceof Malformed)) {
      wire.understood();
    }
    if (wire.hasInput() && mustWait(command)) {
      conduct = conduct.withEarlyCommand();
    }
    client = client.with(conduct);
  }

  /** Whether a client that sends this may send nothing behind it before it is answered. */
  private boolean mustWait(Command command) {
    return switch (command) {
      // RFC 2920 section 3.1: EHLO is the last of its group; nothing was offered before its answer.
      case Ehlo _, Helo _, Lhlo _, StartTls _ -> true;
      case Quit _ -> false;
      default -> client.hello() instanceof Hello.Helo;
    };
  }

  /** What belongs to a transaction ends with it. */
  private void tidy() {
    if (!(state instanceof Chunking)) {
      contents.forget();
    }
    if (state instanceof Connected || state instanceof Ready) {
      patience.end();
    }
  }

  private Facts facts() {
    return new Facts(
        client,
        config,
        parts.startTls().isPresent(),
        mechanisms,
        proxy,
        tally.messages(),
        parts.world().now());
  }

  private void greet() throws IOException, InterruptedException {
    if (talksEarly(parts.reception().hesitation(client))) {
      client = client.with(client.conduct().withEarlyTalk());
    }
    welcome();
  }

  private void welcome() throws IOException, InterruptedException {
    switch (parts.reception().connected(client)) {
      case Refuse(var reply) -> end(reply);
      case Accept() ->
          say(new Reply(220, "", parts.hostname() + (isLmtp() ? " LMTP" : " ESMTP") + " Mailroad"));
    }
  }

  /** Whether the client speaks before its turn, as those do that do not listen (RFC 5321 section 3.1). */
  private boolean talksEarly(Duration hesitation) throws IOException {
    Duration always = config.times().greetingDelay();
    Duration silence = hesitation.compareTo(always) > 0 ? hesitation : always;
    if (silence.isZero()) {
      return false;
    }
    try {
      return wire.input(silence).hasRemaining();
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private Command read() throws IOException {
    tally.command();
    try {
      Line line = wire.readLine(config.limits().commandLineOctetsMax(), patience.left());
      Command command = Command.parse(line.octets());
      if (command instanceof Foreign) {
        LOG.warn("event=not-smtp peer={} line=\"{}\"", wire.peer(), shown(line));
      }
      if (line.ending() == Line.Ending.BARE_LF) {
        client = client.with(client.conduct().withBareNewline());
      }
      // RFC 5321 section 2.3.8: CR LF and nothing else ends a line.
      return line.ending() == Line.Ending.BARE_LF && !(command instanceof Foreign)
          ? new Malformed(Replies.BARE_LF)
          : command;
    } catch (LineTooLongException e) {
      return new Malformed(Replies.LINE_TOO_LONG);
    }
  }

  private static String shown(Line line) {
    String text = line.text();
    return Text.visible(text.substring(0, Math.min(text.length(), SHOWN_CHARS_MAX)));
  }

  private boolean isLmtp() {
    return config.role() == SmtpServerConfig.Role.LMTP;
  }

  private void perform(Step step) throws IOException, InterruptedException {
    switch (step) {
      case Say(var reply, var next) -> {
        say(reply);
        state = next;
      }
      case Fault(var reply) -> {
        tally.badCommand();
        if (reply.equals(Replies.NOT_A_PROXY)) {
          LOG.warn("event=xclient-refused peer={}", wire.peer());
        }
        client = client.with(client.conduct().withBadCommand());
        parts.reception().faulted(client, reply);
        say(reply);
      }
      case End(var reply) -> end(reply);
      case Introduce(var hello) -> introduce(hello);
      case JudgeSender(var mail) -> judgeSender(mail);
      case JudgeRecipient(var soFar, var rcpt) -> judgeRecipient(soFar, rcpt);
      case Receive(var envelope) -> receive(envelope);
      case TakeChunk(var envelope, var octets, var last) -> takeChunk(envelope, octets, last);
      case SkipChunk(var octets, var reply) -> skipChunk(octets, reply);
      case Verify(var name) -> say(parts.reception().verify(client, name));
      case Expand(var name) -> say(parts.reception().expand(client, name));
      case StartQueue(var etrn) -> startQueue(etrn);
      case Impersonate(var who) -> impersonate(who);
      case Secure() -> secure();
      case LogIn(var auth) -> logIn(auth);
    }
  }

  private void introduce(Hello hello) throws IOException, InterruptedException {
    Client introduced = client.with(asTold(hello));
    switch (parts.reception().hello(introduced)) {
      case Refuse(var reply) -> refuse(reply);
      case Accept() -> {
        client = introduced;
        state = new Ready();
        say(Welcome.to(parts.hostname(), hello, facts()));
      }
    }
  }

  /** How the client introduced itself, of which a proxy may have told. */
  private Hello asTold(Hello said) {
    return told.flatMap(XClient::helo)
        .<Hello>map(name ->
            told.flatMap(XClient::esmtp).orElse(true) ? new Hello.Ehlo(name) : new Hello.Helo(name))
        .orElse(said);
  }

  /** From here on the client is another: what was said before is forgotten, and it is greeted. */
  private void impersonate(XClient who) throws IOException, InterruptedException {
    client = client.with(who);
    told = Optional.of(who);
    LOG.info(
        "event=xclient peer={} client={} name={} login={}",
        wire.peer(),
        client.remote().getAddress().getHostAddress(),
        Text.visible(who.name().orElse("")),
        Text.visible(who.login().map(Object::toString).orElse("")));
    state = new Connected();
    welcome();
  }

  private void startQueue(Etrn etrn) throws IOException, InterruptedException {
    Reply reply = parts.reception().startQueue(client, etrn);
    if (reply.kind() == Reply.Kind.DONE) {
      say(reply);
    } else {
      refuse(reply);
    }
  }

  private void judgeSender(MailFrom mail) throws IOException, InterruptedException {
    MailParameters parameters = mail.parameters();
    if (parameters.auth().isPresent() && client.login().isEmpty()) {
      // RFC 4954 section 5: from somebody who is not trusted it says nothing.
      parameters = parameters.withAuth(new ReversePath.Nowhere());
    }
    int asked = parameters.handling().priority();
    int given = Math.min(asked, config.extensions().priorityMax());
    parameters = parameters.with(parameters.handling().withPriority(given));
    switch (parts.reception().sender(client, mail.sender(), parameters)) {
      case Refuse(var reply) -> refuse(reply);
      case Accept() -> {
        state = new Sending(new Envelope(mail.sender(), parameters));
        patience.begin();
        say(given == asked ? Replies.SENDER_OK : Replies.senderOkWithPriority(given));
      }
    }
  }

  private void judgeRecipient(Envelope soFar, RcptTo rcpt)
      throws IOException, InterruptedException {
    Recipient recipient = rcpt.on(parts.hostname());
    switch (parts.reception().recipient(client, soFar, recipient)) {
      case Refuse(var reply) -> refuse(reply);
      case Accept() -> {
        state = new Addressed(soFar.with(recipient));
        tally.progress();
        say(Replies.RECIPIENT_OK);
      }
    }
  }

  private void receive(Envelope envelope) throws IOException, InterruptedException {
    state = new Ready();
    say(Replies.START_CONTENT);
    wire.flush();
    answer(contents.data(client, envelope));
  }

  private void takeChunk(Envelope envelope, long octets, boolean last)
      throws IOException, InterruptedException {
    state = new Ready();
    Optional<Received> received = contents.chunk(client, envelope, octets, last);
    if (received.isPresent()) {
      answer(received.get());
    } else {
      state = new Chunking(envelope);
      patience.end();
      tally.chunk(octets);
      say(Replies.chunkOk(octets));
    }
  }

  private void skipChunk(long octets, Reply reply) throws IOException {
    tally.badCommand();
    if (contents.skip(octets)) {
      say(reply);
    } else {
      end(Replies.MESSAGE_TOO_LARGE);
    }
  }

  private void answer(Received received) throws IOException {
    switch (received) {
      case Received.Endless(var reply) -> end(reply);
      case Received.Answered(var replies) -> {
        if (replies.stream().anyMatch(reply -> reply.kind() == Reply.Kind.DONE)) {
          tally.message();
        } else {
          tally.rejection();
        }
        if (replies.contains(Replies.BARE_LINE_END)) {
          client = client.with(client.conduct().withBareNewline());
        }
        for (Reply reply : replies) {
          say(reply);
        }
        if (replies.getLast().code() == 421) {
          state = new Closed();
        }
      }
    }
  }

  /** RFC 3207 section 4: from here on all that was said before is forgotten. */
  private void secure() throws IOException {
    if (wire.hasInput()) {
      end(Replies.EARLY_AFTER_STARTTLS);
      return;
    }
    say(Replies.READY_FOR_TLS);
    var tls = wire.startTls(parts.startTls().orElseThrow(), config.times().tlsTimeout());
    client = client.with(new Client.Security(tls.protocol(), tls.cipher()));
    mechanisms = mechanisms();
    state = new Connected();
  }

  private void logIn(Auth auth) throws IOException, InterruptedException {
    switch (new LoginExchange(parts, wire, client).run(auth)) {
      case LoginExchange.Result.Known(var account) -> {
        client = client.with(account);
        tally.progress();
        say(Replies.LOGGED_IN);
      }
      case LoginExchange.Result.Denied(var login) -> {
        tally.loginFailure();
        LOG.info("smtp login denied peer={} login={}", wire.peer(), Text.visible(login));
        parts.world().sleep(config.times().loginFailureDelay());
        say(Replies.LOGIN_DENIED);
      }
      case LoginExchange.Result.Spoiled(var reply) -> {
        tally.badCommand();
        say(reply);
      }
      case LoginExchange.Result.Unavailable() -> say(Replies.LOGIN_UNAVAILABLE);
    }
  }

  /** The owner's refusal; a 421 also ends the session (RFC 5321 section 3.8). */
  private void refuse(Reply reply) throws IOException {
    tally.rejection();
    say(reply);
    if (reply.code() == 421) {
      state = new Closed();
    }
  }

  private void end(Reply reply) throws IOException {
    say(reply);
    state = new Closed();
  }

  private void say(Reply reply) throws IOException {
    wire.write(ReplyForm.write(reply));
  }
}
