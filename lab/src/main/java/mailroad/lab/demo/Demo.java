package mailroad.lab.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import mailroad.kernel.Bell;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.RealWorld;
import mailroad.lab.topology.Account;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.Plan;
import mailroad.lab.topology.Role;
import mailroad.lab.topology.Running;
import mailroad.lab.topology.Topology;
import mailroad.store.StoreException;
import mailroad.wire.ClientTrust;

/** The story of a letter, or of two. */
final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofMillis(500);

  private final RealWorld world;
  private final Teller teller;
  private final Topology topology;
  private final Bell happened;
  private final Progress progress = new Progress();

  Demo(RealWorld world, PrintWriter out, Topology.Kind kind) {
    this.world = world;
    this.teller = new Teller(world, out);
    this.topology = Topology.of(kind, Plan.loopback((int) ProcessHandle.current().pid()));
    this.happened = world.bell();
  }

  /** Tells it; with {@code keep}, leaves the world running until the process is ended. */
  void run(boolean keep)
      throws IOException, StoreException, GeneralSecurityException, InterruptedException {
    List<String> names = topology.mailServers().stream().map(Host::fqdn).toList();
    try (RealGround ground = new RealGround(world, teller, names)) {
      Running running = new Running(topology, ground);
      teller.title("A small internet, in this process alone (" + topology.kind() + ")");
      running.startAll();
      for (Host host : topology.hosts()) {
        teller.step(protocol(host), host.name(), Directions.describe(topology.plan(), host));
        if (host.role() instanceof Role.MailServer) {
          running.node(host).journal().listen(event -> hear(host, event));
        }
      }
      ClientTrust trust = ClientTrust.givenPem(Files.readString(ground.certificate()));
      tell(running, trust);
      if (keep) {
        teller.text(Directions.around(topology, ground.certificate()));
        Bell never = world.bell();
        world.onTermination(ground::close);
        while (!never.await(0, Duration.ofDays(365))) {
          // Until the process is ended.
        }
      }
      for (Host host : topology.hosts().reversed()) {
        running.stop(host, GRACE);
      }
      teller.text(Directions.more(topology));
    }
  }

  private static String protocol(Host host) {
    return switch (host.role()) {
      case Role.NameServer _, Role.Resolving _ -> "DNS";
      case Role.MailServer _ -> "MAIL";
    };
  }

  private void tell(Running running, ClientTrust trust)
      throws IOException, StoreException, InterruptedException {
    Correspondent a = correspondent(Topology.USER_A, trust);
    Correspondent b = correspondent(Topology.USER_B, trust);
    Host mailB = topology.home(Topology.USER_B);
    teller.title("userA writes to userB; the resolvers know nothing yet");
    settle(Progress.Rest.FILED, () -> send(a, "Hello across the world", 1));
    teller.title("userB reads it over IMAP");
    read(b, mailB);
    if (topology.kind() == Topology.Kind.SERVICE_PROVIDER) {
      teller.title("The same once more, with exampleB's own server down");
      teller.step("MAIL", mailB.name(), "goes down");
      running.stop(mailB, GRACE);
      settle(Progress.Rest.KEPT, () -> send(a, "Are you there?", 2));
      teller.title("exampleB's server comes back; its provider has kept the mail");
      settle(
          Progress.Rest.FILED,
          () -> {
            running.start(mailB);
            running.node(mailB).journal().listen(event -> hear(mailB, event));
            teller.step("MAIL", mailB.name(), "is up again");
          });
      teller.title("userB reads it over IMAP");
      read(b, mailB);
    }
  }

  private void read(Correspondent b, Host mailB) throws IOException {
    String byImap = b.readByImap(mailB.port(topology.plan().imap()), mailB.fqdn());
    teller.title("... and again over POP3");
    String byPop3 = b.readByPop3(mailB.port(topology.plan().pop3()), mailB.fqdn());
    if (!byImap.equals(byPop3)) {
      throw new IOException("IMAP and POP3 do not give the same message");
    }
    teller.title("The message as read");
    teller.text(byImap.replace("\r\n", "\n").stripTrailing());
  }

  private Correspondent correspondent(EmailAddress address, ClientTrust trust) {
    Account account =
        topology.mailServers().stream()
            .flatMap(host -> ((Role.MailServer) host.role()).accounts().stream())
            .filter(one -> one.address().equals(address))
            .findFirst()
            .orElseThrow();
    return new Correspondent(world, teller, account, trust);
  }

  private void send(Correspondent a, String subject, int number)
      throws IOException, InterruptedException {
    Host server = topology.home(Topology.USER_A);
    Instant now = world.now();
    String date =
        DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(now);
    String message =
        """
        From: User A <%s>
        To: User B <%s>
        Subject: %s
        Date: %s
        Message-ID: <letter.%d.%d@exampleA.tst>

        Dear B,
        this letter went by submission, a queue, the domain name system and SMTP.
        . Even a line that begins with a dot arrives as it was.
        A
        """
            .formatted(Topology.USER_A, Topology.USER_B, subject, date, number, now.toEpochMilli())
            .replace("\n", "\r\n");
    a.send(server.port(topology.plan().submission()), server.fqdn(), Topology.USER_B, message);
  }

  private void hear(Host host, Event event) {
    teller.event(host.name(), event);
    progress.note(event);
    happened.ring();
  }

  /** Something that makes other things happen. */
  private interface Act {
    void run() throws IOException, StoreException, InterruptedException;
  }

  /** Acts, and waits until nothing moves any more: each message is done with, or kept for later. */
  private void settle(Progress.Rest rest, Act act)
      throws IOException, StoreException, InterruptedException {
    teller.hold();
    try {
      progress.begin(rest);
      act.run();
      Instant until = world.now().plus(PATIENCE);
      while (true) {
        long seen = happened.rings();
        if (progress.isReached()) {
          return;
        }
        if (!happened.await(seen, Duration.between(world.now(), until))) {
          throw new IOException(
              "what was to happen did not happen within %d s".formatted(PATIENCE.toSeconds()));
        }
      }
    } finally {
      teller.release();
    }
  }
}
