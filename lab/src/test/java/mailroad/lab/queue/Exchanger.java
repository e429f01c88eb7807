package mailroad.lab.queue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Network;
import mailroad.kernel.World;
import mailroad.wire.Wire;

/**
 * A mail exchanger in a simulation: takes so long for a message, has room for so many sessions, and writes down
 * what came when.
 */
final class Exchanger {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final World world;
  private final InetSocketAddress address;
  private final List<Taken> taken = new ArrayList<>();
  private final List<Instant> connected = new ArrayList<>();
  private Duration perMessage = Duration.ofMillis(100);
  private int room = Integer.MAX_VALUE;
  private int sessions;
  private int sessionsMost;
  private int busy;
  private int busyMost;
  private int refused;
  private String rcptReply = "250 OK";

  /** A message that was taken. */
  record Taken(Instant at, String from, int recipients, int sideBySide) {}

  Exchanger(World world, String address) {
    this.world = world;
    this.address = new InetSocketAddress(InetAddress.ofLiteral(address), 25);
  }

  Exchanger takes(Duration each) {
    perMessage = each;
    return this;
  }

  Exchanger room(int most) {
    room = most;
    return this;
  }

  Exchanger saysToRcpt(String reply) {
    rcptReply = reply;
    return this;
  }

  List<Taken> taken() {
    return taken;
  }

  List<Instant> connected() {
    return connected;
  }

  int sessionsMost() {
    return sessionsMost;
  }

  int busyMost() {
    return busyMost;
  }

  int refused() {
    return refused;
  }

  Exchanger opens() throws IOException {
    Network.Acceptor acceptor = world.network().listen(address);
    world.start(
        "exchanger",
        () -> {
          while (true) {
            Network.Connection connection = acceptor.accept();
            world.start("session", () -> session(connection));
          }
        });
    return this;
  }

  private void session(Network.Connection connection) throws InterruptedException {
    connected.add(world.now());
    sessions++;
    sessionsMost = Math.max(sessionsMost, sessions);
    try (connection) {
      Wire wire = new Wire(world, connection, PATIENCE);
      if (sessions > room) {
        refused++;
        say(wire, "421 4.3.2 too many connections");
        return;
      }
      say(wire, "220 exchanger ESMTP");
      talk(wire);
    } catch (IOException e) {
      // The other side went.
    } finally {
      sessions--;
    }
  }

  private void talk(Wire wire) throws IOException, InterruptedException {
    String from = "";
    int recipients = 0;
    while (true) {
      String line = wire.readLine(4096, PATIENCE).text();
      String verb = line.length() < 4 ? line : line.substring(0, 4);
      switch (verb) {
        case "EHLO" -> say(wire, "250-exchanger\r\n250-PIPELINING\r\n250-DELIVERBY\r\n250 DSN");
        case "MAIL" -> {
          from = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
          recipients = 0;
          say(wire, "250 OK");
        }
        case "RCPT" -> {
          recipients += rcptReply.startsWith("250") ? 1 : 0;
          say(wire, rcptReply);
        }
        case "DATA" -> data(wire, from, recipients);
        case "QUIT" -> {
          say(wire, "221 bye");
          return;
        }
        default -> say(wire, "250 OK");
      }
    }
  }

  private void data(Wire wire, String from, int recipients)
      throws IOException, InterruptedException {
    if (recipients == 0) {
      say(wire, "503 5.5.1 no recipients");
      return;
    }
    say(wire, "354 go on");
    while (!wire.readLine(100_000, PATIENCE).text().equals(".")) {
      // Content.
    }
    busy++;
    busyMost = Math.max(busyMost, busy);
    world.sleep(perMessage);
    taken.add(new Taken(world.now(), from, recipients, busy));
    busy--;
    say(wire, "250 2.0.0 OK");
  }

  private static void say(Wire wire, String reply) throws IOException {
    wire.write(reply + "\r\n");
    wire.flush();
  }
}
