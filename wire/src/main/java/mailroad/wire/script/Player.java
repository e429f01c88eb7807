package mailroad.wire.script;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.World;
import mailroad.wire.ClientTrust;
import mailroad.wire.CompressionConfig;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Tls;
import mailroad.wire.Wire;
import mailroad.wire.script.Outcome.Differs;
import mailroad.wire.script.Outcome.Played;

/**
 * Plays scripts to one server. Blocks: one task plays one script; a player may be used again and by many.
 */
public final class Player {
  private static final int LINE_OCTETS_MAX = 1 << 20;
  private static final int SHOWN_MAX = 500;

  private final World world;
  private final Opener opener;
  private final Tls.Handshake tls;
  private final Duration timeout;

  /** Opens connections to the server. */
  @FunctionalInterface
  public interface Opener {
    /** A new connection. */
    Connection open() throws IOException;
  }

  /**
   * A player.
   *
   * @param opener opens a connection for each name in a script
   * @param tls how {@code = tls} is done
   * @param timeout how long any answer may take
   */
  public Player(World world, Opener opener, Tls.Handshake tls, Duration timeout) {
    this.world = world;
    this.opener = opener;
    this.tls = tls;
    this.timeout = timeout;
  }

  /** A player over TCP that takes any certificate. */
  public static Player to(World world, InetSocketAddress server, Duration timeout) {
    return new Player(
        world,
        () -> world.network().connect(server, timeout),
        Tls.client(ClientTrust.any(), ""),
        timeout);
  }

  /** A player over TCP and TLS from the first octet that takes any certificate. */
  public static Player toTls(World world, InetSocketAddress server, Duration timeout) {
    Tls.Handshake tls = Tls.client(ClientTrust.any(), "");
    return new Player(
        world,
        () -> tls.over(world, world.network().connect(server, timeout), timeout),
        tls,
        timeout);
  }

  /**
   * Plays a script to its end or to the first difference; connections still open are closed then.
   *
   * @throws IOException if no connection could be opened
   */
  public Outcome play(Script script) throws IOException {
    Play play = new Play();
    try {
      return play.through(script.steps());
    } finally {
      play.wires.values().forEach(Wire::close);
    }
  }

  /** One play of one script. */
  private final class Play {
    final Map<String, Wire> wires = new HashMap<>();
    private final List<String> dialogue = new ArrayList<>();
    private String name = "first";

    Outcome through(List<Step> steps) throws IOException {
      for (Step step : steps) {
        Optional<Differs> differs = step(step);
        if (differs.isPresent()) {
          return differs.get();
        }
      }
      return new Played(dialogue);
    }

    private Optional<Differs> step(Step step) throws IOException {
      if (step instanceof Step.Use(int _, String other)) {
        name = other;
      }
      Wire wire = wire();
      try {
        return switch (step) {
          case Step.Use _ -> Optional.empty();
          case Step.Send(int _, String octets) -> send(wire, octets);
          case Step.Expect(int line, Pattern pattern) -> expect(wire, line, pattern);
          case Step.Await(int _, Pattern pattern) -> await(wire, pattern);
          case Step.StartTls _ -> startTls(wire);
          case Step.Deflate _ -> deflate(wire);
          case Step.HalfClose _ -> halfClose(wire);
          case Step.Close _ -> close(wire);
          case Step.ExpectClose(int line) -> expectClose(wire, line);
        };
      } catch (LineTooLongException e) {
        return differs(step.line(), step.toString(), "a line of more than a megabyte");
      } catch (SocketTimeoutException e) {
        return differs(step.line(), step.toString(), "nothing in " + timeout);
      } catch (IOException e) {
        return differs(step.line(), step.toString(), e.toString());
      }
    }

    private Wire wire() throws IOException {
      Wire open = wires.get(name);
      if (open == null) {
        open = new Wire(world, opener.open(), timeout);
        wires.put(name, open);
      }
      return open;
    }

    private Optional<Differs> send(Wire wire, String octets) {
      note("C: ", octets);
      try {
        wire.write(Octets.bytes(octets));
        wire.flush();
      } catch (IOException e) {
        // A server may hang up before all has been sent; what it said before can still be read.
        dialogue.add("-- not sent: " + e.getMessage());
      }
      return Optional.empty();
    }

    private Optional<Differs> expect(Wire wire, int line, Pattern pattern) throws IOException {
      String came = read(wire);
      return pattern.matches(came)
          ? Optional.empty()
          : differs(line, pattern.toString(), Octets.escape(came));
    }

    private Optional<Differs> await(Wire wire, Pattern pattern) throws IOException {
      String came = read(wire);
      while (!pattern.matches(came)) {
        came = read(wire);
      }
      return Optional.empty();
    }

    private String read(Wire wire) throws IOException {
      Line line = wire.readLine(LINE_OCTETS_MAX, timeout);
      String octets = Octets.of(line.octets());
      note("S: ", octets);
      return switch (line.ending()) {
        case CRLF -> octets;
        case BARE_LF -> octets + "\n";
      };
    }

    private Optional<Differs> startTls(Wire wire) throws IOException {
      dialogue.add("-- TLS");
      wire.startTls(tls, timeout);
      return Optional.empty();
    }

    private Optional<Differs> deflate(Wire wire) throws IOException {
      dialogue.add("-- DEFLATE");
      wire.compress(CompressionConfig.DEFAULT);
      return Optional.empty();
    }

    private Optional<Differs> halfClose(Wire wire) throws IOException {
      dialogue.add("-- the client ends its stream");
      wire.shutdownOutput();
      return Optional.empty();
    }

    private Optional<Differs> close(Wire wire) {
      dialogue.add("-- the client closes");
      wire.close();
      wires.remove(name);
      return Optional.empty();
    }

    private Optional<Differs> expectClose(Wire wire, int line) throws IOException {
      try {
        return differs(line, "the end of the connection", Octets.escape(read(wire)));
      } catch (EOFException | SocketException e) {
        dialogue.add("-- the server closes");
        return Optional.empty();
      }
    }

    private void note(String who, String octets) {
      String shown = octets.endsWith("\r\n") ? octets.substring(0, octets.length() - 2) : octets;
      boolean whole = shown.length() <= SHOWN_MAX;
      String start = Octets.escape(whole ? shown : shown.substring(0, SHOWN_MAX));
      String more = whole ? "" : " ... %d octets".formatted(octets.length());
      dialogue.add((wires.size() > 1 ? name + " " : "") + who + start + more);
    }

    private Optional<Differs> differs(int line, String expected, String came) {
      return Optional.of(new Differs(line, expected, came, dialogue));
    }
  }
}
