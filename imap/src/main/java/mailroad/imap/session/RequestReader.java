package mailroad.imap.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import mailroad.imap.ImapConfig;
import mailroad.imap.command.CommandParser;
import mailroad.imap.command.Parsed;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.LiteralMark;
import mailroad.imap.syntax.Malformed;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;

/**
 * Reads commands with their literals, within bounds that are narrow before the login. Stops before the message
 * of an APPEND, which is for the store and not for the memory.
 *
 * <p>Who sends too much without waiting for our leave (RFC 7888 section 4) is listened to and ignored where that
 * is little, and else sent away: what follows could not be told from commands.
 */
final class RequestReader {
  private static final int SKIPPED_OCTETS_MAX = 1_048_576;

  private final Wire wire;
  private final Responses out;
  private final ImapConfig config;
  private final Enabled enabled;

  RequestReader(Wire wire, Responses out, ImapConfig config, Enabled enabled) {
    this.wire = wire;
    this.out = out;
    this.config = config;
    this.enabled = enabled;
  }

  /** What came. */
  sealed interface Request {
    /** A command, or what should have been one. */
    record Whole(Parsed parsed) implements Request {}

    /** An APPEND whose message is still to come. */
    record Message(Parsed.Right append) implements Request {}

    /** Nothing that the talk can go on after; the reason is for the client. */
    record Hopeless(String reason) implements Request {}
  }

  /**
   * Reads the next command. Blocks until it is whole.
   *
   * @throws java.net.SocketTimeoutException if the client is silent for too long
   * @throws java.io.EOFException if it has left
   */
  Request read(boolean loggedIn) throws IOException {
    int octetsMax = loggedIn ? config.commandOctetsMax() : config.commandOctetsMaxBeforeLogin();
    int lineMax = Math.min(config.lineOctetsMax(), octetsMax);
    Duration timeout = loggedIn ? config.sessionTimeout() : config.loginTimeout();
    ByteArrayOutputStream command = new ByteArrayOutputStream(128);
    boolean tooLarge = false;
    while (true) {
      Line line;
      try {
        line = wire.readLine(lineMax, timeout);
      } catch (LineTooLongException e) {
        return new Request.Hopeless("[TOOBIG] line longer than " + lineMax + " octets");
      }
      if (line.ending() != Line.Ending.CRLF) {
        return wrong(command, line.octets(), "lines end with CR and LF");
      }
      Optional<LiteralMark> mark = LiteralMark.atEndOf(line.octets());
      command.writeBytes(line.octets());
      if (mark.isEmpty()) {
        return tooLarge
            ? wrong(command, new byte[0], "[TOOBIG] command too large")
            : new Request.Whole(CommandParser.parse(command.toByteArray(), enabled.names()));
      }
      Optional<Parsed.Right> append =
          loggedIn && !tooLarge ? append(command.toByteArray()) : Optional.empty();
      if (append.isPresent()) {
        return new Request.Message(append.get());
      }
      LiteralMark literal = mark.get();
      boolean fits = !tooLarge && literal.octets() <= octetsMax - command.size() - 2;
      if (!fits && literal.waits()) {
        return wrong(command, new byte[0], "[TOOBIG] literal too large");
      }
      if (!fits && (!loggedIn || literal.octets() > SKIPPED_OCTETS_MAX)) {
        return new Request.Hopeless("[TOOBIG] literal too large");
      }
      if (literal.waits()) {
        out.goOn("Ready for " + literal.octets() + " octets");
      }
      if (fits) {
        command.write('\r');
        command.write('\n');
        command.writeBytes(wire.readExactly((int) literal.octets(), config.literalTimeout()));
      } else {
        tooLarge = true;
        skip(literal.octets());
      }
    }
  }

  private Optional<Parsed.Right> append(byte[] command) {
    return CommandParser.append(command, enabled.names());
  }

  /** Reads octets that nobody wants. */
  void skip(long octets) throws IOException {
    long left = octets;
    while (left > 0) {
      ByteBuffer input = wire.input(config.literalTimeout());
      int n = (int) Math.min(left, input.remaining());
      input.position(input.position() + n);
      left -= n;
    }
  }

  /** Whether a message that nobody asked for and nobody wants is little enough to be skipped. */
  static boolean isSkippable(LiteralMark message) {
    return message.octets() <= SKIPPED_OCTETS_MAX;
  }

  private static Request wrong(ByteArrayOutputStream command, byte[] more, String reason) {
    command.writeBytes(more);
    return new Request.Whole(new Parsed.Wrong(tag(command.toByteArray()), reason));
  }

  private static String tag(byte[] command) {
    try {
      Input input = new Input(command);
      String tag = input.tag();
      input.space();
      return tag;
    } catch (Malformed e) {
      return "*";
    }
  }
}
