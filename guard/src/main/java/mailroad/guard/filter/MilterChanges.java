package mailroad.guard.filter;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.FilterException;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Text;
import mailroad.kernel.Why;
import mailroad.mime.Octets;

/** What a milter wants changed at a message's end, as it says it, packet by packet. Used by one task. */
final class MilterChanges {
  private static final int CHANGES_MAX = 10_000;
  private static final int SHOWN_MAX = 20;

  private final MilterTerms terms;
  private final int bodyOctetsMax;
  private final List<Change> changes = new ArrayList<>();
  private Optional<ByteArrayOutputStream> body = Optional.empty();
  private boolean bodyEndsInCr;
  private Optional<String> quarantine = Optional.empty();

  MilterChanges(MilterTerms terms, int bodyOctetsMax) {
    this.terms = terms;
    this.bodyOctetsMax = bodyOctetsMax;
  }

  /** Takes a change down. */
  void take(MilterPacket packet) throws FilterException {
    if (changes.size() == CHANGES_MAX) {
      throw new FilterException("more than %d changes".formatted(CHANGES_MAX));
    }
    require(packet.command());
    MilterPacket.Reader reader = packet.reader();
    switch (packet.command()) {
      case 'h' -> changes.add(new Change.AddField(name(reader), value(reader)));
      case 'i' -> {
        int place = place(reader);
        changes.add(new Change.InsertField(place, name(reader), value(reader)));
      }
      case 'm' -> {
        int nth = place(reader);
        changes.add(new Change.ChangeField(nth, name(reader), value(reader)));
      }
      case 'b' -> replaceBody(packet.data());
      case 'e' -> changes.add(new Change.ChangeSender(path(reader.texts())));
      case '+', '2' -> changes.add(new Change.AddRecipient(recipient(reader.texts())));
      case '-' -> changes.add(new Change.RemoveRecipient(recipient(reader.texts())));
      case 'q' -> quarantine = Optional.of(reader.hasMore() ? reader.text() : "");
      default -> throw new IllegalArgumentException("no change: " + packet.command());
    }
  }

  /** A milter says at first which kinds of changes it may ask for. */
  private void require(char command) throws FilterException {
    int action =
        switch (command) {
          case 'h', 'i' -> MilterTerms.ADD_FIELDS;
          case 'm' -> MilterTerms.CHANGE_FIELDS;
          case 'b' -> MilterTerms.CHANGE_BODY;
          case 'e' -> MilterTerms.CHANGE_SENDER;
          case '+' -> MilterTerms.ADD_RECIPIENTS;
          case '2' -> MilterTerms.ADD_RECIPIENTS_WITH_PARAMETERS;
          case '-' -> MilterTerms.REMOVE_RECIPIENTS;
          default -> MilterTerms.QUARANTINE;
        };
    if (!terms.may(action)) {
      throw new FilterException(
          "it wants a change '%s' that it did not announce".formatted(command));
    }
  }

  private static int place(MilterPacket.Reader reader) throws FilterException {
    int place = reader.number();
    // Sendmail's library hands the number on as it is; below zero it is far behind all.
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  private static String name(MilterPacket.Reader reader) throws FilterException {
    String name = reader.text().strip();
    if (!Change.isFieldName(name)) {
      throw new FilterException(
          "\"%s\" is not the name of a header field".formatted(Text.visible(name)));
    }
    return name;
  }

  /** Where blanks stay, the one behind the colon is the milter's. */
  private String value(MilterPacket.Reader reader) throws FilterException {
    String value = reader.text();
    return terms.blanksStay() && value.startsWith(" ") ? value.substring(1) : value;
  }

  private static ReversePath path(List<String> texts) throws FilterException {
    // Parameters of MAIL and RCPT that may follow are not for us: nothing of theirs concerns who
    // gets what.
    String text = texts.isEmpty() ? "" : texts.getFirst().strip();
    return ReversePath.parse(text)
        .orElseThrow(
            () -> new FilterException("\"%s\" is not an address".formatted(Text.visible(text))));
  }

  private static EmailAddress recipient(List<String> texts) throws FilterException {
    return path(texts)
        .mailbox()
        .orElseThrow(() -> new FilterException("a recipient without an address"));
  }

  /** Lines end with CRLF in what is sent on, whatever the milter's end with. */
  private void replaceBody(byte[] piece) throws FilterException {
    ByteArrayOutputStream out = body.orElseGet(ByteArrayOutputStream::new);
    body = Optional.of(out);
    for (byte octet : piece) {
      if (bodyEndsInCr && octet != '\n') {
        out.write('\n');
      } else if (octet == '\n' && !bodyEndsInCr) {
        out.write('\r');
      }
      out.write(octet);
      bodyEndsInCr = octet == '\r';
      if (out.size() > bodyOctetsMax) {
        throw new FilterException("a body of more than %d octets".formatted(bodyOctetsMax));
      }
    }
  }

  /** Why the message is to be kept out of every mailbox, if it is. */
  Optional<String> quarantine() {
    return quarantine;
  }

  /** All changes, that of the body last. */
  List<Change> all() {
    List<Change> out = new ArrayList<>(changes);
    if (body.isPresent()) {
      if (bodyEndsInCr) {
        body.get().write('\n');
        bodyEndsInCr = false;
      }
      out.add(new Change.ReplaceBody(Octets.of(body.get().toByteArray())));
    }
    return out;
  }

  /** One line for each change, for people. */
  static List<Why> shown(List<Change> changes) {
    List<Why> out = new ArrayList<>();
    for (Change change : changes.subList(0, Math.min(SHOWN_MAX, changes.size()))) {
      out.add(new Why(shown(change)));
    }
    if (changes.size() > SHOWN_MAX) {
      out.add(new Why("and %d more".formatted(changes.size() - SHOWN_MAX)));
    }
    return out;
  }

  private static String shown(Change change) {
    return switch (change) {
      case Change.AddField(var name, _) -> "adds the field " + name;
      case Change.InsertField(var place, var name, _) ->
          "inserts the field %s at %d".formatted(name, place);
      case Change.ChangeField(var nth, var name, var value) ->
          "%s the field %s (%d)".formatted(value.isEmpty() ? "removes" : "changes", name, nth);
      case Change.ReplaceBody(var octets) ->
          "replaces the body by " + Text.count(octets.size(), "octet");
      case Change.ChangeSender(var sender) -> "changes the sender to " + sender;
      case Change.AddRecipient(var recipient) -> "adds the recipient " + recipient;
      case Change.RemoveRecipient(var recipient) -> "removes the recipient " + recipient;
    };
  }
}
