package mailroad.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import mailroad.app.Node;
import mailroad.kernel.Bell;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Network;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.lab.topology.Account;
import mailroad.lab.topology.Host;
import mailroad.lab.topology.LoopbackGround;
import mailroad.lab.topology.Plan;
import mailroad.lab.topology.Role;
import mailroad.lab.topology.Running;
import mailroad.lab.topology.Topology;
import mailroad.mailbox.Mailbox;
import mailroad.store.Store;
import mailroad.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same topologies in the real World, over real sockets of this machine. */
class LoopbackTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
  private final RealWorld world = new RealWorld((_, failure) -> failures.add(failure));
  private final List<Running> started = new ArrayList<>();

  private Running start(Topology.Kind kind) throws Exception {
    // Other tests of this machine, and demonstrations, have networks of their own.
    int number = (int) (ProcessHandle.current().pid() * 3 + kind.ordinal());
    Topology topology = Topology.of(kind, Plan.loopback(number));
    Running running = new Running(topology, new LoopbackGround(world));
    started.add(running);
    running.startAll();
    return running;
  }

  @AfterEach
  void stop() {
    for (Running running : started) {
      running.topology().hosts().forEach(host -> running.stop(host, Duration.ZERO));
    }
    assertThat(failures).isEmpty();
  }

  private Letter write(Running running, EmailAddress from, EmailAddress to) throws Exception {
    Topology topology = running.topology();
    Host home = topology.home(from);
    Account account =
        ((Role.MailServer) home.role())
            .accounts().stream()
                .filter(one -> one.address().equals(from))
                .findFirst()
                .orElseThrow();
    Letter letter = Letter.write(1, from, List.of(to), Duration.ZERO, new SplittableRandom(1));
    InetSocketAddress submission = home.port(topology.plan().submission());
    Writer writer = new Writer(world, submission, account, letter);
    Task task = world.start("writer", writer);
    assertThat(task.join(LONG)).isTrue();
    assertThat(writer.postings().getFirst().accepted()).isPresent();
    return letter;
  }

  private List<Received> awaitMail(Running running, EmailAddress owner) throws Exception {
    Node node = running.node(running.topology().home(owner));
    mailroad.mailbox.Account account = node.directory().account(owner).orElseThrow();
    Mailbox inbox = node.mailboxes().of(account).inbox();
    try (Store.Watch watch = inbox.watch()) {
      Bell bell = watch.bell();
      while (true) {
        long seen = bell.rings();
        List<Received> mail = Received.inbox(node.mailboxes(), account);
        if (!mail.isEmpty()) {
          return mail;
        }
        assertThat(bell.await(seen, LONG)).as("mail comes").isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLetterCrossesTheWorldBothWays(Topology.Kind kind) throws Exception {
    Running running = start(kind);
    Letter there = write(running, Topology.USER_A, Topology.USER_B);
    assertThat(awaitMail(running, Topology.USER_B))
        .singleElement()
        .matches(message -> message.isWhole(there));
    Letter back = write(running, Topology.USER_B, Topology.USER_A);
    assertThat(awaitMail(running, Topology.USER_A))
        .singleElement()
        .matches(message -> message.isWhole(back));
  }

  @ParameterizedTest
  @EnumSource
  void aLetterToNobodyComesBack(Topology.Kind kind) throws Exception {
    Running running = start(kind);
    EmailAddress nobody = EmailAddress.of("nobody@exampleB.tst");
    Letter letter = write(running, Topology.USER_A, nobody);
    assertThat(awaitMail(running, Topology.USER_A))
        .singleElement()
        .matches(message -> message.reportsFailure(letter, nobody));
  }

  @Test
  void theProviderHoldsMailWhileItsCustomerIsDown() throws Exception {
    Running running = start(Topology.Kind.SERVICE_PROVIDER);
    Topology topology = running.topology();
    Host customer = topology.home(Topology.USER_B);
    running.stop(customer, Duration.ZERO);
    Letter letter = write(running, Topology.USER_A, Topology.USER_B);
    Node provider = running.node(topology.host("mx-b"));
    awaitTried(provider);
    running.start(customer);
    Task flushing = world.start("flush", () -> flushUntilEmpty(provider));
    assertThat(awaitMail(running, Topology.USER_B))
        .singleElement()
        .matches(message -> message.isWhole(letter));
    assertThat(flushing.join(LONG)).isTrue();
  }

  @Test
  void r37ABackupKeepsMailUntilThePrimarySaysEtrn() throws Exception {
    Running running = start(Topology.Kind.BACKUP_MX);
    Topology topology = running.topology();
    Host primary = topology.home(Topology.USER_B);
    running.stop(primary, Duration.ZERO);
    Letter letter = write(running, Topology.USER_A, Topology.USER_B);
    Host backup = topology.host("mx-b");
    awaitTried(running.node(backup));
    running.start(primary);
    try (Network.Connection connection =
        world
            .network()
            .connect(Optional.of(primary.address()), backup.port(topology.plan().smtp()), LONG)) {
      Wire wire = new Wire(world, connection, LONG);
      wire.readLine(512, LONG);
      wire.write("EHLO mail.exampleb.tst\r\nETRN exampleB.tst\r\n");
      wire.flush();
      assertThat(awaitMail(running, Topology.USER_B))
          .singleElement()
          .matches(message -> message.isWhole(letter));
    }
  }

  @Test
  void theHubGoesOnWithoutOneOfItsInnerServersAndASmarthost() throws Exception {
    Running running = start(Topology.Kind.COMPANY_HUB);
    Topology topology = running.topology();
    running.stop(topology.host("inner-1"), Duration.ZERO);
    running.stop(topology.host("relay-a"), Duration.ZERO);
    Letter letter = write(running, Topology.USER_A, Topology.USER_B);
    assertThat(awaitMail(running, Topology.USER_B))
        .singleElement()
        .matches(message -> message.isWhole(letter));
  }

  /** Again and again, since an attempt that is just ending is left alone by a flush. */
  private void flushUntilEmpty(Node provider) throws Exception {
    while (!provider.mta().queue().list(Optional.empty(), 1).isEmpty()) {
      provider.mta().flush(Optional.empty(), "test");
      world.sleep(Duration.ofMillis(50));
    }
  }

  /** Waits until the provider has tried to pass the letter on, in vain. */
  private void awaitTried(Node provider) throws Exception {
    Bell deferred = world.bell();
    provider
        .journal()
        .listen(event -> {
          if (event instanceof mailroad.kernel.Event.Deferred) {
            deferred.ring();
          }
        });
    boolean already =
        provider.mta().queue().list(Optional.empty(), 1).stream()
            .flatMap(entry -> entry.items().stream())
            .anyMatch(item -> item.attempts() > 0);
    assertThat(already || deferred.await(0, LONG)).isTrue();
  }
}
