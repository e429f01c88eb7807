package mailroad.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Draft;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.Message;
import mailroad.mailbox.Outcome;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.sasl.AuthConfig;
import mailroad.sasl.TokenCheck;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Wire;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;

/** A POP3 server on this machine, plain and TLS port, with the accounts of joe and ann. */
final class Pop3Site implements AutoCloseable {
  static final Duration SECONDS = Duration.ofSeconds(20);
  static final String PASSWORD = "open sesame";
  private static final SelfSigned CERTIFICATE =
      SelfSigned.make(
          new RealWorld((name, e) -> {}), List.of("pop.example.org"), Duration.ofDays(1));
  private static final PasswordConfig CHEAP =
      PasswordConfig.DEFAULT
          .withCost(64, 1)
          .withDelays(1_000, Duration.ofMillis(1), Duration.ofMillis(1));

  final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  final World world = new RealWorld((name, e) -> failures.add(e));
  final MemoryStore store = new MemoryStore(world);
  final MailStore mail = new MailStore(world, store, MailboxConfig.DEFAULT);
  final Account joe;
  final Account ann;
  final Listener plain;
  final Listener tls;

  Pop3Site(Pop3Config config) throws Exception {
    this(config, Optional.empty());
  }

  Pop3Site(Pop3Config config, Optional<TokenCheck> tokens) throws Exception {
    Passwords passwords = new Passwords(new Unvaried(world), CHEAP);
    Directory directory = new Directory(world, store, MailboxConfig.DEFAULT, passwords);
    directory.addDomain(new Domain("example.org"));
    joe = account(directory, "joe@example.org");
    ann = account(directory, "ann@example.org");
    MailAccess access =
        new MailAccess(
            new Authenticator(world, directory, passwords, AuthConfig.DEFAULT, tokens), mail);
    Optional<ServerKeys> keys = Optional.of(ServerKeys.of(CERTIFICATE.identity()));
    Pop3Server server = new Pop3Server(new Unvaried(world), config, access, keys);
    InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
    plain = Listener.open(world, free, ListenerConfig.DEFAULT, server);
    tls = Listener.open(world, free, ListenerConfig.DEFAULT, server.overTls());
  }

  private static Account account(Directory directory, String address) throws Exception {
    if (directory.addAccount(EmailAddress.of(address), PASSWORD)
        instanceof Outcome.Done<Account>(Account account)) {
      return account;
    }
    throw new AssertionError("no account " + address);
  }

  Mailbox inbox() throws Exception {
    return mail.of(joe).inbox();
  }

  List<Message> messages() throws Exception {
    return inbox().snapshot().messages();
  }

  /** Puts a message into joe's INBOX; each character is an octet. */
  void add(String content) throws Exception {
    add(content.getBytes(ISO_8859_1));
  }

  void add(byte[] content) throws Exception {
    try (Drafting drafting = inbox().draft()) {
      drafting.write(content, 0, content.length);
      inbox().append(drafting.finish(Flags.NONE, world.now()));
    }
  }

  /** Puts so many messages of 5 octets into joe's INBOX. */
  void fill(int count) throws Exception {
    Mailbox inbox = inbox();
    for (int done = 0; done < count; ) {
      List<Draft> drafts = new ArrayList<>();
      for (; drafts.size() < Mailbox.APPENDED_MAX && done < count; done++) {
        try (Drafting drafting = inbox.draft()) {
          drafting.write(new byte[] {'h', 'e', 'l', 'l', 'o'}, 0, 5);
          drafts.add(drafting.finish(Flags.NONE, world.now()));
        }
      }
      inbox.append(drafts);
    }
  }

  /** Plays a script on the plain port; {@code ${password}} stands for joe's. */
  void play(String script) throws IOException {
    Player.to(world, plain.address(), SECONDS)
        .play(Script.parse(script, Map.of("password", PASSWORD)))
        .check();
  }

  void playTls(String script) throws IOException {
    Player.toTls(world, tls.address(), SECONDS)
        .play(Script.parse(script, Map.of("password", PASSWORD)))
        .check();
  }

  Connection connect() throws IOException {
    return connectFrom("127.0.0.1");
  }

  Connection connectFrom(String address) throws IOException {
    return world
        .network()
        .connect(Optional.of(InetAddress.getByName(address)), plain.address(), SECONDS);
  }

  /** A client that has logged in as joe. */
  Wire login() throws IOException {
    Wire wire = new Wire(world, connect(), SECONDS);
    wire.readLine(512, SECONDS);
    wire.write("USER joe@example.org\r\nPASS " + PASSWORD + "\r\n");
    wire.flush();
    wire.readLine(512, SECONDS);
    String answer = wire.readLine(512, SECONDS).text();
    if (!answer.startsWith("+OK")) {
      throw new AssertionError(answer);
    }
    return wire;
  }

  @Override
  public void close() {
    plain.close();
    tls.close();
    store.close();
    if (!failures.isEmpty()) {
      throw new AssertionError("a task failed", failures.peek());
    }
  }
}
