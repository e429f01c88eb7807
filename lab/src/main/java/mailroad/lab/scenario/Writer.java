package mailroad.lab.scenario;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.lab.topology.Account;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.client.Content;
import mailroad.smtp.client.Delivery;
import mailroad.smtp.client.Login;
import mailroad.smtp.client.Opening;
import mailroad.smtp.client.Outcome;
import mailroad.smtp.client.Security;
import mailroad.smtp.client.SmtpClient;
import mailroad.smtp.client.SmtpClientConfig;
import mailroad.smtp.client.SmtpSession;

/**
 * A user's mail program: hands one letter in at the submission port of its server, again and again until the
 * server has said yes or no about each recipient. Runs in a task of its own.
 */
final class Writer implements Task.Body {
  private static final Domain NAME = new Domain("desk.tst");
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final int REST_SECONDS_MIN = 5;
  private static final int REST_SECONDS_MAX = 300;

  private final World world;
  private final InetSocketAddress server;
  private final Account account;
  private final Letter letter;
  private final List<Posting> postings;

  Writer(World world, InetSocketAddress server, Account account, Letter letter) {
    this.world = world;
    this.server = server;
    this.account = account;
    this.letter = letter;
    this.postings = letter.to().stream().map(to -> new Posting(letter, to)).toList();
  }

  /** What has become of the letter so far. */
  List<Posting> postings() {
    return postings;
  }

  @Override
  public void run() throws InterruptedException {
    world.sleep(letter.at());
    while (true) {
      try {
        attempt();
      } catch (java.io.InterruptedIOException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      } catch (IOException e) {
        // Refused, timed out, or lost: the server is down or out of reach just now.
      }
      if (open().isEmpty()) {
        return;
      }
      world.sleep(Duration.ofSeconds(world.random().nextInt(REST_SECONDS_MIN, REST_SECONDS_MAX)));
    }
  }

  private List<Posting> open() {
    return postings.stream().filter(posting -> !posting.isSettled()).toList();
  }

  private void attempt() throws IOException, InterruptedException {
    Connection connection = world.network().connect(server, CONNECT_TIMEOUT);
    Login login = new Login(account.address().toString(), account.password());
    Opening opening =
        new SmtpClient(world, SmtpClientConfig.DEFAULT, NAME)
            .open(connection, new Security.None(), Optional.of(login));
    if (opening instanceof Opening.Opened(SmtpSession session)) {
      try (session) {
        send(session);
        session.quit();
      }
    }
  }

  private void send(SmtpSession session) throws IOException, InterruptedException {
    List<Posting> open = open();
    open.forEach(posting -> posting.tried(world.now()));
    List<Recipient> recipients =
        open.stream().map(posting -> Recipient.of(posting.recipient())).toList();
    Envelope envelope =
        new Envelope(ReversePath.of(letter.from()), MailParameters.NONE, recipients);
    List<Delivery> deliveries = session.send(envelope, content());
    for (int i = 0; i < open.size(); i++) {
      note(open.get(i), deliveries.get(i).outcome());
    }
  }

  private void note(Posting posting, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ -> posting.accepted(world.now());
      case Outcome.Refused(_, var reply) when reply.kind() == Reply.Kind.NEVER ->
          posting.refused(reply);
      case Outcome.Unsendable(var reply) -> posting.refused(reply);
      case Outcome.Refused _, Outcome.Postponed _, Outcome.Lost _, Outcome.Doubtful _ -> {}
    }
  }

  private Content content() {
    return new Content() {
      @Override
      public long octets() {
        return letter.content().length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(letter.content());
      }
    };
  }
}
