package mailroad.app;

import java.nio.file.Path;
import java.time.Duration;
import mailroad.guard.GuardConfig;
import mailroad.imap.ImapConfig;
import mailroad.journal.JournalConfig;
import mailroad.kernel.Domain;
import mailroad.mailauth.MailAuthConfig;
import mailroad.mailbox.MailboxConfig;
import mailroad.mailbox.PasswordConfig;
import mailroad.mda.MdaConfig;
import mailroad.mta.MtaConfig;
import mailroad.pop3.Pop3Config;
import mailroad.sasl.AuthConfig;
import mailroad.sasl.oauth.OAuthConfig;
import mailroad.search.FullTextConfig;
import mailroad.smtp.server.SmtpServerConfig;
import mailroad.wire.ListenerConfig;

/**
 * All that one node is told. Folders and files are relative to the configuration file.
 *
 * @param hostname name of this server, as others know it
 * @param data folder of queue and mailboxes
 * @param adminSocket socket for the command line, which only its owner may use; empty for {@code admin.sock} in the
 *     data folder
 * @param stopTimeout how long sessions may go on once the server is told to end
 * @param sweepInterval how often content and events that nothing needs any more are cleared away
 * @param listen where the node listens
 * @param tls the server's own certificate
 * @param store where queue and mailboxes are kept
 * @param dns who answers questions about names
 * @param connections bounds of each listening port
 * @param smtp mail from other servers
 * @param submission mail from users
 * @param lmtp mail that is handed in for mailboxes here
 * @param pop3 mailboxes over POP3
 * @param imap mailboxes over IMAP
 * @param mta intake, routing, queue and delivery
 * @param mda which mailbox
 * @param guard what is let in, and what becomes of it
 * @param mailauth who a message is really from: SPF, DKIM, DMARC, ARC
 * @param mailbox limits of mailboxes
 * @param fullText the index for searching text
 * @param auth how users may log in
 * @param oauth whose access tokens let users in
 * @param password how passwords are kept and checked
 * @param journal how long is remembered what befell each message
 * @param log what is logged
 */
public record NodeConfig(
    String hostname,
    String data,
    String adminSocket,
    Duration stopTimeout,
    Duration sweepInterval,
    ListenConfig listen,
    TlsConfig tls,
    StoreConfig store,
    DnsConfig dns,
    ListenerConfig connections,
    SmtpServerConfig smtp,
    SmtpServerConfig submission,
    SmtpServerConfig lmtp,
    Pop3Config pop3,
    ImapConfig imap,
    MtaConfig mta,
    MdaConfig mda,
    GuardConfig guard,
    MailAuthConfig mailauth,
    MailboxConfig mailbox,
    FullTextConfig fullText,
    AuthConfig auth,
    OAuthConfig oauth,
    PasswordConfig password,
    JournalConfig journal,
    LogConfig log) {
  /** A server on the well-known ports. */
  public static final NodeConfig DEFAULT =
      new NodeConfig(
          "localhost",
          "data",
          "",
          Duration.ofSeconds(20),
          Duration.ofHours(1),
          ListenConfig.DEFAULT,
          TlsConfig.DEFAULT,
          StoreConfig.DEFAULT,
          DnsConfig.DEFAULT,
          ListenerConfig.DEFAULT,
          SmtpServerConfig.DEFAULT,
          SmtpServerConfig.SUBMISSION,
          SmtpServerConfig.LMTP,
          Pop3Config.DEFAULT,
          ImapConfig.DEFAULT,
          MtaConfig.DEFAULT,
          MdaConfig.DEFAULT,
          GuardConfig.DEFAULT,
          MailAuthConfig.DEFAULT,
          MailboxConfig.DEFAULT,
          FullTextConfig.DEFAULT,
          AuthConfig.DEFAULT,
          OAuthConfig.DEFAULT,
          PasswordConfig.DEFAULT,
          JournalConfig.DEFAULT,
          LogConfig.DEFAULT);

  /** Names and times must make sense. */
  public NodeConfig {
    require(
        Domain.parse(hostname).filter(name -> !name.isLiteral()).isPresent(),
        "hostname must be a host name such as mail.example.org");
    require(!data.isEmpty(), "data must name a folder");
    require(!stopTimeout.isNegative(), "stop-timeout must not be negative");
    require(
        sweepInterval.compareTo(Duration.ofSeconds(1)) >= 0, "sweep-interval must be at least 1s");
    require(
        smtp.role() == SmtpServerConfig.Role.MTA,
        "smtp is for other servers: its role must be \"mta\"");
    require(
        submission.role() == SmtpServerConfig.Role.SUBMISSION,
        "submission is for users: its role must be \"submission\"");
    require(lmtp.role() == SmtpServerConfig.Role.LMTP, "lmtp's role must be \"lmtp\"");
  }

  /** The same, transferring mail otherwise. */
  public NodeConfig with(MtaConfig other) {
    return new NodeConfig(
        hostname,
        data,
        adminSocket,
        stopTimeout,
        sweepInterval,
        listen,
        tls,
        store,
        dns,
        connections,
        smtp,
        submission,
        lmtp,
        pop3,
        imap,
        other,
        mda,
        guard,
        mailauth,
        mailbox,
        fullText,
        auth,
        oauth,
        password,
        journal,
        log);
  }

  /** This server's name. */
  public Domain host() {
    return new Domain(hostname);
  }

  /** The data folder. */
  public Path dataFolder(Path file) {
    return beside(file, data);
  }

  /** The admin socket. */
  public Path socket(Path file) {
    return adminSocket.isEmpty()
        ? dataFolder(file).resolve("admin.sock")
        : beside(file, adminSocket);
  }

  static Path beside(Path file, String path) {
    return file.toAbsolutePath().resolveSibling(path);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }
}
