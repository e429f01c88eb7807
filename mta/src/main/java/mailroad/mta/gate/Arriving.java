package mailroad.mta.gate;

import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.smtp.Envelope;
import mailroad.smtp.server.Client;

/**
 * A message that is whole, and not taken yet.
 *
 * @param id it will have
 * @param client who sends it; empty for what is handed in on this machine
 * @param source the same, as the journey shows it
 * @param said the envelope as the client said it: whoever asks who sends this (SPF, lists, filters) asks about its sender
 * @param envelope as rewritten: for whom copies are, and how
 * @param content our own Received field, and behind it the octets as they came
 * @param received where the octets as they came begin
 * @param header the header section as it came
 * @param now when it was whole
 */
public record Arriving(
    QueueId id,
    Optional<Client> client,
    Event.Source source,
    Envelope said,
    Envelope envelope,
    Octets content,
    long received,
    Header header,
    Instant now) {
  /** A message of which no address was rewritten. */
  public Arriving(
      QueueId id,
      Optional<Client> client,
      Event.Source source,
      Envelope envelope,
      Octets content,
      long received,
      Header header,
      Instant now) {
    this(id, client, source, envelope, envelope, content, received, header, now);
  }

  /** Who sends it, as the client said it. */
  public ReversePath sender() {
    return said.sender();
  }
}
