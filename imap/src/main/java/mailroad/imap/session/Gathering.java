package mailroad.imap.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.imap.command.MessageSyntax;
import mailroad.imap.command.MessageUrl;
import mailroad.imap.command.Stretch;
import mailroad.imap.command.Stretch.Piece;
import mailroad.imap.syntax.LiteralMark;
import mailroad.kernel.Text;
import mailroad.mailbox.Content;
import mailroad.mailbox.Draft;
import mailroad.mailbox.Drafting;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.Mailboxes;
import mailroad.mailbox.Message;
import mailroad.mailbox.Usage;
import mailroad.mime.Octets;
import mailroad.store.StoreException;
import mailroad.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of one APPEND or REPLACE: octets from the wire and from messages that are here already (RFC 4469) go
 * into the store as they come. Nothing stands in a mailbox before all is there (RFC 3502 section 6.3.11). Used by one
 * task, for one command.
 */
final class Gathering {
  private static final int CHUNK_OCTETS = 32_768;

  /** RFC 3502 section 6.3.11: an empty message is how a client gives up all of them. */
  private static final Optional<Completion> EMPTY =
      Optional.of(Completion.no("[CANNOT] A message of 0 octets is none"));

  private final Session.Surroundings around;
  private final Wire wire;
  private final Responses out;
  private final RequestReader reader;
  private final Mailboxes mailboxes;
  private final Optional<View> selected;
  private final List<Draft> drafts = new ArrayList<>();
  private long octets; // of all messages so far
  private long left; // of the literal that is being read
  private @Nullable Usage usage;
  private @Nullable Drafting drafting;
  private Piece.@Nullable Begin begun;

  /**
   * For one command.
   *
   * @param state who brings messages, and which mailbox URLs without one mean
   */
  Gathering(
      Session.Surroundings around,
      Wire wire,
      Responses out,
      RequestReader reader,
      State.LoggedIn state) {
    this.around = around;
    this.wire = wire;
    this.out = out;
    this.reader = reader;
    this.mailboxes = state.mailboxes();
    this.selected =
        state instanceof State.Selected(_, var view) ? Optional.of(view) : Optional.empty();
  }

  /** What came of it. */
  sealed interface Result {
    /** All messages are on disk, and in no mailbox yet. */
    record Gathered(List<Draft> drafts) implements Result {}

    /** The command has failed; all of it was read. */
    record Failed(Completion completion) implements Result {}

    /** What the client sends can no longer be told from commands. */
    record Hopeless(String reason) implements Result {}
  }

  /** Refuses the command without taking anything. */
  Result refuse(Stretch first, String reason) throws IOException {
    return fail(first, Completion.no(reason));
  }

  /** Takes a message that is to stand in the place of another, whose room it may use. */
  Result gatherFor(Message old, Mailbox to, Stretch first) throws IOException, StoreException {
    Usage now = to.usage();
    usage =
        new Usage(
            now.octets() - old.octets(), now.octetsMax(), now.messages() - 1, now.messagesMax());
    return gather(first);
  }

  /** Takes all messages for a mailbox, and leaves the command read to its end. */
  Result gather(Mailbox to, Stretch first) throws IOException, StoreException {
    usage = to.usage();
    return gather(first);
  }

  private Result gather(Stretch first) throws IOException, StoreException {
    Stretch stretch = first;
    try {
      while (true) {
        for (Piece piece : stretch.pieces()) {
          Optional<Completion> wrong = take(piece, stretch.next().at());
          if (wrong.isPresent()) {
            return fail(stretch, wrong.get());
          }
        }
        if (stretch.literal().isEmpty()) {
          return new Result.Gathered(drafts);
        }
        switch (reader.readOn(stretch.next())) {
          case RequestReader.Continuation.Said(var next) -> stretch = next;
          case RequestReader.Continuation.Wrong(var reason) -> {
            return new Result.Failed(Completion.bad(reason));
          }
          case RequestReader.Continuation.Hopeless(var reason) -> {
            return new Result.Hopeless(reason);
          }
        }
      }
    } catch (StoreException e) {
      resynchronise(stretch);
      throw e;
    } finally {
      if (drafting != null) {
        drafting.close();
      }
    }
  }

  /** The client knows nothing of our troubles and goes on sending what it was told it may. */
  private void resynchronise(Stretch stretch) throws IOException {
    Optional<LiteralMark> announced = stretch.literal();
    if (left > 0) {
      reader.skip(left);
      announced = Optional.of(new LiteralMark(0, false, false));
    }
    if (!reader.drain(announced)) {
      throw new IOException("what the client sends can no longer be told from commands");
    }
  }

  private Result fail(Stretch stretch, Completion completion) throws IOException {
    return reader.drain(stretch.literal())
        ? new Result.Failed(completion)
        : new Result.Hopeless(completion.text());
  }

  private Optional<Completion> take(Piece piece, MessageSyntax.At then)
      throws IOException, StoreException {
    return switch (piece) {
      case Piece.Begin begin -> {
        begun = begin;
        drafting = mailboxes.draft();
        yield Optional.empty();
      }
      case Piece.Text(var mark) ->
          then == MessageSyntax.At.END && mark.octets() == 0 ? EMPTY : text(mark);
      case Piece.Url(var url) -> url(url);
      case Piece.End() -> end();
    };
  }

  private Drafting drafting() {
    if (drafting == null) {
      throw new IllegalStateException("no message has begun");
    }
    return drafting;
  }

  /** Whether so many more octets are too many for the message or for the account. */
  private Optional<Completion> room(long more) throws StoreException {
    if (more > around.config().messageOctetsMax() - drafting().octets()) {
      return Optional.of(
          Completion.no(
              "[TOOBIG] Messages have at most " + around.config().messageOctetsMax() + " octets"));
    }
    Usage known = usage;
    if (known == null) {
      known = mailboxes.usage();
      usage = known;
    }
    return known.fits(octets + drafting().octets() + more)
        ? Optional.empty()
        : Optional.of(Completion.no("[OVERQUOTA] There is no room for this message"));
  }

  private Optional<Completion> text(LiteralMark mark) throws IOException, StoreException {
    Optional<Completion> full = room(mark.octets());
    if (full.isPresent()) {
      return full;
    }
    if (mark.waits()) {
      out.goOn("Ready for the message");
    }
    left = mark.octets();
    while (left > 0) {
      ByteBuffer input = wire.input(around.config().literalTimeout());
      int n = (int) Math.min(left, input.remaining());
      drafting().write(input.array(), input.arrayOffset() + input.position(), n);
      input.position(input.position() + n);
      left -= n;
    }
    return Optional.empty();
  }

  /** RFC 4469 section 3: octets of a message that is here. */
  private Optional<Completion> url(String text) throws IOException, StoreException {
    Optional<MessageUrl> url = MessageUrl.parse(text);
    Optional<Mailbox> mailbox = url.isEmpty() ? Optional.empty() : mailbox(url.get());
    Optional<Content> content =
        mailbox.isEmpty() ? Optional.empty() : mailbox.get().content(url.orElseThrow().uid());
    if (content.isEmpty()) {
      return bad(text, "There is no such message");
    }
    Octets octets = content.get().asOctets();
    MessageReading reading = new MessageReading(url.orElseThrow().uid(), octets, new Structures());
    return switch (reading.locate(url.orElseThrow().section())) {
      case MessageReading.Located.Nowhere() -> bad(text, "The message has no such part");
      case MessageReading.Located.Picked(var picked) ->
          copy(url.get(), Octets.of(picked), 0, picked.length);
      case MessageReading.Located.Range(var from, var count) ->
          copy(url.get(), octets, from, count);
    };
  }

  private Optional<Mailbox> mailbox(MessageUrl url) throws StoreException {
    Optional<Mailbox> mailbox =
        url.mailbox().isPresent()
            ? mailboxes.open(url.mailbox().get())
            : selected.map(View::mailbox);
    return mailbox.filter(found ->
        url.uidValidity().isEmpty() || url.uidValidity().getAsLong() == found.uidValidity());
  }

  private static Optional<Completion> bad(String url, String reason) {
    // RFC 4469 section 5: the text of a response code holds no bracket.
    String shown = Text.visible(url).replaceAll("[\\]\"\\\\]|[^ -~]", "?");
    return Optional.of(Completion.no("[BADURL \"" + shown + "\"] " + reason));
  }

  private Optional<Completion> copy(MessageUrl url, Octets octets, long start, long length)
      throws IOException, StoreException {
    long from = url.partial().map(partial -> Math.min(partial.from(), length)).orElse(0L);
    long count =
        url.partial().map(partial -> Math.min(partial.count(), length - from)).orElse(length);
    Optional<Completion> full = room(count);
    if (full.isPresent()) {
      return full;
    }
    byte[] chunk = new byte[(int) Math.min(CHUNK_OCTETS, Math.max(1, count))];
    for (long done = 0; done < count; ) {
      int n = (int) Math.min(chunk.length, count - done);
      byte[] some = octets.range(start + from + done, n);
      drafting().write(some, 0, some.length);
      done += n;
    }
    return Optional.empty();
  }

  private Optional<Completion> end() throws StoreException {
    Piece.Begin begin = begun;
    if (begin == null || drafting().octets() == 0) {
      return EMPTY;
    }
    Flags flags = begin.flags();
    Instant date = begin.date().orElseGet(around.world()::now);
    octets += drafting().octets();
    drafts.add(drafting().finish(flags, date));
    drafting().close();
    drafting = null;
    return Optional.empty();
  }
}
