package mailroad.smtp.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Reply;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.smtp.ReplyForm;
import mailroad.smtp.ReplyForm.ReplyLine;
import mailroad.wire.Deadline;
import mailroad.wire.Line;
import mailroad.wire.Wire;

/** Commands out, replies in, and both written down. */
final class Talk {
  private static final int NONCE_OCTETS = 18;

  private final World world;
  private final SmtpClientConfig config;
  private final Wire wire;
  private final Transcript transcript;

  Talk(World world, SmtpClientConfig config, Connection connection) {
    this.world = world;
    this.config = config;
    this.wire = new Wire(world, connection, config.blockTimeout());
    this.transcript = new Transcript(config.dialogueLinesMax());
  }

  /** Fresh and random, for exchanges that must not be played again. */
  String nonce() {
    byte[] octets = new byte[NONCE_OCTETS];
    world.random().nextBytes(octets);
    return Base64.getEncoder().encodeToString(octets);
  }

  Wire wire() {
    return wire;
  }

  Transcript transcript() {
    return transcript;
  }

  /** Writes a command; it goes out before the next reply is read. */
  void say(String command) throws IOException {
    say(command, command);
  }

  /** Writes a command that is written down otherwise, for it holds a secret. */
  void say(String command, String shown) throws IOException {
    transcript.said(shown);
    wire.write(command + "\r\n");
  }

  /** Writes a command and waits for the reply. */
  Reply ask(String command, Duration timeout) throws IOException {
    say(command);
    return hear(timeout);
  }

  /**
   * Waits for a reply, however many lines it has, leniently as to its form (RFC 5321 section 4.2): its code
   * decides.
   *
   * @param timeout for all of it
   * @throws NotSmtpException if it is no reply, or has too many lines
   */
  Reply hear(Duration timeout) throws IOException {
    wire.flush();
    Deadline deadline = Deadline.in(world, timeout);
    List<ReplyLine> lines = new ArrayList<>();
    do {
      if (lines.size() >= config.replyLinesMax()) {
        throw new NotSmtpException(
            "the reply has more than %d lines".formatted(config.replyLinesMax()));
      }
      Line line = wire.readLine(config.replyLineOctetsMax(), deadline.left());
      String text = line.text();
      transcript.heard(text);
      lines.add(
          ReplyForm.readLine(line.octets())
              .orElseThrow(
                  () -> new NotSmtpException("not an SMTP reply: " + Text.visible(shorten(text)))));
    } while (!lines.getLast().last());
    return ReplyForm.read(lines);
  }

  private static String shorten(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }

  /** Why an exchange broke, for people. A cancelled task is no such reason. */
  static String reason(IOException e) throws InterruptedException {
    return switch (e) {
      case SocketTimeoutException _ -> "no answer in time";
      case InterruptedIOException _ -> throw new InterruptedException("cancelled");
      case EOFException _ -> "the other side closed the connection";
      default -> String.valueOf(e.getMessage());
    };
  }
}
