package mailroad.pop3;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.sasl.Doorkeeper;
import mailroad.sasl.Negotiation;
import mailroad.sasl.Peer;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.SaslPeer;
import mailroad.wire.Tls;
import mailroad.wire.TlsConnection;
import mailroad.wire.Wire;

/** A session's connection: POP3's lines over a wire. Belongs to the session's task. */
final class Link {
  private final Wire wire;
  private final Pop3Config config;
  private final Optional<Tls.Handshake> tls;
  private final Doorkeeper<?> doorkeeper;

  Link(Wire wire, Pop3Config config, Optional<Tls.Handshake> tls, Doorkeeper<?> doorkeeper) {
    this.wire = wire;
    this.config = config;
    this.tls = tls;
    this.doorkeeper = doorkeeper;
  }

  /** What the client may do now. */
  Offer offer() {
    boolean secured = wire.tls().isPresent();
    boolean login = secured || config.plaintextLogin().admits(address());
    return new Offer(
        login,
        Negotiation.offered(doorkeeper, peerOfLogin()),
        !secured && tls.isPresent(),
        config.loginDelay());
  }

  /** The client, as logins see it. */
  Peer peerOfLogin() {
    return SaslPeer.of(wire);
  }

  InetAddress address() {
    return wire.remote().getAddress();
  }

  String peer() {
    return wire.peer();
  }

  /** The version of TLS, or {@code none}. */
  String protection() {
    return wire.tls().map(TlsConnection::protocol).orElse("none");
  }

  /**
   * Reads a command; an overlong one is bad. Answers gather while more commands lie here (RFC 2449 section 6.6).
   */
  Command command(Duration timeout) throws IOException {
    flushUnlessPipelined();
    try {
      Command command = Command.parse(wire.readLine(config.lineOctetsMax(), timeout));
      if (!(command instanceof Command.Bad)) {
        wire.understood();
      }
      return command;
    } catch (LineTooLongException e) {
      return new Command.Bad("line too long");
    }
  }

  /** Reads what a client says within AUTH; empty if that is overlong or does not end as a line does. */
  Optional<String> response(Duration timeout) throws IOException {
    flushUnlessPipelined();
    try {
      Line line = wire.readLine(config.saslOctetsMax(), timeout);
      return line.ending() == Line.Ending.CRLF ? Optional.of(line.text()) : Optional.empty();
    } catch (LineTooLongException e) {
      return Optional.empty();
    }
  }

  private void flushUnlessPipelined() throws IOException {
    if (!wire.hasLine()) {
      wire.flush();
    }
  }

  void ok(String text) throws IOException {
    line("+OK " + text);
  }

  void error(String text) throws IOException {
    line("-ERR " + text);
  }

  void challenge(String base64) throws IOException {
    line("+ " + base64);
  }

  void lines(Stream<String> lines) throws IOException {
    for (String line : (Iterable<String>) lines::iterator) {
      line(line);
    }
    line(".");
  }

  private void line(String text) throws IOException {
    wire.write(text + "\r\n");
  }

  /** A content that follows, up to a lone dot. */
  DotStuffing content() {
    return new DotStuffing(wire);
  }

  void startTls() throws IOException {
    wire.startTls(tls.orElseThrow(), config.handshakeTimeout());
  }
}
