package mailroad.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.Reply.Kind;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.client.ContentWriter.Form;

/**
 * One message to one host (RFC 5321 section 3.3): MAIL, RCPT for each recipient, DATA, content.
 *
 * <p>With PIPELINING (RFC 2920) commands go out together, up to as many octets as the other side's
 * window surely takes; without it each waits for its reply. Either way replies come in the order of the
 * commands, so one queue of what is expected serves both.
 */
final class Transaction {
  /** What can follow. */
  enum After {
    /** Another transaction. */
    CLEAN,
    /** RSET, then another. */
    OPEN,
    /** Nothing: the session is over. */
    ENDED
  }

  /** RFC 2920 section 3.1: no more than a TCP window, lest both sides wait for each other to read. */
  private static final int GROUP_OCTETS_MAX = 4096;

  private static final Duration LAST_WORDS_TIMEOUT = Duration.ofSeconds(1);

  private static final Reply RECIPIENT_LIMIT =
      new Reply(452, "4.5.3", "More recipients than go in one transaction");
  private static final Reply BARE_LINE_END =
      new Reply(554, "5.6.11", "The message has a CR or LF by itself, and cannot be sent");

  /** A command whose reply has not come. */
  private record Expected(Stage stage, int recipient) {}

  private final Talk talk;
  private final SmtpClientConfig config;
  private final Protocol protocol;
  private final Extensions extensions;
  private final MailCommands commands;
  private final Optional<Form> chunk;
  private final boolean pipelining;
  private final Ledger ledger;
  private final Deque<Expected> expected = new ArrayDeque<>();
  private String note = "";
  private int expectedOctets;
  private Stage stage = Stage.MAIL;
  private boolean mailRefused;
  private After after = After.CLEAN;

  Transaction(
      Talk talk,
      SmtpClientConfig config,
      Protocol protocol,
      Extensions extensions,
      boolean loggedIn,
      Envelope envelope) {
    this.talk = talk;
    this.config = config;
    this.protocol = protocol;
    this.extensions = extensions;
    this.commands = new MailCommands(extensions, loggedIn, envelope);
    this.chunk = chunk(envelope.parameters().body());
    this.pipelining = extensions.offers("PIPELINING");
    this.ledger = new Ledger(envelope.recipients(), config.recipientsMax(), extensions.limits());
  }

  /** How the content goes, if in chunks. */
  private Optional<Form> chunk(Body body) {
    if (body == Body.BINARY) {
      return Optional.of(Form.BINARY_CHUNK);
    }
    return config.chunking() && extensions.offers("CHUNKING")
        ? Optional.of(Form.CHUNK)
        : Optional.empty();
  }

  After after() {
    return after;
  }

  /**
   * Runs to the end.
   *
   * @param before what the transaction before this one left
   * @param of what is sent
   * @param content its octets
   * @throws ContentWriter.UnreadableException if the content cannot be read; the session must be closed
   */
  List<Delivery> run(After before, Content of, InputStream content)
      throws ContentWriter.UnreadableException, InterruptedException {
    try {
      if (before == After.CLEAN || reset()) {
        note = of.note();
        converse(of.octets(), content);
      }
    } catch (ContentWriter.UnreadableException e) {
      throw e;
    } catch (ContentWriter.BareLineEndException e) {
      // The content is half sent; only without its final dot is it not taken for the whole.
      after = After.ENDED;
      ledger.decideRest(new Outcome.Unsendable(BARE_LINE_END));
    } catch (IOException e) {
      String reason = Talk.reason(e);
      after = After.ENDED;
      ledger.decideRest(broken(reason));
    }
    return ledger.deliveries();
  }

  private Outcome broken(String reason) throws InterruptedException {
    return lastWords()
        .<Outcome>map(reply -> new Outcome.Refused(stage, reply))
        .orElseGet(() ->
            stage == Stage.FINAL_DOT
                ? new Outcome.Doubtful(reason)
                : new Outcome.Lost(stage, reason));
  }

  /** A server that had enough amid the content says why, and closes; the write fails, the words wait here. */
  private Optional<Reply> lastWords() throws InterruptedException {
    if (stage != Stage.DATA && stage != Stage.FINAL_DOT) {
      return Optional.empty();
    }
    try {
      return Optional.of(talk.hear(LAST_WORDS_TIMEOUT))
          .filter(reply -> reply.kind() == Kind.LATER || reply.kind() == Kind.NEVER);
    } catch (IOException e) {
      Talk.reason(e);
      return Optional.empty();
    }
  }

  private boolean reset() throws IOException {
    Reply reply = talk.ask("RSET", config.helloTimeout());
    if (reply.kind() != Kind.DONE) {
      after = After.ENDED;
      ledger.decideRest(new Outcome.Refused(stage, reply));
      return false;
    }
    return true;
  }

  private void converse(long octets, InputStream content) throws IOException {
    after = After.OPEN;
    send(commands.mail(octets), Stage.MAIL, 0);
    for (int i = 0; i < ledger.size() && !isOver(); i++) {
      if (ledger.name(i)) {
        send(commands.rcpt(ledger.recipient(i)), Stage.RCPT, i);
      } else {
        ledger.decide(i, new Outcome.Postponed(RECIPIENT_LIMIT));
      }
    }
    if (isOver() || ledger.accepted().isEmpty() && expected.isEmpty()) {
      return;
    }
    if (chunk.isPresent()) {
      hearExpected(InputStream.nullInputStream());
      chunk(chunk.get(), octets, content);
    } else {
      send("DATA", Stage.DATA, 0);
      hearExpected(content);
    }
  }

  /** All of the content in one chunk: its length is known, and no answer is to be waited for before it. */
  private void chunk(Form form, long octets, InputStream content) throws IOException {
    if (after == After.ENDED || mailRefused || ledger.accepted().isEmpty()) {
      return;
    }
    stage = Stage.DATA;
    talk.say("BDAT %d LAST".formatted(octets));
    ContentWriter writer = new ContentWriter(talk.wire(), form);
    writer.write(content, octets);
    written(octets);
    stage = Stage.FINAL_DOT;
    hearTheEnd();
    if (after == After.CLEAN && !ledger.isDelivered()) {
      // RFC 3030 section 2: a chunk that was refused leaves the transaction open.
      after = After.OPEN;
    }
  }

  private void written(long octets) {
    String what = note.isEmpty() ? "" : ", " + note;
    talk.transcript().said("(%d octets of content%s)".formatted(octets, what));
  }

  /** Whether nothing more is to be said in this transaction. */
  private boolean isOver() {
    return after == After.ENDED || mailRefused && expected.isEmpty();
  }

  private void send(String command, Stage of, int recipient) throws IOException {
    talk.say(command);
    expected.add(new Expected(of, recipient));
    expectedOctets += command.length();
    if (of != Stage.DATA && (!pipelining || expectedOctets > GROUP_OCTETS_MAX)) {
      hearExpected(InputStream.nullInputStream());
    }
  }

  private void hearExpected(InputStream content) throws IOException {
    expectedOctets = 0;
    for (Expected next = expected.poll();
        next != null && after != After.ENDED;
        next = expected.poll()) {
      stage = next.stage();
      Reply reply = talk.hear(timeout(stage));
      if (reply.code() == 421) {
        end(reply);
      } else if (stage == Stage.DATA) {
        data(reply, content);
      } else if (reply.kind() == Kind.GO_ON) {
        throw new NotSmtpException("unexpected reply: " + reply);
      } else if (stage == Stage.MAIL) {
        mail(reply);
      } else {
        rcpt(next.recipient(), reply);
      }
    }
  }

  private Duration timeout(Stage of) {
    return switch (of) {
      case MAIL -> config.mailTimeout();
      case RCPT -> config.rcptTimeout();
      case DATA -> config.dataTimeout();
      case GREETING, HELLO, TLS, AUTH, FINAL_DOT -> throw new IllegalArgumentException("" + of);
    };
  }

  /** 421: the other side goes, whatever it was asked (RFC 5321 section 3.8). */
  private void end(Reply reply) {
    after = After.ENDED;
    ledger.decideRest(new Outcome.Refused(stage, reply));
  }

  private void mail(Reply reply) {
    if (reply.kind() != Kind.DONE) {
      mailRefused = true;
      after = After.CLEAN;
      ledger.decideRest(new Outcome.Refused(Stage.MAIL, reply));
    }
  }

  private void rcpt(int recipient, Reply reply) {
    if (mailRefused) {
      return;
    }
    if (reply.kind() == Kind.DONE) {
      ledger.accept(recipient);
    } else if (!ledger.accepted().isEmpty() && isTooMany(reply)) {
      ledger.decide(recipient, new Outcome.Postponed(reply));
    } else {
      ledger.decide(recipient, new Outcome.Refused(Stage.RCPT, reply));
    }
  }

  /** RFC 5321 section 4.5.3.1.10: 452, and the 552 of RFC 821; with another status they say another thing. */
  private static boolean isTooMany(Reply reply) {
    return (reply.code() == 452 || reply.code() == 552)
        && (reply.status().isEmpty() || reply.status().endsWith(".5.3"));
  }

  private void data(Reply reply, InputStream content) throws IOException {
    switch (reply.kind()) {
      case GO_ON -> {
        if (!ledger.accepted().isEmpty()) {
          content(content);
        } else {
          // RFC 2920 section 3.1: a server that asks for content without recipients gets none.
          talk.ask(".", config.finalDotTimeout());
          after = After.CLEAN;
        }
      }
      case LATER, NEVER -> ledger.decideRest(new Outcome.Refused(Stage.DATA, reply));
      case DONE -> throw new NotSmtpException("unexpected reply: " + reply);
    }
  }

  private void content(InputStream content) throws IOException {
    ContentWriter writer = new ContentWriter(talk.wire(), Form.LINES);
    writer.write(content);
    written(writer.octets());
    stage = Stage.FINAL_DOT;
    talk.say(".");
    hearTheEnd();
  }

  /** One answer for all, or under LMTP one for each recipient that was accepted (RFC 2033 section 4.2). */
  private void hearTheEnd() throws IOException {
    if (protocol == Protocol.LMTP) {
      hearOfEach();
      return;
    }
    Reply reply = talk.hear(config.finalDotTimeout());
    switch (reply.kind()) {
      case DONE -> {
        after = After.CLEAN;
        ledger.decideRest(new Outcome.Delivered(reply));
      }
      case LATER, NEVER -> {
        after = reply.code() == 421 ? After.ENDED : After.CLEAN;
        ledger.decideRest(new Outcome.Refused(Stage.FINAL_DOT, reply));
      }
      case GO_ON -> throw new NotSmtpException("unexpected reply: " + reply);
    }
  }

  private void hearOfEach() throws IOException {
    for (int recipient : ledger.accepted()) {
      Reply reply = talk.hear(config.finalDotTimeout());
      ledger.decide(
          recipient,
          switch (reply.kind()) {
            case DONE -> new Outcome.Delivered(reply);
            case LATER, NEVER -> new Outcome.Refused(Stage.FINAL_DOT, reply);
            case GO_ON -> throw new NotSmtpException("unexpected reply: " + reply);
          });
      if (reply.code() == 421) {
        end(reply);
        return;
      }
    }
    after = After.CLEAN;
  }
}
