package mailroad.lab.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import mailroad.imap.ImapConfig;
import mailroad.imap.ImapServer;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.lab.sim.Simulation;
import mailroad.mailbox.Account;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.Directory;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Message;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.sasl.AuthConfig;
import mailroad.sasl.PlaintextLogin;
import mailroad.store.Store;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;

/**
 * One play: several clients in the same mailboxes, and the comparison at the end. Runs alone, in the simulated World.
 *
 * @param seed decides everything
 * @param atOnce whether clients act at the same time; else one after another
 * @param fault what is wrong with the server
 */
record ImapModel(long seed, boolean atOnce, Fault fault) {
  private static final int CLIENTS = 5;
  private static final int ACTS = 40;
  private static final Duration LONG = Duration.ofHours(2);

  /** Plays; an {@link AssertionError} says what a client was told and should not have been. */
  void play() throws Exception {
    try (Simulation simulation = new Simulation(seed)) {
      World world = simulation.machine("server", "10.0.0.1");
      House house = new House(world, fault);
      Ledger ledger = new Ledger();
      List<RandomUser> users = new ArrayList<>();
      simulation.play(
          LONG,
          () -> {
            house.open();
            SplittableRandom random = simulation.random("users");
            for (int i = 0; i < CLIENTS; i++) {
              MailClient.Habit habit =
                  MailClient.Habit.values()[random.nextInt(MailClient.Habit.values().length)];
              MailClient client =
                  new MailClient(
                      simulation.world(Simulation.LAB),
                      house.address(),
                      habit,
                      fault.hearing(),
                      ledger);
              users.add(new RandomUser(client, random.split()));
            }
            if (atOnce) {
              actAtOnce(simulation.world(Simulation.LAB), users);
            } else {
              actInTurn(users, random);
            }
            for (RandomUser user : users) {
              user.settle();
              compare(user.client(), house);
            }
          });
      assertThat(simulation.failures()).isEmpty();
    } catch (AssertionError | Exception e) {
      throw new AssertionError("seed %d, at once %s".formatted(seed, atOnce), e);
    }
  }

  private static void actInTurn(List<RandomUser> users, SplittableRandom random) throws Exception {
    for (int act = 0; act < CLIENTS * ACTS; act++) {
      act(users.get(random.nextInt(users.size())));
    }
  }

  private static void actAtOnce(World world, List<RandomUser> users) throws Exception {
    List<Task> tasks = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (RandomUser user : users) {
      tasks.add(
          world.start(
              "user",
              () -> {
                try {
                  for (int act = 0; act < ACTS; act++) {
                    act(user);
                  }
                } catch (Exception | AssertionError e) {
                  failures.add(e);
                }
              }));
    }
    for (Task task : tasks) {
      task.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError("a user failed", failures.getFirst());
    }
  }

  private static void act(RandomUser user) throws Exception {
    try {
      user.act();
    } catch (AssertionError | java.io.IOException | RuntimeException e) {
      throw new AssertionError(
          user.client().habit() + " " + user.client().mirror() + "\n" + user.client().talk(), e);
    }
  }

  /** The client knows which messages there are, in which order and with which flags. */
  private static void compare(MailClient client, House house) throws Exception {
    if (client.mailbox().isEmpty()) {
      return;
    }
    TreeMap<Long, TreeSet<String>> there = new TreeMap<>();
    for (Message message : house.messages(client.validity())) {
      there.put(
          message.uid(), new TreeSet<>(Mirror.flags(String.join(" ", message.flags().atoms()))));
    }
    TreeMap<Long, TreeSet<String>> known = new TreeMap<>();
    client.mirror().messages.forEach(m -> known.put(m.uid, new TreeSet<>(m.flags)));
    assertThat(known)
        .as("%s of %s\n%s", client.habit(), client.mailbox().get(), client.talk())
        .isEqualTo(there);
  }

  /** A server with one account. */
  private static final class House {
    private final World world;
    private final MemoryStore plain;
    private final MailStore mail;
    private Optional<Account> joe = Optional.empty();

    House(World world, Fault fault) {
      this.world = world;
      this.plain = new MemoryStore(world);
      Store store = new HesitantStore(world, fault.store(plain));
      this.mail = new MailStore(world, store, config());
    }

    /** So small that the log often no longer reaches back. */
    private static MailboxConfig config() {
      return MailboxConfig.DEFAULT.withLogEntriesMin(20).withChunkMessages(4);
    }

    void open() throws Exception {
      Passwords passwords = new Passwords(world, PasswordConfig.DEFAULT.withCost(64, 1));
      Directory directory = new Directory(world, plain, config(), passwords);
      directory.addDomain(new Domain("b.example"));
      directory.addAccount(EmailAddress.of("joe@b.example"), "secret00");
      joe = directory.account(EmailAddress.of("joe@b.example"));
      for (String name : RandomUser.MAILBOXES) {
        mailboxes().create(MailboxName.of(name));
      }
      Authenticator authenticator =
          new Authenticator(world, directory, passwords, AuthConfig.DEFAULT, Optional.empty());
      ImapServer imap =
          new ImapServer(
              world,
              ImapConfig.DEFAULT.with(PlaintextLogin.ALWAYS),
              mail,
              authenticator,
              Optional.empty());
      Listener.open(world, address(), ListenerConfig.DEFAULT, imap);
    }

    InetSocketAddress address() {
      return new InetSocketAddress("10.0.0.1", 143);
    }

    private mailroad.mailbox.Mailboxes mailboxes() {
      return mail.of(joe.orElseThrow());
    }

    /** The messages of a mailbox as the store has them, whatever it is called now; none if it was deleted. */
    List<Message> messages(long validity) throws Exception {
      MailStore afresh = new MailStore(world, plain, config());
      for (Mailbox mailbox : afresh.of(joe.orElseThrow()).openAll().values()) {
        if (mailbox.uidValidity() == validity) {
          return mailbox.snapshot().messages();
        }
      }
      return List.of();
    }
  }
}
