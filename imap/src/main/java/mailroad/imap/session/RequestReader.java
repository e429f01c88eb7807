package mailroad.imap.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import mailroad.imap.ImapConfig;
import mailroad.imap.command.CommandParser;
import mailroad.imap.command.MessageSyntax;
import mailroad.imap.command.Parsed;
import mailroad.imap.command.Stretch;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.LiteralMark;
import mailroad.imap.syntax.Malformed;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;

/**
 * Reads commands with their literals, within bounds that are narrow before the login. Stops before the messages
 * of an APPEND or REPLACE, which are for the store and not for the memory.
 *
 * <p>Who sends too much without waiting for our leave (RFC 7888 section 4) is listened to and ignored where that
 * is little, and else sent away: what follows could not be told from commands. Before the login the rule is LITERAL-
 * (RFC 7888 section 5): 4096 octets at most come so.
 */
final class RequestReader {
  private static final int SKIPPED_OCTETS_MAX = 1_048_576;

  /** RFC 7888 section 5. */
  private static final int UNASKED_OCTETS_MAX_BEFORE_LOGIN = 4_096;

  /** Each literal makes a command to be looked at anew. */
  private static final int LITERALS_MAX = 1_000;

  private static final int LITERALS_MAX_BEFORE_LOGIN = 100;

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

    /** A command whose messages are still to come. */
    record Message(Parsed.Right command) implements Request {}

    /** Nothing that the talk can go on after; the reason is for the client. */
    record Hopeless(String reason) implements Request {}
  }

  private Parsed heard(Parsed parsed) {
    if (parsed instanceof Parsed.Right) {
      wire.understood();
    }
    return parsed;
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
    int literalsMax = loggedIn ? LITERALS_MAX : LITERALS_MAX_BEFORE_LOGIN;
    ByteArrayOutputStream command = new ByteArrayOutputStream(128);
    boolean tooLarge = false;
    for (int literals = 0; ; literals++) {
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
            : new Request.Whole(heard(CommandParser.parse(command.toByteArray(), enabled.names())));
      }
      Optional<Parsed.Right> brings =
          loggedIn && !tooLarge
              ? CommandParser.bringingMessages(command.toByteArray(), enabled.names())
              : Optional.empty();
      if (brings.isPresent()) {
        return new Request.Message(brings.get());
      }
      LiteralMark literal = mark.get();
      boolean fits =
          !tooLarge && literals < literalsMax && literal.octets() <= octetsMax - command.size() - 2;
      if (!fits && literal.waits()) {
        return wrong(command, new byte[0], "[TOOBIG] literal too large, or too many of them");
      }
      if (!fits && (!loggedIn || literal.octets() > SKIPPED_OCTETS_MAX)
          || !loggedIn && !literal.waits() && literal.octets() > UNASKED_OCTETS_MAX_BEFORE_LOGIN) {
        return new Request.Hopeless("[TOOBIG] literal too large, or too many of them");
      }
      if (literals > 2 * literalsMax) {
        return new Request.Hopeless("[TOOBIG] too many literals");
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

  /** What came within a command, behind a literal. */
  sealed interface Continuation {
    /** What is said of the messages. */
    record Said(Stretch stretch) implements Continuation {}

    /** Nothing that fits; all of the command was read. */
    record Wrong(String reason) implements Continuation {}

    /** Nothing that the talk can go on after. */
    record Hopeless(String reason) implements Continuation {}
  }

  /** Reads on in a command that brings messages, up to the next of them or to the end. */
  Continuation readOn(MessageSyntax syntax) throws IOException {
    ByteArrayOutputStream stretch = new ByteArrayOutputStream();
    for (int literals = 0; ; literals++) {
      Line line;
      try {
        line = wire.readLine(config.lineOctetsMax(), config.literalTimeout());
      } catch (LineTooLongException e) {
        return new Continuation.Hopeless("[TOOBIG] a line amid the command is too long");
      }
      stretch.writeBytes(line.octets());
      Optional<LiteralMark> mark = LiteralMark.atEndOf(line.octets());
      try {
        Stretch said = syntax.read(new Input(stretch.toByteArray()));
        if (line.ending() == Line.Ending.CRLF) {
          return new Continuation.Said(said);
        }
        return drained(mark, "lines end with CR and LF");
      } catch (Malformed e) {
        boolean more =
            e.isUnfinished()
                && mark.isPresent()
                && literals < LITERALS_MAX
                && mark.get().octets() <= config.commandOctetsMax() - stretch.size();
        if (!more) {
          return drained(mark, e.reason());
        }
      }
      LiteralMark literal = mark.orElseThrow();
      if (literal.waits()) {
        out.goOn("Ready for " + literal.octets() + " octets");
      }
      stretch.write('\r');
      stretch.write('\n');
      stretch.writeBytes(wire.readExactly((int) literal.octets(), config.literalTimeout()));
    }
  }

  private Continuation drained(Optional<LiteralMark> mark, String reason) throws IOException {
    return drain(mark) ? new Continuation.Wrong(reason) : new Continuation.Hopeless(reason);
  }

  /**
   * Reads what is left of a command that has failed, and drops it: a client that did not ask goes on sending (RFC 7888
   * section 4).
   *
   * @param announced the literal that is next, if one is
   * @return whether commands can be told again from what follows; not where too much comes
   */
  boolean drain(Optional<LiteralMark> announced) throws IOException {
    Optional<LiteralMark> mark = announced;
    long skipped = 0;
    while (mark.isPresent() && !mark.get().waits()) {
      if (mark.get().octets() >= SKIPPED_OCTETS_MAX - skipped) {
        return false;
      }
      skipped += mark.get().octets() + 1;
      skip(mark.get().octets());
      try {
        Line rest = wire.readLine(config.lineOctetsMax(), config.literalTimeout());
        mark = LiteralMark.atEndOf(rest.octets());
      } catch (LineTooLongException e) {
        return false;
      }
    }
    return true;
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
