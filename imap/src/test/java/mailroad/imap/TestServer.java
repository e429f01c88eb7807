package mailroad.imap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mailroad.imap.session.Session;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.Task;
import mailroad.kernel.World;
import mailroad.mailbox.Account;
import mailroad.mailbox.Appended;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.Directory;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Flags;
import mailroad.mailbox.MailStore;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.sasl.AuthConfig;
import mailroad.sasl.TokenCheck;
import mailroad.sasl.TokenError;
import mailroad.search.FullText;
import mailroad.search.FullTextConfig;
import mailroad.store.memory.MemoryStore;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Service;
import mailroad.wire.Tls;
import mailroad.wire.script.Outcome;
import mailroad.wire.script.Player;
import mailroad.wire.script.Script;
import org.apache.lucene.store.ByteBuffersDirectory;

/** A whole server on loopback, over a store in memory, with the account joe@b.example and the password "secret00". */
public final class TestServer implements AutoCloseable {
  public static final String PASSWORD = "secret00";
  private static final Tls.Handshake TLS = tls();

  private final World world = new RealWorld((name, e) -> System.err.println(name + ": " + e));
  private final MemoryStore store = new MemoryStore(world);
  private final MailStore mail;
  private final Directory directory;
  private final Account joe;
  private final Listener listener;
  private Optional<FullText> index = Optional.empty();
  private Optional<Task> keeping = Optional.empty();

  public TestServer(ImapConfig config) throws Exception {
    this(config, MailboxConfig.DEFAULT, 0, Function.PLAIN);
  }

  /** With three messages in INBOX, of the UIDs 1, 2 and 3 and the modseqs 2, 3 and 4. */
  static TestServer withThreeMessages() throws Exception {
    TestServer server = new TestServer(ImapConfig.DEFAULT);
    for (int i = 1; i <= 3; i++) {
      server.deliver("Subject: " + i + "\n\n" + i + "\n");
    }
    return server;
  }

  /**
   * Two clients that have opened INBOX; the first goes on.
   *
   * @param parameters of the first one's SELECT
   */
  static String bothInInbox(String parameters) {
    return """
    S: * OK *
    C: l LOGIN joe@b.example secret00
    S: l OK *
    C: s SELECT INBOX%s
    S~ s OK *
    = on second
    S: * OK *
    C: l LOGIN joe@b.example secret00
    S: l OK *
    C: s SELECT INBOX
    S~ s OK *
    = on first
    """
        .formatted(parameters);
  }

  /** What it is for. */
  public enum Function {
    PLAIN,
    /** TLS comes first. */
    TLS,
    /** "joes-token" is taken for joe's. */
    TOKENS,
    /** The text of messages is indexed. */
    INDEXED
  }

  public TestServer(ImapConfig config, MailboxConfig mailboxes, int port, Function function)
      throws Exception {
    Passwords passwords = new Passwords(new Unvaried(world), quick());
    directory = new Directory(world, store, mailboxes, passwords);
    directory.addDomain(new Domain("b.example"));
    directory.addAccount(EmailAddress.of("joe@b.example"), PASSWORD);
    joe = directory.account(EmailAddress.of("joe@b.example")).orElseThrow();
    mail = new MailStore(new Unvaried(world), store, mailboxes);
    Authenticator authenticator =
        new Authenticator(
            world,
            directory,
            passwords,
            AuthConfig.DEFAULT,
            function == Function.TOKENS ? Optional.of(TestServer::token) : Optional.empty());
    if (function == Function.INDEXED) {
      index =
          Optional.of(
              new FullText(
                  world,
                  directory,
                  mail,
                  FullTextConfig.DEFAULT.withStartDelay(Duration.ZERO),
                  new ByteBuffersDirectory()));
      keeping = Optional.of(world.start("index", index.get()::run));
    }
    Service imap =
        new ImapServer(
            new Session.Surroundings(
                new Unvaried(world), config, mail, authenticator, Optional.of(TLS), index));
    listener =
        Listener.open(
            world,
            new InetSocketAddress("127.0.0.1", port),
            ListenerConfig.DEFAULT,
            function == Function.TLS ? imap.over(TLS) : imap);
  }

  private static TokenCheck.Result token(String token) {
    return token.equals("joes-token")
        ? new TokenCheck.Result.Holds(EmailAddress.of("joe@b.example"))
        : new TokenCheck.Result.Fails(TokenError.INVALID, "it is not joe's");
  }

  /** Argon2id that costs next to nothing, and no delays. */
  private static PasswordConfig quick() {
    return PasswordConfig.DEFAULT
        .withCost(64, 1)
        .withDelays(1_000, Duration.ofMillis(1), Duration.ofMillis(1));
  }

  private static Tls.Handshake tls() {
    try {
      SelfSigned made =
          SelfSigned.make(
              new RealWorld((name, e) -> {}),
              List.of("localhost", "127.0.0.1"),
              Duration.ofDays(2));
      return Tls.server(ServerKeys.ofPem(made.certificate(), made.key()));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public World world() {
    return world;
  }

  public MemoryStore store() {
    return store;
  }

  public InetSocketAddress address() {
    return listener.address();
  }

  public Listener listener() {
    return listener;
  }

  public Directory directory() {
    return directory;
  }

  /** Adds another account with the same password. */
  public Mailboxes account(String address) throws Exception {
    directory.addAccount(EmailAddress.of(address), PASSWORD);
    return mailboxes(address);
  }

  /** The mailboxes of an account. */
  public Mailboxes mailboxes(String address) throws Exception {
    return mail.of(directory.account(EmailAddress.of(address)).orElseThrow());
  }

  /** A dialogue of somebody who logs in on a new connection. */
  public static String as(String address) {
    return """
    = on %s
    S: * OK *
    C: l LOGIN %s secret00
    S: l OK *
    """
        .formatted(address.substring(0, address.indexOf('@')), address);
  }

  /** The index, if there is one. */
  public FullText index() {
    return index.orElseThrow();
  }

  public Mailboxes mailboxes() {
    return mail.of(joe);
  }

  /** Puts a message into a mailbox, as a delivery does; LF in the text stands for CRLF. */
  public long deliver(String mailbox, String text, Flags flags, Instant date) throws Exception {
    byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Mailbox into = mailboxes().open(MailboxName.of(mailbox)).orElseThrow();
    try (Drafting drafting = into.draft()) {
      drafting.write(octets, 0, octets.length);
      return ((Appended.Done) into.append(drafting.finish(flags, date))).uids().getFirst();
    }
  }

  /** Puts a message of yesterday into INBOX. */
  public long deliver(String text) throws Exception {
    return deliver("INBOX", text, Flags.NONE, Instant.parse("2026-11-21T10:11:12Z"));
  }

  /**
   * Plays a dialogue. Lines are as in {@link Script}, but for a star at the start of what the server says, which stands for
   * itself.
   */
  public List<String> play(String script) throws Exception {
    String escaped =
        Pattern.compile("^(S[:~]) \\* ", Pattern.MULTILINE).matcher(script).replaceAll("$1 \\\\* ");
    Outcome outcome =
        Player.to(world, address(), Duration.ofMinutes(1)).play(Script.parse(escaped));
    outcome.check();
    return outcome.dialogue();
  }

  /** Plays a dialogue that begins after the login. */
  public List<String> playLoggedIn(String script) throws Exception {
    return play(
        """
        S: * OK *
        C: l LOGIN joe@b.example secret00
        S: l OK *
        """
            + script);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    if (index.isPresent()) {
      index.get().close();
      keeping.ifPresent(Task::cancel);
    }
  }

  /** Serves until killed: for a look by hand with real clients. */
  public static void main(String[] arguments) throws Exception {
    try (TestServer server =
        new TestServer(
            ImapConfig.DEFAULT,
            MailboxConfig.DEFAULT,
            Integer.parseInt(arguments[0]),
            Function.PLAIN)) {
      System.out.println(server.address());
      Thread.currentThread().join();
    }
  }
}
