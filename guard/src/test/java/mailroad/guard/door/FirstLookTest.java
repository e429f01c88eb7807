package mailroad.guard.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Decision;
import mailroad.smtp.server.Departure;
import mailroad.smtp.server.Incoming;
import mailroad.smtp.server.Reception;
import mailroad.smtp.server.SmtpServer;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a stranger's first words show, over real sockets. All come through a proxy, so that they are no neighbours: A3, A4.
 */
class FirstLookTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String FROM = "C+ PROXY TCP4 203.0.113.9 198.51.100.1 4321 25\\r\\n\n";

  private final Doors doors = new Doors();
  private final List<Client> gone = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore left = new Semaphore(0);
  private Door door;
  private Listener listener;

  /** Asks the door alone, and takes no mail. */
  private final class Lobby implements Reception {
    @Override
    public Duration hesitation(Client client) throws InterruptedException {
      return door.hesitation(client);
    }

    @Override
    public Decision connected(Client client) throws InterruptedException {
      return door.connected(client);
    }

    @Override
    public Decision hello(Client client) throws InterruptedException {
      return door.hello(client);
    }

    @Override
    public Decision sender(Client client, ReversePath sender, MailParameters parameters)
        throws InterruptedException {
      return door.sender(client, sender, parameters);
    }

    @Override
    public Decision recipient(Client client, Envelope soFar, Recipient recipient)
        throws InterruptedException {
      return door.recipient(client, soFar, recipient);
    }

    @Override
    public void faulted(Client client, Reply reply) throws InterruptedException {
      door.faulted(client, reply);
    }

    @Override
    public void left(Client client, Departure departure) {
      door.left(client, departure);
      gone.add(client);
      left.release();
    }

    @Override
    public Incoming begin(Client client, Envelope envelope) {
      throw new IllegalStateException("nobody brings a message here");
    }
  }

  @BeforeEach
  void open() throws Exception {
    doors.firstLook = new FirstLookConfig(Duration.ofMillis(300), FirstLookConfig.Act.REFUSE);
    door = doors.open();
    SmtpServer server =
        new SmtpServer(
            doors.world,
            SmtpServerConfig.DEFAULT,
            new Domain("mx.local.example"),
            new Lobby(),
            Optional.empty(),
            Optional.empty());
    listener =
        Listener.open(
            doors.world,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ListenerConfig(100, 100, 0, 90, List.of("127.0.0.1"), PATIENCE, PATIENCE),
            server,
            door.porter());
  }

  @AfterEach
  void close() throws Exception {
    listener.shutdown(PATIENCE);
  }

  private List<String> shows(String script) throws Exception {
    Player.to(doors.world, listener.address(), PATIENCE).play(Script.parse(script)).check();
    left.acquire();
    return ConductCheck.evidence(gone.getLast().conduct(), ConductConfig.DEFAULT).stream()
        .map(Evidence::name)
        .toList();
  }

  @Test
  void whoWaitsForTheGreetingIsKnownFromThenOn() throws Exception {
    Client stranger = Doors.client("203.0.113.9");
    assertThat(door.hesitation(stranger)).isEqualTo(Duration.ofMillis(300));
    assertThat(
            shows(
                FROM
                    + """
                    S: 220 mx.local.example ESMTP Mailroad
                    C: EHLO mail.away.example
                    S~ 250 HELP
                    C: QUIT
                    S: 221 *
                    = closed
                    """))
        .isEmpty();
    assertThat(door.hesitation(stranger)).isZero();
    door.flush();
    doors.store.crash();
    doors.store = doors.store.reopen();
    assertThat(doors.open().hesitation(stranger)).as("over a restart").isZero();
    doors.world.pass(Duration.ofDays(8));
    assertThat(doors.open().hesitation(stranger)).as("a week later").isPositive();
  }

  @Test
  void whoTalksBeforeTheGreetingIsSentAwayA4() throws Exception {
    assertThat(
            shows(
                "C+ PROXY TCP4 203.0.113.9 198.51.100.1 4321 25\\r\\nEHLO bot\\r\\nMAIL FROM:<>\\r\\n\n"
                    + "S: 554 5.5.0 Wait for the greeting\n= closed\n"))
        .containsExactly("early-talk");
    assertThat(door.hesitation(Doors.client("203.0.113.9"))).isPositive();
  }

  @Test
  void whoDoesNotWaitForWhatIsOfferedShowsItA4() throws Exception {
    assertThat(
            shows(
                FROM
                    + """
                    S: 220 *
                    C+ EHLO mail.away.example\\r\\nMAIL FROM:<x@away.example>\\r\\n
                    S~ 250 HELP
                    S: 250 *
                    C: QUIT
                    S: 221 *
                    """))
        .containsExactly("early-pipelining");
  }

  @Test
  void whoEndsLinesWronglyShowsItA1() throws Exception {
    assertThat(
            shows(
                FROM
                    + """
                    S: 220 *
                    C+ NOOP\\n
                    S: 500 5.5.2 *
                    C: QUIT
                    S: 221 *
                    """))
        .containsExactly("bare-newline", "bad-commands");
  }

  @Test
  void whoSpeaksHttpShowsItA3() throws Exception {
    assertThat(shows(FROM + "S: 220 *\nC: GET / HTTP/1.1\nS: 5*\n= closed\n"))
        .containsExactly("foreign-command");
  }

  @Test
  void whoKeepsToTheRulesAndPipelinesShowsNothing() throws Exception {
    assertThat(
            shows(
                FROM
                    + """
                    S: 220 *
                    C: EHLO mail.away.example
                    S~ 250 HELP
                    C+ MAIL FROM:<x@away.example>\\r\\nRCPT TO:<anna@local.example>\\r\\nRSET\\r\\nQUIT\\r\\n
                    S: 250 *
                    S: 250 *
                    S: 250 *
                    S: 221 *
                    """))
        .isEmpty();
  }

  @Test
  void whoIsBannedHearsOneWordAtTheDoor() throws Exception {
    door.desk()
        .ban(
            mailroad.kernel.AddressRange.parse("203.0.113.0/24").orElseThrow(),
            Optional.empty(),
            "it annoys");
    Player.to(doors.world, listener.address(), PATIENCE)
        .play(
            Script.parse(
                FROM + "S: 421 4.7.0 mx.local.example Nobody from your address *\n= closed\n"))
        .check();
    assertThat(gone).isEmpty();
  }
}
