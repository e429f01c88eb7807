package mailroad.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Channel;
import mailroad.app.admin.SocketAccess;
import mailroad.app.transfer.Export;
import mailroad.app.transfer.FileSource;
import mailroad.app.transfer.Format;
import mailroad.app.transfer.Import;
import mailroad.app.transfer.Progress;
import mailroad.app.transfer.Report;
import mailroad.dns.FixedResolver;
import mailroad.imap.ImapConfig;
import mailroad.imap.ImapServer;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.mailbox.Authenticator;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Listed;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Message;
import mailroad.mailbox.PasswordConfig;
import mailroad.mailbox.Passwords;
import mailroad.sasl.AuthConfig;
import mailroad.sasl.Credential;
import mailroad.transfer.Source;
import mailroad.transfer.Taker;
import mailroad.transfer.imap.ImapSource;
import mailroad.transfer.imap.Server;
import mailroad.wire.ClientTrust;
import mailroad.wire.Listener;
import mailroad.wire.ListenerConfig;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail carried in and out, through the admin socket as the command line does it. */
class TransferTest {
  private static final String PASSWORD = "secret sesame";
  private static final int MAX = 10 << 20;

  @TempDir private Path folder;
  private final RealWorld world = new RealWorld((name, e) -> {});
  private Node node;

  @BeforeEach
  void open() throws Exception {
    node = Nodes.of(world, NodeConfig.DEFAULT, FixedResolver.of(""));
    node.directory().addDomain(new Domain("b.example"));
    for (String who : List.of("joe", "ann")) {
      node.directory().addAccount(EmailAddress.of(who + "@b.example"), PASSWORD);
    }
    node.administer(folder.resolve("socket"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Mailboxes of(String who) throws Exception {
    return node.mailboxes()
        .of(node.directory().account(EmailAddress.of(who + "@b.example")).orElseThrow());
  }

  private void put(String mailbox, String content, Flags flags, String date) throws Exception {
    MailboxName name = MailboxName.of(mailbox);
    if (of("joe").open(name).isEmpty()) {
      of("joe").create(name);
    }
    Mailbox into = of("joe").open(name).orElseThrow();
    byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
    try (Drafting drafting = into.draft()) {
      drafting.write(octets, 0, octets.length);
      into.append(drafting.finish(flags, Instant.parse(date)));
    }
  }

  private void fill() throws Exception {
    Flags some = Flags.of(Set.of(Flag.SEEN, Flag.FLAGGED), List.of("$Label1", "work"));
    put("INBOX", "Subject: one\r\n\r\nFrom me\r\n>From you\r\n", some, "2024-02-01T09:11:12.345Z");
    put("INBOX", "Subject: one\r\n\r\nsame\r\n", Flags.NONE, "2024-02-01T09:11:12Z");
    put("INBOX", "Subject: one\r\n\r\nsame\r\n", Flags.NONE, "2024-02-01T09:11:12Z");
    put("INBOX", "Subject: bare\n\nlf\n\0\nno end", Flags.of(Flag.DRAFT), "1999-12-31T23:59:59Z");
    put("Sent", "x", Flags.of(Flag.ANSWERED, Flag.DELETED), "2024-02-01T09:11:12Z");
    put("Work/2024", "Subject: w\r\r\n\r\n\r\n\r\n", Flags.NONE, "2024-02-01T09:11:12Z");
    put("Work/a.b", "Subject: dot\r\n\r\n", some, "2024-02-01T09:11:12Z");
    put(".hidden/Grün %41", "Subject: u\r\n\r\né\r\n", Flags.NONE, "2024-02-01T09:11:12Z");
  }

  /** What an account has: for each mailbox its messages in words. */
  private Map<String, Set<String>> mail(String who) throws Exception {
    Map<String, Set<String>> all = new TreeMap<>();
    for (Listed listed : of(who).list()) {
      Optional<Mailbox> mailbox = of(who).open(listed.name());
      Set<String> messages = new TreeSet<>();
      int same = 0;
      for (Message message : mailbox.orElseThrow().snapshot().messages()) {
        byte[] octets = mailbox.get().content(message.uid()).orElseThrow().bytes(Integer.MAX_VALUE);
        String words =
            new String(octets, StandardCharsets.ISO_8859_1)
                + message.flags()
                + message.internalDate();
        messages.add(messages.contains(words) ? words + ++same : words);
      }
      if (!messages.isEmpty()) {
        all.put(listed.name().toString(), messages);
      }
    }
    return all;
  }

  private Channel converse(String name, Map<String, ?> arguments) throws Exception {
    return new SocketAccess(world, folder.resolve("socket")).converse(name, arguments);
  }

  private Progress silent() {
    return new Progress(world, new PrintWriter(Writer.nullWriter()), false);
  }

  private Report take(Source source, boolean dryRun) throws Exception {
    try (Channel channel = converse("import", Map.of("account", "ann@b.example"))) {
      return Import.run(source, channel, dryRun, silent());
    }
  }

  private Report give(Path to, Format format) throws Exception {
    try (Channel channel = converse("export", Map.of("account", "joe@b.example"))) {
      return Export.run(channel, to, format, silent());
    }
  }

  private static FileSource files(Path path) throws IOException {
    return new FileSource(
        path,
        FileSource.formatOf(path),
        new FileSource.Options(Optional.empty(), Optional.empty(), _ -> true, MAX));
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void whatIsExportedComesBackOctetForOctetAndOnce(Format format) throws Exception {
    fill();
    Path to = folder.resolve("mail");
    assertThat(give(to, format).messages()).isEqualTo(8);
    assertThat(take(files(to), true))
        .isEqualTo(new Report(8, take(files(to), true).octets(), 0, List.of(), 0));
    assertThat(mail("ann")).isEmpty();
    assertThat(take(files(to), false).messages()).isEqualTo(8);
    assertThat(mail("ann")).isEqualTo(mail("joe"));
    Report second = take(files(to), false);
    assertThat(second.messages()).isZero();
    assertThat(second.known()).isEqualTo(8);
    assertThat(mail("ann")).isEqualTo(mail("joe"));
    assertThatThrownBy(() -> give(to, format))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void aRunThatBreaksIsRepeatedAndNothingComesTwice() throws Exception {
    fill();
    Path to = folder.resolve("mail");
    give(to, Format.MBOX);
    Source whole = files(to);
    Source broken =
        new Source() {
          private int left = 5;

          @Override
          public Amount amount() {
            return new Amount(0, 0);
          }

          @Override
          public void read(Taker taker) throws IOException, InterruptedException {
            whole.read(
                new Taker() {
                  @Override
                  public Set<String> known(List<String> marks) throws IOException {
                    return taker.known(marks);
                  }

                  @Override
                  public void take(mailroad.transfer.Label label, String mark, byte[] content)
                      throws IOException {
                    if (left-- == 0) {
                      throw new IOException("the line is dead");
                    }
                    taker.take(label, mark, content);
                  }

                  @Override
                  public void passOver(long messages, long octets) {
                    taker.passOver(messages, octets);
                  }

                  @Override
                  public void problem(String where, String what) {
                    taker.problem(where, what);
                  }
                });
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> take(broken, false)).hasMessage("the line is dead");
    take(files(to), false);
    assertThat(mail("ann")).isEqualTo(mail("joe"));
  }

  @Test
  void saysWhereWhatCannotBeTakenStands() throws Exception {
    Path file = folder.resolve("some.mbox");
    Files.writeString(
        file, "From x Fri Nov 21 09:55:06 1997\n\nhello\n\nFrom x Fri Nov 21 09:55:06 1997\n");
    Report report = take(files(file), false);
    assertThat(report.messages()).isEqualTo(1);
    assertThat(report.problems()).containsExactly(file + " at octet 40: it is empty");
    assertThat(mail("ann").get("INBOX")).containsExactly("\r\nhello\r\n()1997-11-21T09:55:06Z");
  }

  @Test
  void takesAMaildirOfOthers() throws Exception {
    Path maildir = folder.resolve("Maildir");
    for (String inner : List.of("cur", "new", ".Work.2024/cur", "Plain/Below/cur")) {
      Files.createDirectories(maildir.resolve(inner));
    }
    Files.writeString(maildir.resolve("cur/1.M1.host:2,FSa"), "Subject: a\n\nx\n");
    Files.writeString(maildir.resolve("dovecot-keywords"), "0 $Forwarded\n");
    Files.writeString(maildir.resolve("new/2.M1.host"), "Subject: b\n\n");
    Files.writeString(maildir.resolve(".Work.2024/cur/3.M1.host:2,"), "Subject: c\r\n\r\n");
    Files.writeString(maildir.resolve("Plain/Below/cur/4.M1.host:2,T"), "Subject: d\n\n");
    try (var paths = Files.walk(maildir)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(
            path, java.nio.file.attribute.FileTime.from(Instant.parse("2020-01-02T03:04:05Z")));
      }
    }
    assertThat(take(files(maildir), false).messages()).isEqualTo(4);
    assertThat(mail("ann").toString())
        .isEqualTo(
            "{INBOX=[Subject: a\r\n\r\nx\r\n(\\Seen \\Flagged $Forwarded)2020-01-02T03:04:05Z,"
                + " Subject: b\r\n\r\n()2020-01-02T03:04:05Z],"
                + " Plain/Below=[Subject: d\r\n\r\n(\\Deleted)2020-01-02T03:04:05Z],"
                + " Work/2024=[Subject: c\r\n\r\n()2020-01-02T03:04:05Z]}");
  }

  @Test
  void anotherServersMailComesOnceWithFlagsDatesAndUses() throws Exception {
    fill();
    SelfSigned made = SelfSigned.make(world, List.of("localhost"), Duration.ofDays(1));
    Tls.Handshake tls = Tls.server(ServerKeys.of(made.identity()));
    Passwords passwords = new Passwords(world, PasswordConfig.DEFAULT);
    ImapServer imap =
        new ImapServer(
            world,
            ImapConfig.DEFAULT,
            node.mailboxes(),
            new Authenticator(
                world, node.directory(), passwords, AuthConfig.DEFAULT, Optional.empty()),
            Optional.of(tls));
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    try (Listener plain = Listener.open(world, any, ListenerConfig.DEFAULT, imap);
        Listener secured = Listener.open(world, any, ListenerConfig.DEFAULT, imap.over(tls))) {
      String first = "imap://joe%40b.example@127.0.0.1:" + plain.address().getPort() + "/";
      String again = "imaps://joe%40b.example@127.0.0.1:" + secured.address().getPort() + "/";
      assertThat(takeFrom(first, PASSWORD).messages()).isEqualTo(8);
      Map<String, Set<String>> there = inSeconds(mail("joe"));
      assertThat(inSeconds(mail("ann"))).isEqualTo(there);
      put("Sent", "Subject: new\r\n\r\n", Flags.NONE, "2024-02-01T09:11:12Z");
      assertThat(takeFrom(first, PASSWORD)).isEqualTo(new Report(1, 16, 8, List.of(), 0));
      assertThat(mail("ann").get("Sent")).isEqualTo(mail("joe").get("Sent"));
      assertThat(takeFrom(again + "Work/2024", PASSWORD).messages()).isEqualTo(1); // another port
      assertThatThrownBy(() -> takeFrom(first, "wrong wrong"))
          .hasMessageContaining("refuses the login");
      assertThatThrownBy(() -> takeFrom(again, PASSWORD, ClientTrust.system()))
          .hasMessageContaining("--trust FILE");
    }
  }

  /** INTERNALDATE has seconds. */
  private static Map<String, Set<String>> inSeconds(Map<String, Set<String>> mail) {
    mail.replaceAll((_, messages) -> {
      Set<String> out = new TreeSet<>();
      messages.forEach(words -> out.add(words.replace("12.345Z", "12Z")));
      return out;
    });
    return mail;
  }

  private Report takeFrom(String url, String password) throws Exception {
    return takeFrom(url, password, ClientTrust.any());
  }

  private Report takeFrom(String url, String password, ClientTrust trust) throws Exception {
    Server server = Server.parse(url).orElseThrow();
    try (ImapSource source =
        new ImapSource(
            world,
            server,
            trust,
            new Credential.Password(server.user(), password),
            _ -> true,
            MAX)) {
      return take(source, false);
    }
  }

  @Test
  void refusalsAreTold() {
    assertThatThrownBy(
            () -> {
              try (Channel channel = converse("import", Map.of("account", "nobody@b.example"))) {
                Import.run(files(folder), channel, false, silent());
              }
            })
        .isInstanceOf(IOException.class); // an empty folder holds no mail
    assertThatThrownBy(
            () -> {
              try (Channel channel = converse("export", Map.of("account", "nobody@b.example"))) {
                Export.run(channel, folder.resolve("x"), Format.EML, silent());
              }
            })
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("there is no account nobody@b.example");
  }
}
