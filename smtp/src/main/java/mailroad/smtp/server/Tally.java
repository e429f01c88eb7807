package mailroad.smtp.server;

import java.util.Optional;
import mailroad.kernel.Reply;
import mailroad.smtp.Replies;

/** Counts what a session may not do without end. */
final class Tally {
  private final SmtpLimits limits;
  private int badCommands;
  private int rejections;
  private int idleCommands;
  private int loginFailures;
  private int messages;

  Tally(SmtpLimits limits) {
    this.limits = limits;
  }

  void badCommand() {
    badCommands++;
  }

  void rejection() {
    rejections++;
  }

  void command() {
    idleCommands++;
  }

  void loginFailure() {
    loginFailures++;
  }

  /** A recipient or a message was accepted: the client is about something. */
  void progress() {
    idleCommands = 0;
  }

  /** A chunk came. One without octets is no progress. */
  void chunk(long octets) {
    if (octets > 0) {
      progress();
    }
  }

  void message() {
    messages++;
    progress();
  }

  int messages() {
    return messages;
  }

  /** What the session came to. */
  Departure departure(Departure.Manner manner) {
    return new Departure(manner, messages, rejections, loginFailures);
  }

  /** The last word, where a limit has been passed. */
  Optional<Reply> exceeded() {
    if (badCommands >= limits.badCommandsMax()
        || rejections >= limits.rejectionsMax()
        || loginFailures >= limits.loginFailuresMax()) {
      return Optional.of(Replies.TOO_MANY_ERRORS);
    }
    return idleCommands >= limits.idleCommandsMax()
        ? Optional.of(Replies.TOO_MANY_COMMANDS)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "messages=%d faults=%d rejections=%d login-failures=%d"
        .formatted(messages, badCommands, rejections, loginFailures);
  }
}
