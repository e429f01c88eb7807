package mailroad.smtp.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.TlsWish;

/** A session that was opened: one transaction after another, while both sides want. */
final class OpenSession implements SmtpSession {
  private final Talk talk;
  private final SmtpClientConfig config;
  private final Opener.Manner manner;
  private final Extensions extensions;
  private final boolean loggedIn;
  private Transaction.After after = Transaction.After.CLEAN;
  private int transactions;

  OpenSession(
      Talk talk,
      SmtpClientConfig config,
      Opener.Manner manner,
      Extensions extensions,
      boolean loggedIn) {
    this.talk = talk;
    this.config = config;
    this.manner = manner;
    this.extensions = extensions;
    this.loggedIn = loggedIn;
  }

  @Override
  public Extensions extensions() {
    return extensions;
  }

  @Override
  public Optional<String> tls() {
    return talk.wire()
        .tls()
        .map(tls -> tls.protocol() + " " + tls.cipher() + (tls.resumed() ? ", resumed" : ""));
  }

  @Override
  public List<Delivery> send(Envelope envelope, Content content)
      throws IOException, InterruptedException {
    if (!usable()) {
      throw new IllegalStateException("the session has ended");
    }
    if (envelope.recipients().isEmpty()) {
      throw new IllegalArgumentException("nobody to send to");
    }
    talk.transcript().begin();
    Body body = envelope.parameters().body();
    // RFC 6531 section 3.6: header fields in UTF-8 have no other form.
    if (extensions.takes(body) || envelope.parameters().utf8()) {
      return sendAsIs(envelope, content);
    }
    return switch (manner.conversion().toSevenBit(content)) {
      case Conversion.Result.Done(var converted) ->
          sendAsIs(
              new Envelope(
                  envelope.sender(),
                  envelope.parameters().with(Body.SEVEN_BIT),
                  envelope.recipients()),
              converted);
      case Conversion.Result.Impossible(var why) -> unsendable(envelope, unconverted(body, why));
    };
  }

  private static Reply unconverted(Body body, String why) {
    return new Reply(
        554,
        body == Body.BINARY ? "5.6.1" : "5.6.3",
        "The next hop does not offer %s, and the message cannot be converted: %s"
            .formatted(body.keyword(), why));
  }

  private static List<Delivery> unsendable(Envelope envelope, Reply why) {
    Outcome unsendable = new Outcome.Unsendable(why);
    return envelope.recipients().stream().map(r -> new Delivery(r, unsendable)).toList();
  }

  private List<Delivery> sendAsIs(Envelope envelope, Content content)
      throws IOException, InterruptedException {
    Optional<Reply> obstacle =
        unprotected(envelope).or(() -> extensions.obstacle(envelope, content.octets()));
    if (obstacle.isPresent()) {
      return unsendable(envelope, obstacle.get());
    }
    // Opened first: if that fails, nothing was said, and the session can serve other messages.
    try (InputStream octets = content.open()) {
      transactions++;
      Transaction transaction =
          new Transaction(talk, config, manner.protocol(), extensions, loggedIn, envelope);
      boolean complete = false;
      List<Delivery> deliveries;
      try {
        deliveries = transaction.run(after, content, octets);
        after = transaction.after();
        complete = true;
      } finally {
        if (!complete || after == Transaction.After.ENDED) {
          close();
        }
      }
      if (!usable()) {
        quit();
      }
      return deliveries;
    }
  }

  /** RFC 8689 section 4.2.1: what must be protected goes only to who promises to protect it. */
  private Optional<Reply> unprotected(Envelope envelope) {
    boolean fine =
        envelope.parameters().handling().tls() != TlsWish.REQUIRED
            || talk.wire().tls().isPresent() && extensions.offers("REQUIRETLS");
    return fine
        ? Optional.empty()
        : Optional.of(
            new Reply(550, "5.7.30", "The next hop does not offer REQUIRETLS, which is asked for"));
  }

  @Override
  public Inquiry ask(Recipient recipient) throws InterruptedException {
    if (!usable()) {
      throw new IllegalStateException("the session has ended");
    }
    Envelope envelope =
        new Envelope(new ReversePath.Nowhere(), MailParameters.NONE, List.of(recipient));
    talk.transcript().begin();
    Optional<Reply> obstacle = extensions.obstacle(envelope, 0);
    if (obstacle.isPresent()) {
      return new Inquiry.Unanswered(obstacle.get().toString());
    }
    try {
      return ask(new MailCommands(extensions, loggedIn, envelope), recipient);
    } catch (IOException e) {
      close();
      return new Inquiry.Unanswered("the connection was lost: " + Talk.reason(e));
    }
  }

  private Inquiry ask(MailCommands commands, Recipient recipient) throws IOException {
    if (after == Transaction.After.OPEN) {
      talk.ask("RSET", config.helloTimeout());
    }
    after = Transaction.After.OPEN;
    Reply mail = talk.ask(commands.mail(0), config.mailTimeout());
    if (mail.kind() != Reply.Kind.DONE) {
      return new Inquiry.Unanswered("MAIL was refused: " + mail);
    }
    Reply rcpt = talk.ask(commands.rcpt(recipient), config.rcptTimeout());
    if (rcpt.code() == 421) {
      close();
    }
    return new Inquiry.Answered(rcpt);
  }

  @Override
  public boolean usable() {
    // RFC 9422 section 4.1: one transaction too many would be refused.
    return isAlive() && transactions < extensions.limits().mailMax().orElse(Integer.MAX_VALUE);
  }

  private boolean isAlive() {
    return after != Transaction.After.ENDED;
  }

  @Override
  public List<String> dialogue() {
    return talk.transcript().lines();
  }

  @Override
  public void quit() throws InterruptedException {
    if (isAlive()) {
      try {
        talk.ask("QUIT", config.quitTimeout());
      } catch (IOException e) {
        // RFC 5321 section 4.1.1.10: the answer is not needed; a cancelled task still ends.
        Talk.reason(e);
      } finally {
        close();
      }
    }
  }

  @Override
  public void close() {
    after = Transaction.After.ENDED;
    talk.wire().close();
  }
}
