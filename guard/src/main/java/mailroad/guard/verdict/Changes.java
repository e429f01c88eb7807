package mailroad.guard.verdict;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;

/**
 * Carries out what filters want changed. Octets that no change names are taken over as they lie in the original, which
 * is not copied, so signatures over them stay valid. Changes come one after the other; in doubt the later one counts.
 */
public final class Changes {
  private Changes() {}

  /**
   * What became of a message.
   *
   * @param content whole, our own Received field at its head included; empty if the original still holds
   * @param envelope perhaps without recipients, where filters removed them all
   */
  public record Changed(Optional<Octets> content, Envelope envelope) {}

  /**
   * Changes a message that is on its way in.
   *
   * @throws IOException if the machine fails
   */
  public static Changed apply(Arriving arriving, List<Change> changes) throws IOException {
    return apply(arriving.content(), arriving.received(), arriving.envelope(), changes);
  }

  /**
   * Changes a message.
   *
   * @param content whole
   * @param received where the octets begin that filters saw: fields before count as places, but nothing changes them
   * @throws IOException if the machine fails
   */
  public static Changed apply(
      Octets content, long received, Envelope envelope, List<Change> changes) throws IOException {
    Envelope after = envelope(envelope, changes);
    if (changes.stream().noneMatch(Changes::isOfContent)) {
      return new Changed(Optional.empty(), after);
    }
    Header header = Header.read(content, 0, content.size(), MimeLimits.DEFAULT);
    EditedHeader edited = new EditedHeader(content, header, received);
    Optional<Octets> body = Optional.empty();
    for (Change change : changes) {
      switch (change) {
        case Change.AddField(var name, var value) -> edited.add(name, value);
        case Change.InsertField(var place, var name, var value) ->
            edited.insert(place, name, value);
        case Change.ChangeField(var nth, var name, var value) -> edited.change(nth, name, value);
        case Change.ReplaceBody(var other) -> body = Optional.of(other);
        case Change.ChangeSender _, Change.AddRecipient _, Change.RemoveRecipient _ -> {}
      }
    }
    if (!edited.changed() && body.isEmpty()) {
      return new Changed(Optional.empty(), after);
    }
    Splice.Builder out = new Splice.Builder();
    edited.write(out, body.isPresent());
    if (body.isPresent()) {
      out.add(body.get(), 0, body.get().size());
    } else {
      out.add(content, header.end(), content.size());
    }
    boolean eightBit = edited.eightBit() || (body.isPresent() && isEightBit(body.get()));
    return new Changed(Optional.of(out.build()), eightBit ? asEightBit(after) : after);
  }

  private static boolean isOfContent(Change change) {
    return switch (change) {
      case Change.AddField _, Change.InsertField _, Change.ChangeField _, Change.ReplaceBody _ ->
          true;
      case Change.ChangeSender _, Change.AddRecipient _, Change.RemoveRecipient _ -> false;
    };
  }

  private static Envelope envelope(Envelope before, List<Change> changes) {
    ReversePath sender = before.sender();
    List<Recipient> recipients = new ArrayList<>(before.recipients());
    for (Change change : changes) {
      switch (change) {
        case Change.ChangeSender(var other) -> sender = other;
        case Change.AddRecipient(var address) -> add(recipients, address);
        case Change.RemoveRecipient(var address) ->
            recipients.removeIf(recipient -> recipient.address().equals(address));
        case Change.AddField _,
            Change.InsertField _,
            Change.ChangeField _,
            Change.ReplaceBody _ -> {}
      }
    }
    return new Envelope(sender, before.parameters(), recipients);
  }

  private static void add(List<Recipient> recipients, EmailAddress address) {
    if (recipients.stream().noneMatch(recipient -> recipient.address().equals(address))) {
      recipients.add(Recipient.of(address));
    }
  }

  /** What a filter wrote may need 8BITMIME where what came did not (RFC 6152 section 3). */
  private static Envelope asEightBit(Envelope envelope) {
    MailParameters parameters = envelope.parameters();
    return parameters.body() == Body.SEVEN_BIT
        ? new Envelope(envelope.sender(), parameters.with(Body.EIGHT_BIT), envelope.recipients())
        : envelope;
  }

  private static boolean isEightBit(Octets octets) throws IOException {
    byte[] block = new byte[(int) Math.min(65_536, octets.size())];
    for (long at = 0; at < octets.size(); ) {
      int n = octets.read(at, block, 0, block.length);
      if (n <= 0) {
        return false;
      }
      if (EditedHeader.isEightBit(block, n)) {
        return true;
      }
      at += n;
    }
    return false;
  }
}
