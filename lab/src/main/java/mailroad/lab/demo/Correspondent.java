package mailroad.lab.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
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
import mailroad.wire.ClientTrust;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/** A person with a mail program: sends by submission, reads by IMAP and POP3, and shows what is said. */
final class Correspondent {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LINE_OCTETS_MAX = 65_536;
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

  private final World world;
  private final Teller teller;
  private final Account account;
  private final ClientTrust trust;

  Correspondent(World world, Teller teller, Account account, ClientTrust trust) {
    this.world = world;
    this.teller = teller;
    this.account = account;
    this.trust = trust;
  }

  private String who() {
    return account.address().localPart();
  }

  private void say(String protocol, String line) {
    teller.step(protocol, who(), line);
  }

  /** Sends a message; returns what the server said to it. */
  String send(InetSocketAddress server, String serverName, EmailAddress to, String message)
      throws IOException, InterruptedException {
    Instant began = world.now();
    SmtpClient client =
        new SmtpClient(
            world, SmtpClientConfig.DEFAULT, new Domain("laptop." + account.address().domain()));
    Opening opening =
        client.open(
            world.network().connect(server, TIMEOUT),
            new Security.Required(Tls.client(trust, serverName)),
            Optional.of(new Login(account.address().toString(), account.password())));
    if (!(opening instanceof Opening.Opened(var session))) {
      throw new IOException("submission failed: " + opening);
    }
    Envelope envelope =
        new Envelope(
            ReversePath.of(account.address()), MailParameters.NONE, List.of(Recipient.of(to)));
    List<Delivery> deliveries = session.send(envelope, content(message));
    session.quit();
    teller.talk(began, "SMTP", who(), brief(session.dialogue()));
    return switch (deliveries.getFirst().outcome()) {
      case Outcome.Delivered(var reply) -> reply.toString();
      case Outcome other -> throw new IOException("submission refused: " + other);
    };
  }

  /** Without the lines that only list what a server offers. */
  private static List<String> brief(List<String> dialogue) {
    return dialogue.stream().filter(line -> !line.startsWith("S: 250-")).toList();
  }

  private static Content content(String message) {
    byte[] octets = message.getBytes(StandardCharsets.UTF_8);
    return new Content() {
      @Override
      public long octets() {
        return octets.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(octets);
      }
    };
  }

  /** Reads the newest message by IMAP (RFC 3501). */
  String readByImap(InetSocketAddress server, String serverName) throws IOException {
    try (Wire wire = new Wire(world, world.network().connect(server, TIMEOUT), TIMEOUT)) {
      hear(wire, "IMAP");
      imap(wire, "a1", "STARTTLS");
      wire.startTls(Tls.client(trust, serverName), TIMEOUT);
      imap(wire, "a2", "LOGIN \"" + account.address() + "\" \"" + account.password() + "\"");
      imap(wire, "a3", "SELECT INBOX");
      String message = imap(wire, "a4", "FETCH * (UID FLAGS BODY[])");
      imap(wire, "a5", "LOGOUT");
      return message;
    }
  }

  /** Says a command and hears the answer to its end; the literal in it, if there is one. */
  private String imap(Wire wire, String tag, String command) throws IOException {
    say("IMAP", "C: " + tag + " " + masked(command));
    wire.write(tag + " " + command + "\r\n");
    wire.flush();
    String literal = "";
    while (true) {
      String line = hear(wire, "IMAP");
      Matcher matcher = LITERAL.matcher(line);
      if (matcher.find()) {
        literal =
            new String(
                wire.readExactly(Integer.parseInt(matcher.group(1)), TIMEOUT),
                StandardCharsets.UTF_8);
      }
      if (line.startsWith(tag + " ")) {
        if (!line.startsWith(tag + " OK")) {
          throw new IOException(line);
        }
        return literal;
      }
    }
  }

  /** Reads the newest message by POP3 (RFC 1939). */
  String readByPop3(InetSocketAddress server, String serverName) throws IOException {
    try (Wire wire = new Wire(world, world.network().connect(server, TIMEOUT), TIMEOUT)) {
      hear(wire, "POP3");
      pop3(wire, "STLS");
      wire.startTls(Tls.client(trust, serverName), TIMEOUT);
      pop3(wire, "USER " + account.address());
      pop3(wire, "PASS " + account.password());
      String newest = pop3(wire, "STAT").split(" ", -1)[1];
      pop3(wire, "RETR " + newest);
      StringBuilder message = new StringBuilder();
      while (true) {
        String line = wire.readLine(LINE_OCTETS_MAX, TIMEOUT).text();
        if (line.equals(".")) {
          break;
        }
        message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
      }
      pop3(wire, "QUIT");
      return message.toString();
    }
  }

  private String pop3(Wire wire, String command) throws IOException {
    say("POP3", "C: " + masked(command));
    wire.write(command + "\r\n");
    wire.flush();
    String answer = hear(wire, "POP3");
    if (!answer.startsWith("+OK")) {
      throw new IOException(answer);
    }
    return answer;
  }

  private String masked(String command) {
    return command.replace(account.password(), "********");
  }

  private String hear(Wire wire, String protocol) throws IOException {
    String line = wire.readLine(LINE_OCTETS_MAX, TIMEOUT).text();
    say(protocol, "S: " + line);
    return line;
  }
}
