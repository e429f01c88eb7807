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
import mailroad.mime.Envelope;
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
  private Map<Long, Envelope> envelopes =
      Map.of(); // the same, where nothing else of them is asked for
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
    Asked asked = asked(command, false);
    Asked changedToo = asked(command, true);
    if (asked.isPlain()) {
      new PlainLines(view, out, asked.items()).tell(indexes);
      return Completion.ok("Fetched");
    }
    boolean allThere = true;
    for (int from = 0; from < indexes.size(); from += CHUNK_MESSAGES) {
      int to = Math.min(indexes.size(), from + CHUNK_MESSAGES);
      allThere &= fetch(indexes.subList(from, to), command, asked, changedToo);
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
    return indexes.stream().filter(i -> view.modseq(i) > since.modseq()).toList();
  }

  private boolean fetch(List<Integer> indexes, Fetch command, Asked asked, Asked changedToo)
      throws IOException, StoreException {
    UidSet changed = command.marksSeen() ? markSeen(indexes) : UidSet.NONE;
    read(indexes, asked);
    boolean allThere = true;
    for (int index : indexes) {
      boolean isChanged = !changed.isEmpty() && changed.contains(view.uid(index));
      allThere &= fetch(index, isChanged ? changedToo : asked);
    }
    return allThere;
  }

  /** Reads at once what is wanted of many messages. */
  private void read(List<Integer> indexes, Asked asked) throws StoreException {
    if (asked.origin()) {
      origins = view.mailbox().origins(view.uids(indexes));
    }
    if (asked.envelopeAlone()) {
      envelopes = view.mailbox().envelopes(view.uids(indexes));
    } else if (asked.outline()) {
      outlines = view.mailbox().outlines(view.uids(indexes));
    }
  }

  /** What was asked for, and what the client must hear of besides. */
  private Asked asked(Fetch command, boolean isChanged) {
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
    return Asked.of(items);
  }

  /** What is to be told of a message, and what must be read for it. */
  private record Asked(
      List<FetchItem> items,
      boolean content,
      boolean octets,
      boolean outline,
      boolean envelopeAlone,
      boolean origin) {
    /** Whether the view knows all of it. */
    boolean isPlain() {
      return !content && !origin;
    }

    static Asked of(Set<FetchItem> items) {
      return new Asked(
          List.copyOf(items),
          items.stream().anyMatch(Fetching::needsContent),
          items.stream().anyMatch(Fetching::needsOctets),
          items.stream().anyMatch(Fetching::hasOutline),
          items.contains(new FetchItem.Envelope())
              && items.stream()
                  .filter(Fetching::needsContent)
                  .allMatch(FetchItem.Envelope.class::isInstance),
          items.stream().anyMatch(Fetching::needsOrigin));
    }
  }

  /** Whoever reads a message has seen it; gives the UIDs of those that were not before. */
  private UidSet markSeen(List<Integer> indexes) throws IOException, StoreException {
    List<Integer> unseen = indexes.stream().filter(i -> !view.flags(i).has(Flag.SEEN)).toList();
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
    Asked all = Asked.of(items);
    for (int index = view.size() - count; index < view.size(); index++) {
      read(List.of(index), all);
      fetch(index, all);
    }
  }

  /** Tells of one message; false, and not a word, if it is gone. */
  private boolean fetch(int index, Asked asked) throws IOException, StoreException {
    Message message = view.message(index);
    Optional<MessageReading> reading = Optional.empty();
    if (asked.envelopeAlone()) {
      if (!envelopes.containsKey(message.uid())) {
        return false;
      }
    } else if (asked.content()) {
      reading = reading(message, asked);
      if (reading.isEmpty()) {
        return false;
      }
    }
    if (asked.origin() && origin(message).isEmpty()) {
      return false;
    }
    List<Piece> pieces = new ArrayList<>(asked.items().size());
    for (FetchItem item : asked.items()) {
      Piece piece = piece(item, message, reading);
      if (piece instanceof Piece.Undecodable) {
        unknownEncoding = true;
        return true;
      }
      pieces.add(piece);
    }
    write(index, pieces, reading);
    return true;
  }

  /** The message as it is to be read; empty if it is gone. */
  private Optional<MessageReading> reading(Message message, Asked asked) throws StoreException {
    Optional<Outline> outline = Optional.ofNullable(outlines.get(message.uid()));
    Optional<Octets> octets =
        outline.isPresent() && !asked.octets()
            ? Optional.of(NO_OCTETS)
            : view.mailbox().content(message.uid()).map(Content::asOctets);
    return octets.map(it -> new MessageReading(message.uid(), it, view.structures(), outline));
  }

  private static boolean needsOrigin(FetchItem item) {
    return item instanceof FetchItem.EmailId
        || item instanceof FetchItem.ThreadId
        || item instanceof FetchItem.SaveDate;
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
      case FetchItem.Flags _,
          FetchItem.Uid _,
          FetchItem.ModSeq _,
          FetchItem.InternalDate _,
          FetchItem.Size _ ->
          new Piece.Words(view.plain(item, message).orElseThrow());
      case FetchItem.EmailId() ->
          new Piece.Words("EMAILID (" + origin(message).orElseThrow().emailId() + ")");
      case FetchItem.ThreadId() ->
          // RFC 8474 section 5.2
          new Piece.Words(
              "THREADID "
                  + origin(message)
                      .orElseThrow()
                      .threadId()
                      .map(id -> "(" + id + ")")
                      .orElse("NIL"));
      case FetchItem.SaveDate() ->
          new Piece.Words(
              "SAVEDATE " + origin(message).orElseThrow().saved().map(Dates::show).orElse("NIL"));
      case FetchItem.Envelope() ->
          new Piece.Words("ENVELOPE " + StructureText.envelope(envelope(message, reading)));
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

  private Envelope envelope(Message message, Optional<MessageReading> reading) throws IOException {
    Envelope known = envelopes.get(message.uid());
    return known == null ? reading.orElseThrow().envelope() : known;
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
    StringBuilder line =
        new StringBuilder(64).append("* ").append(view.subject(index)).append(" (");
    String space = "";
    for (Piece piece : pieces) {
      line.append(space);
      switch (piece) {
        case Piece.Words(var text) -> line.append(text);
        case Piece.Literal(var label, var octets) -> {
          said(line.append(label).append(' '));
          out.literal(octets);
        }
        case Piece.Range(var label, var from, var count) -> {
          said(line.append(label).append(' '));
          out.literal(reading.orElseThrow().octets(), from, count);
        }
        case Piece.Decoded(var label, var body, var from, var count) -> {
          said(line.append(label).append(' '));
          out.literal(body, from, count);
        }
        case Piece.Undecodable() -> {}
      }
      space = " ";
    }
    said(line.append(")\r\n"));
  }

  /** Writes what has gathered of a line. */
  private void said(StringBuilder line) throws IOException {
    out.text(line.toString());
    line.setLength(0);
  }
}
