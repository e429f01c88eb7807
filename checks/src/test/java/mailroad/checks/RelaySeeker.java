package mailroad.checks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;
import mailroad.wire.ClientTrust;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/**
 * Somebody who looks for a server that passes his mail on: with all the spellings of an address and all the pretences
 * that ever opened one. Each session comes from another of his addresses. Blocks: one task.
 */
final class RelaySeeker {
  /** Where he wants to go. */
  static final String AWAY = "away.example";

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int RECIPIENTS_OF_A_SESSION = 15;
  private static final int LINE_OCTETS_MAX = 10_000;

  /** What he says before MAIL, to be taken for somebody else. */
  private static final List<String> PRETENCES =
      List.of(
          "NOOP",
          "XCLIENT ADDR=127.0.0.1 NAME=localhost LOGIN=anna@local.example",
          "PROXY TCP4 127.0.0.1 127.0.0.1 4321 25",
          "AUTH PLAIN " + base64("\0anna@local.example\0guess"),
          "AUTH PLAIN " + base64("anna@local.example\0\0"),
          "AUTH EXTERNAL " + base64("anna@local.example"),
          "AUTH ANONYMOUS " + base64("anna"));

  private final World world;
  private final List<InetAddress> addresses;
  private int sessions;
  private int addressesUsed;

  /** A port at which he tries his luck. */
  record Port(String service, InetSocketAddress at) {
    private String hello() {
      return service.startsWith("lmtp") ? "LHLO " : "EHLO ";
    }

    private boolean isTls() {
      return service.equals("submissions");
    }
  }

  /** What he was told. */
  record Answer(String service, String sender, String recipient, String reply) {
    boolean isTaken() {
      return reply.startsWith("2");
    }

    boolean isRefused() {
      return reply.startsWith("5");
    }
  }

  RelaySeeker(World world, List<InetAddress> addresses) {
    this.world = world;
    this.addresses = addresses;
  }

  /** Tries all spellings that could lead away over these domains, at a port. */
  List<Answer> seek(Port port, List<String> domains) {
    List<String> senders = List.of("", "x@" + AWAY, "anna@" + domains.getFirst());
    List<Answer> out = new ArrayList<>();
    List<String> spellings = spellings(domains);
    for (int from = 0; from < spellings.size(); from += RECIPIENTS_OF_A_SESSION) {
      int to = Math.min(spellings.size(), from + RECIPIENTS_OF_A_SESSION);
      for (String sender : senders) {
        String pretence = PRETENCES.get(++sessions % PRETENCES.size());
        if (!session(port, pretence, sender, spellings.subList(from, to), out)) {
          session(port, "NOOP", sender, spellings.subList(from, to), out); // no more pretences
        }
      }
    }
    return out;
  }

  private static List<String> spellings(List<String> domains) {
    List<String> out =
        new ArrayList<>(
            List.of(
                "far@AWAY",
                "far@sub.AWAY",
                "far@[203.0.113.77]",
                "far@[IPv6:2001:db8::77]",
                "AWAY!far",
                "far%AWAY",
                "\"far@AWAY\"",
                "<far@AWAY>",
                "far@AWAY.",
                "@AWAY"));
    for (String domain : domains) {
      for (String spelling :
          List.of(
              "far@HERE.AWAY",
              "far@xHERE",
              "far%AWAY@HERE",
              "far%AWAY%HERE@HERE",
              "AWAY!far@HERE",
              "HERE!AWAY!far@HERE",
              "@HERE:far@AWAY",
              "@HERE,@HERE:far@AWAY",
              "@HERE:far%AWAY@HERE",
              "\"far@AWAY\"@HERE",
              "\"far%AWAY\"@HERE",
              "\"AWAY!far\"@HERE",
              "\"@HERE:far@AWAY\"@HERE",
              "far@AWAY@HERE",
              "far@HERE@AWAY",
              "\"far\"@AWAY@HERE",
              "far\\@AWAY@HERE",
              "far@AWAY,anna@HERE",
              "far@AWAY (anna@HERE)",
              "far@AWAY\0@HERE")) {
        out.add(spelling.replace("HERE", domain));
      }
    }
    return out.stream().map(spelling -> spelling.replace("AWAY", AWAY)).toList();
  }

  /** Whether it came as far as recipients. */
  private boolean session(
      Port port, String pretence, String sender, List<String> recipients, List<Answer> out) {
    InetAddress from = addresses.get(++addressesUsed % addresses.size());
    boolean asked = false;
    try (Connection connection = world.network().connect(Optional.of(from), port.at(), PATIENCE)) {
      Wire wire = new Wire(world, connection, PATIENCE);
      if (port.isTls()) {
        wire.startTls(Tls.client(ClientTrust.any(), ""), PATIENCE);
      }
      hear(wire);
      say(wire, port.hello() + "mail.local.example");
      say(wire, pretence);
      String trust = sessions % 2 == 0 ? "" : " AUTH=anna@local.example";
      if (!say(wire, "MAIL FROM:<" + sender + ">" + trust).startsWith("2")) {
        say(wire, "MAIL FROM:<" + sender + ">"); // where AUTH is not offered
      }
      boolean taken = false;
      for (String recipient : recipients) {
        String reply = say(wire, "RCPT TO:<" + recipient + ">");
        out.add(new Answer(port.service(), sender, recipient, reply));
        asked = true;
        taken |= reply.startsWith("2");
      }
      if (taken && say(wire, "DATA").startsWith("354")) {
        say(wire, "From: <x@%s>\r\nSubject: %s\r\n\r\nBuy.\r\n.".formatted(AWAY, port.service()));
      }
      say(wire, "QUIT");
    } catch (IOException e) {
      // Shown the door: what was said before counts.
    }
    return asked;
  }

  private static String say(Wire wire, String line) throws IOException {
    wire.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    wire.flush();
    return hear(wire);
  }

  private static String hear(Wire wire) throws IOException {
    String line = wire.readLine(LINE_OCTETS_MAX, PATIENCE).text();
    while (line.length() > 3 && line.charAt(3) == '-') {
      line = wire.readLine(LINE_OCTETS_MAX, PATIENCE).text();
    }
    return line;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
