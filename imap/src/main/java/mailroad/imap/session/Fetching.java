package mailroad.imap.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.imap.command.Fetch;
import mailroad.imap.command.FetchItem;
import mailroad.imap.command.Section;
import mailroad.imap.command.Since;
import mailroad.imap.syntax.Dates;
import mailroad.mailbox.Content;
import mailroad.mailbox.Flag;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Message;
import mailroad.mailbox.Origin;
import mailroad.mailbox.Outline;
import mailroad.mailbox.Right;
import mailroad.mailbox.UidSet;
import mailroad.mime.DecodedBody;
import mailroad.mime.Octets;
import mailroad.store.StoreException;

/**
 * FETCH and UID FETCH: RFC 3501 section 6.4.5.
 *
 * <p>All that can be wrong with a message is found out before the first octet of its response is written; what then
 * goes wrong amid a literal ends the session.
 */
final class Fetching {
  private static final int CHUNK_MESSAGES = 64;

  private static final Octets NO_OCTETS = Octets.of(new byte[0]);

  private final View view;
  private final Responses out;
  private Map<Long, Origin> origins = Map.of(); // of those that are being told
  private Map<Long, Outline> outlines = Map.of(); // the same
  private boolean unknownEncoding;

  Fetching(View view, Responses out) {
    this.view = view;
    this.out = out;
  }

  /** A piece of a response. */
  private sealed interface Piece {
    record Words(String text) implements Piece {}

    record Literal(String label, byte[] octets) implements Piece {}

    record Range(String label, long from, long count) implements Piece {}

    record Decoded(String label, DecodedBody body, long from, long count) implements Piece {}

    /** What nobody can decode: nothing is told of the message. */
    record Undecodable() implements Piece {}
  }

  Completion fetch(Fetch command) throws IOException, StoreException {
    Optional<List<Integer>> found = view.find(command.messages(), command.uid());
    if (found.isEmpty()) {
      return Completion.bad("There is no message of such a number");
    }
    if (command.since().filter(Since::vanished).isPresent()
        && !view.enabled().has(Enabled.Feature.QRESYNC)) {
      return Completion.bad("VANISHED is for those who have enabled QRESYNC");
    }
    List<Integer> changed = changedSince(command, found.get());
    List<Integer> indexes = command.partial().map(window -> window.of(changed)).orElse(changed);
    boolean allThere = true;
    for (int from = 0; from < indexes.size(); from += CHUNK_MESSAGES) {
      int to = Math.min(indexes.size(), from + CHUNK_MESSAGES);
      allThere &= fetch(indexes.subList(from, to), command);
    }
    if (unknownEncoding) {
      return Completion.no("[UNKNOWN-CTE] Not everything can be decoded"); // RFC 3516 section 4.2
    }
    return allThere || command.uid()
        ? Completion.ok("Fetched")
        : Completion.no("[EXPUNGEISSUED] Some of the messages are gone"); // RFC 5530 section 3
  }

  /** RFC 7162 section 3.1.4.1: what has changed since; what has gone is told first (RFC 7162 section 3.2.6). */
  private List<Integer> changedSince(Fetch command, List<Integer> indexes)
      throws IOException, StoreException {
    if (command.since().isEmpty()) {
      return indexes;
    }
    Since since = command.since().get();
    if (since.vanished()) {
      UidSet gone = Vanished.since(view, since.modseq(), command.messages(), Optional.empty());
      Vanished.tell(out, "VANISHED (EARLIER)", gone);
    }
    return indexes.stream().filter(i -> view.message(i).modseq() > since.modseq()).toList();
  }

  private boolean fetch(List<Integer> indexes, Fetch command) throws IOException, StoreException {
    UidSet changed = command.marksSeen() ? markSeen(indexes) : UidSet.NONE;
    if (command.items().stream().anyMatch(Fetching::needsOrigin)) {
      origins = view.mailbox().origins(view.uids(indexes));
    }
    outlines = outlines(command.items(), view.uids(indexes));
    boolean allThere = true;
    for (int index : indexes) {
      boolean isChanged = changed.contains(view.message(index).uid());
      allThere &= fetch(index, items(command, isChanged));
    }
    return allThere;
  }

  private Map<Long, Outline> outlines(List<FetchItem> items, UidSet uids) throws StoreException {
    return items.stream().anyMatch(Fetching::hasOutline) ? view.mailbox().outlines(uids) : Map.of();
  }

  /** What was asked for, and what the client must hear of besides. */
  private List<FetchItem> items(Fetch command, boolean isChanged) {
    Set<FetchItem> items = new LinkedHashSet<>();
    boolean numbered = !view.enabled().isUidOnly();
    if (command.uid() && numbered && !command.items().contains(new FetchItem.Uid())) {
      items.add(new FetchItem.Uid());
    }
    if (isChanged && !command.items().contains(new FetchItem.Flags())) {
      items.add(new FetchItem.Flags());
    }
    items.addAll(command.items());
    if (command.since().isPresent() || isChanged && view.enabled().tellsModSeqs()) {
      items.add(new FetchItem.ModSeq());
    }
    return List.copyOf(items);
  }

  /** Whoever reads a message has seen it; gives the UIDs of those that were not before. */
  private UidSet markSeen(List<Integer> indexes) throws IOException, StoreException {
    List<Integer> unseen =
        indexes.stream().filter(i -> !view.message(i).flags().has(Flag.SEEN)).toList();
    if (view.isReadOnly() || unseen.isEmpty() || !view.may(Right.SEEN)) {
      return UidSet.NONE;
    }
    FlagChange change = FlagChange.add(Flags.of(Flag.SEEN));
    List<Message> seen = view.mailbox().store(view.uids(unseen), change).messages();
    view.tellKeywords(out, seen);
    for (Message message : seen) {
      view.update(view.index(message.uid()).orElseThrow(), message);
    }
    return UidSet.of(seen.stream().map(Message::uid).toList());
  }

  /** Tells of messages that came just now, the last ones of the view; {@code \Seen} stays as it is (RFC 5465 section 5.2). */
  void tellNew(int count, List<FetchItem> asked) throws IOException, StoreException {
    Set<FetchItem> items = new LinkedHashSet<>();
    items.add(new FetchItem.Uid());
    items.addAll(asked);
    for (int index = view.size() - count; index < view.size(); index++) {
      UidSet uid = UidSet.of(view.message(index).uid());
      origins = view.mailbox().origins(uid);
      outlines = outlines(asked, uid);
      fetch(index, List.copyOf(items));
    }
  }

  /** Tells of one message; false, and not a word, if it is gone. */
  private boolean fetch(int index, List<FetchItem> items) throws IOException, StoreException {
    Message message = view.message(index);
    Optional<Outline> outline = Optional.ofNullable(outlines.get(message.uid()));
    Optional<MessageReading> reading = Optional.empty();
    if (items.stream().anyMatch(Fetching::needsContent)) {
      Optional<Octets> octets =
          outline.isPresent() && items.stream().noneMatch(Fetching::needsOctets)
              ? Optional.of(NO_OCTETS)
              : view.mailbox().content(message.uid()).map(Content::asOctets);
      if (octets.isEmpty()) {
        return false;
      }
      reading =
          Optional.of(new MessageReading(message.uid(), octets.get(), view.structures(), outline));
    }
    if (items.stream().anyMatch(Fetching::needsOrigin) && origin(message).isEmpty()) {
      return false;
    }
    List<Piece> pieces = new ArrayList<>();
    for (FetchItem item : items) {
      pieces.add(piece(item, message, reading));
    }
    if (pieces.contains(new Piece.Undecodable())) {
      unknownEncoding = true;
      return true;
    }
    write(index, pieces, reading);
    return true;
  }

  private static boolean needsOrigin(FetchItem item) {
    return item instanceof FetchItem.EmailId || item instanceof FetchItem.SaveDate;
  }

  private Optional<Origin> origin(Message message) {
    return Optional.ofNullable(origins.get(message.uid()));
  }

  /** Whether an outline tells all of it, or makes it quicker. */
  private static boolean hasOutline(FetchItem item) {
    return switch (item) {
      case FetchItem.Envelope _, FetchItem.Structure _ -> true;
      case FetchItem.Binary _, FetchItem.BinarySize _, FetchItem.Preview _ -> true;
      case FetchItem.Octets octets ->
          !octets.section().equals(Section.WHOLE) && !octets.section().equals(Section.HEADER);
      default -> false;
    };
  }

  /** Whether the message must be read though its outline is known. */
  private static boolean needsOctets(FetchItem item) {
    return needsContent(item)
        && switch (item) {
          case FetchItem.Envelope _, FetchItem.Structure _ -> false;
          case FetchItem.Octets octets -> !isOutlined(octets.section());
          default -> true;
        };
  }

  private static boolean isOutlined(Section section) {
    return section.part().isEmpty()
        && section.text() instanceof Section.Text.Fields(var names, var but)
        && !but
        && names.stream().allMatch(Outline::lists);
  }

  private static boolean needsContent(FetchItem item) {
    return switch (item) {
      case FetchItem.Flags _,
          FetchItem.Uid _,
          FetchItem.ModSeq _,
          FetchItem.EmailId _,
          FetchItem.ThreadId _,
          FetchItem.SaveDate _,
          FetchItem.InternalDate _,
          FetchItem.Size _ ->
          false;
      case FetchItem.Envelope _, FetchItem.Structure _, FetchItem.Octets _ -> true;
      case FetchItem.Binary _, FetchItem.BinarySize _, FetchItem.Preview _ -> true;
    };
  }

  private Piece piece(FetchItem item, Message message, Optional<MessageReading> reading)
      throws IOException {
    return switch (item) {
      case FetchItem.Flags() -> new Piece.Words(view.flags(message));
      case FetchItem.Uid() -> new Piece.Words("UID " + message.uid());
      case FetchItem.EmailId() ->
          new Piece.Words("EMAILID (" + origin(message).orElseThrow().emailId() + ")");
      case FetchItem.ThreadId() -> new Piece.Words("THREADID NIL"); // RFC 8474 section 5.2
      case FetchItem.SaveDate() ->
          new Piece.Words(
              "SAVEDATE " + origin(message).orElseThrow().saved().map(Dates::show).orElse("NIL"));
      case FetchItem.ModSeq() -> new Piece.Words(View.modseq(message));
      case FetchItem.InternalDate() ->
          new Piece.Words("INTERNALDATE " + Dates.show(message.internalDate()));
      case FetchItem.Size() -> new Piece.Words("RFC822.SIZE " + message.octets());
      case FetchItem.Envelope() ->
          new Piece.Words("ENVELOPE " + StructureText.envelope(reading.orElseThrow().envelope()));
      case FetchItem.Structure(var extended) ->
          new Piece.Words(
              (extended ? "BODYSTRUCTURE " : "BODY ")
                  + StructureText.structure(reading.orElseThrow().root(), extended));
      case FetchItem.Octets octets -> octets(octets, reading.orElseThrow());
      case FetchItem.Binary binary -> binary(binary, reading.orElseThrow());
      case FetchItem.BinarySize(var label, var part) -> size(label, part, reading.orElseThrow());
      case FetchItem.Preview(var lazy) ->
          new Piece.Words("PREVIEW " + Responses.nstring(reading.orElseThrow().preview(lazy)));
    };
  }

  private static Piece octets(FetchItem.Octets item, MessageReading reading) throws IOException {
    return switch (reading.locate(item.section())) {
      case MessageReading.Located.Nowhere() -> new Piece.Words(item.label() + " NIL");
      case MessageReading.Located.Picked(var octets) -> {
        int from = (int) from(item.partial(), octets.length);
        int count = (int) count(item.partial(), octets.length);
        byte[] some = java.util.Arrays.copyOfRange(octets, from, from + count);
        yield new Piece.Literal(item.label(), some);
      }
      case MessageReading.Located.Range(var from, var count) ->
          new Piece.Range(
              item.label(), from + from(item.partial(), count), count(item.partial(), count));
    };
  }

  private Piece binary(FetchItem.Binary item, MessageReading reading) throws IOException {
    return switch (reading.decode(item.part())) {
      case MessageReading.Decoded.Nowhere() -> new Piece.Words(item.label() + " NIL");
      case MessageReading.Decoded.Unknown() -> new Piece.Undecodable();
      case MessageReading.Decoded.Body(var body) ->
          new Piece.Decoded(
              item.label(),
              body,
              from(item.partial(), body.size()),
              count(item.partial(), body.size()));
    };
  }

  private Piece size(String label, List<Integer> part, MessageReading reading) throws IOException {
    return switch (reading.decode(part)) {
      case MessageReading.Decoded.Nowhere() -> new Piece.Words(label + " 0");
      case MessageReading.Decoded.Unknown() -> new Piece.Undecodable();
      case MessageReading.Decoded.Body(var body) -> new Piece.Words(label + " " + body.size());
    };
  }

  /** RFC 3501 section 6.4.5: what lies beyond the end is left out, if need be all. */
  private static long from(Optional<FetchItem.Partial> partial, long size) {
    return partial.map(some -> Math.min(some.from(), size)).orElse(0L);
  }

  private static long count(Optional<FetchItem.Partial> partial, long size) {
    return partial.map(some -> Math.min(some.count(), size - from(partial, size))).orElse(size);
  }

  private void write(int index, List<Piece> pieces, Optional<MessageReading> reading)
      throws IOException {
    out.text("* " + view.subject(index) + " (");
    String space = "";
    for (Piece piece : pieces) {
      out.text(space);
      switch (piece) {
        case Piece.Words(var text) -> out.text(text);
        case Piece.Literal(var label, var octets) -> {
          out.text(label + " ");
          out.literal(octets);
        }
        case Piece.Range(var label, var from, var count) -> {
          out.text(label + " ");
          out.literal(reading.orElseThrow().octets(), from, count);
        }
        case Piece.Decoded(var label, var body, var from, var count) -> {
          out.text(label + " ");
          out.literal(body, from, count);
        }
        case Piece.Undecodable() -> {}
      }
      space = " ";
    }
    out.text(")\r\n");
  }
}
