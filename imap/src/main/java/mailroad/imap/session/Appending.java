package mailroad.imap.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import mailroad.imap.command.Append;
import mailroad.imap.syntax.LiteralMark;
import mailroad.mailbox.Appended;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Mailboxes;
import mailroad.store.StoreException;
import mailroad.wire.Line;
import mailroad.wire.LineTooLongException;
import mailroad.wire.Wire;

/** APPEND: RFC 3501 section 6.3.11. The message goes from the wire into the store as it comes. */
final class Appending {
  private static final int REST_OCTETS_MAX = 1_000;

  private final Session.Surroundings around;
  private final Wire wire;
  private final Responses out;
  private final RequestReader reader;
  private long left;

  Appending(Session.Surroundings around, Wire wire, Responses out, RequestReader reader) {
    this.around = around;
    this.wire = wire;
    this.out = out;
    this.reader = reader;
  }

  /** What came of it. */
  sealed interface Result {
    /** The command has ended. */
    record Ended(Completion completion) implements Result {}

    /** What the client sends can no longer be told from commands. */
    record Hopeless(String reason) implements Result {}
  }

  Result append(Mailboxes mailboxes, Append append) throws IOException, StoreException {
    Optional<MailboxName> name = append.mailbox().name();
    Optional<Mailbox> mailbox = name.isEmpty() ? Optional.empty() : mailboxes.open(name.get());
    LiteralMark message = append.message();
    if (mailbox.isEmpty()) {
      return refuse(message, "[TRYCREATE] There is no such mailbox");
    }
    if (message.octets() > around.config().messageOctetsMax()) {
      return refuse(
          message,
          "[TOOBIG] Messages have at most " + around.config().messageOctetsMax() + " octets");
    }
    if (message.octets() == 0) {
      return refuse(message, "[CANNOT] A message of 0 octets is none");
    }
    if (!mailboxes.usage().fits(message.octets())) {
      return refuse(message, "[OVERQUOTA] There is no room for this message");
    }
    if (message.waits()) {
      out.goOn("Ready for the message");
    }
    return take(mailbox.get(), append);
  }

  /** Refuses without taking the message; where it comes all the same, it is skipped (RFC 7888 section 4). */
  private Result refuse(LiteralMark message, String reason) throws IOException {
    if (message.waits()) {
      return new Result.Ended(Completion.no(reason));
    }
    if (!RequestReader.isSkippable(message)) {
      return new Result.Hopeless(reason);
    }
    reader.skip(message.octets());
    return afterMessage().orElse(new Result.Ended(Completion.no(reason)));
  }

  private Result take(Mailbox mailbox, Append append) throws IOException, StoreException {
    left = append.message().octets();
    try (Drafting drafting = mailbox.draft()) {
      while (left > 0) {
        takeSome(drafting);
      }
      Optional<Result> wrong = afterMessage();
      if (wrong.isPresent()) {
        return wrong.get();
      }
      Instant date = append.date().orElseGet(around.world()::now);
      return new Result.Ended(done(mailbox.append(drafting.finish(append.flags(), date))));
    } catch (StoreException e) {
      if (left > 0) {
        reader.skip(left); // the client knows nothing of our troubles and goes on sending
        afterMessage();
      }
      throw e;
    }
  }

  private void takeSome(Drafting drafting) throws IOException, StoreException {
    ByteBuffer input = wire.input(around.config().literalTimeout());
    int n = (int) Math.min(left, input.remaining());
    drafting.write(input.array(), input.arrayOffset() + input.position(), n);
    input.position(input.position() + n);
    left -= n;
  }

  /** What follows the message must be the end of the line; otherwise this is what comes of it. */
  private Optional<Result> afterMessage() throws IOException {
    try {
      Line line = wire.readLine(REST_OCTETS_MAX, around.config().literalTimeout());
      if (line.octets().length == 0 && line.ending() == Line.Ending.CRLF) {
        return Optional.empty();
      }
      boolean more = LiteralMark.atEndOf(line.octets()).filter(mark -> !mark.waits()).isPresent();
      return Optional.of(
          more
              ? new Result.Hopeless("One message at a time")
              : new Result.Ended(Completion.bad("Nothing may follow the message")));
    } catch (LineTooLongException e) {
      return Optional.of(new Result.Hopeless("Nothing may follow the message"));
    }
  }

  /** RFC 4315 section 3: the client learns the UID. */
  private static Completion done(Appended appended) {
    return switch (appended) {
      case Appended.Done(var validity, var uids) ->
          Completion.ok("[APPENDUID %d %s] Appended".formatted(validity, UidRuns.of(uids)));
      case Appended.OverQuota() -> Completion.no("[OVERQUOTA] There is no room for this message");
      case Appended.Gone() -> Completion.no("[TRYCREATE] There is no such mailbox");
    };
  }
}
